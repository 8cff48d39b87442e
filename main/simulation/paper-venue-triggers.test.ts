import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

type Desk = ReturnType<typeof venueDesk>;
const priceOf = (d: Desk): string[] => d.fills().map((fill) => (fill.kind === "fill" ? fill.price : ""));

describe("on bars", () => {
  test.each([
    ["a buy stop fills at its price", { side: "buy", type: "stop", triggerPrice: "101" }, "101"],
    ["a sell stop fills at its price", { side: "sell", type: "stop", triggerPrice: "99" }, "99"],
    ["a stop the market opens beyond fills at the open", { side: "buy", type: "stop", triggerPrice: "99.5" }, "100"],
    [
      "a buy if touched fills when the price falls to it",
      { side: "buy", type: "market-if-touched", triggerPrice: "99" },
      "99",
    ],
    [
      "a sell if touched fills when it rises",
      { side: "sell", type: "market-if-touched", triggerPrice: "101.5" },
      "101.5",
    ],
    [
      "a stop-limit trades at its trigger where its limit allows",
      { side: "buy", type: "stop-limit", triggerPrice: "101", limitPrice: "101.2" },
      "101",
    ],
    [
      "a limit if touched rests at its limit",
      { side: "sell", type: "limit-if-touched", triggerPrice: "101", limitPrice: "101.5" },
      "101.5",
    ],
  ] as const)("%s", (_name, request, price) => {
    const d = venueDesk();
    const id = d.order(request);
    d.bar(0, 100, 102, 98, 100.5);
    expect(priceOf(d)).toEqual([price]);
    expect(d.said(id)).toEqual(["accepted", "triggered", "fill"]);
  });

  it("ends a FOK that its trigger releases too far from its limit there and then", () => {
    const d = venueDesk();
    d.order({ side: "sell", type: "stop-limit", triggerPrice: "99", limitPrice: "101", timeInForce: "FOK" });
    d.bar(0, 100, 102, 98, 100.5);
    expect(d.reports.map(({ kind, at }) => [kind, at])).toEqual([
      ["accepted", 0],
      ["triggered", minute / 6],
      ["canceled", minute / 6],
    ]);
  });

  it("waits as long as the price does not come", () => {
    const d = venueDesk();
    const id = d.order({ side: "buy", type: "stop", triggerPrice: "103" });
    for (let i = 0; i < 5; i++) d.bar(i, 100, 102.99, 98, 100);
    expect(d.said(id)).toEqual(["accepted"]);
    d.bar(5, 100, 103, 99, 102);
    expect(priceOf(d)).toEqual(["103"]);
  });

  it("leaves a stop-limit that the price jumps over resting at its limit", () => {
    const d = venueDesk();
    const id = d.order({ side: "buy", type: "stop-limit", triggerPrice: "101", limitPrice: "101.5" });
    d.bar(0, 105, 106, 104, 104);
    expect(d.said(id)).toEqual(["accepted", "triggered"]);
    d.bar(1, 104, 105, 101, 102);
    expect(priceOf(d)).toEqual(["101.5"]);
  });

  it.each([
    ["falling first", [100, 104, 96, 101]],
    ["rising first", [100, 104, 96, 99]],
  ] as const)("takes the stop, not the profit, where one bar touches both, %s", (_name, [open, high, low, close]) => {
    const d = venueDesk();
    d.venue.restorePosition(btc.id, "1");
    const target = d.order({ side: "sell", type: "limit", limitPrice: "103", reduceOnly: true });
    const stop = d.order({ side: "sell", type: "stop", triggerPrice: "97", reduceOnly: true });
    d.bar(0, open, high, low, close);
    expect(d.said(stop)).toEqual(["accepted", "triggered", "fill"]);
    expect(d.said(target)).toEqual(["accepted", "canceled"]);
    expect(priceOf(d)).toEqual(["97"]);
  });

  it("takes every stop that one bar touches before any profit", () => {
    const d = venueDesk();
    d.venue.restorePosition(btc.id, "2");
    for (const [target, stop] of [
      ["101", "99"],
      ["102", "98"],
    ] as const) {
      d.order({ side: "sell", type: "limit", limitPrice: target, reduceOnly: true });
      d.order({ side: "sell", type: "stop", triggerPrice: stop, reduceOnly: true });
    }
    d.bar(0, 100, 103, 97, 99.5);
    expect(priceOf(d)).toEqual(["99", "98"]);
  });

  it("lets the exits of one entry close no more than one of them, however much else is held", () => {
    const d = venueDesk();
    d.venue.restorePosition(btc.id, "5");
    const exit = { side: "sell", reduceOnly: true, size: "2" } as const;
    const of = { group: "e", parent: "e" };
    d.order({ ...exit, limitPrice: "103", link: { role: "take-profit", ...of } });
    d.order({ ...exit, type: "stop", triggerPrice: "97", link: { role: "stop-loss", ...of } });
    d.bar(0, 100, 104, 96, 101);
    expect(d.fills()).toMatchObject([{ price: "97", size: "2" }]);
  });

  it("leaves an order of a pair what the other has not filled within the bar", () => {
    const d = venueDesk({ participation: "0.1" });
    const link = { role: "oco", group: "o0" } as const;
    const [limit, stop] = [
      d.order({ size: "3", limitPrice: "98", link }),
      d.order({ size: "3", type: "stop", triggerPrice: "102", link }),
    ];
    d.bar(0, 100, 101, 97, 101, 20);
    d.bar(1, 102, 103, 97, 103, 100);
    expect(d.fills().map(({ orderId, size }) => [orderId, size])).toEqual([
      [limit, "2"],
      [stop, "3"],
    ]);
  });

  it("keeps the path's order for a pair that opens: its stop protects nothing", () => {
    const d = venueDesk();
    const link = { role: "oco", group: "o0" } as const;
    d.order({ side: "buy", type: "limit", limitPrice: "98", link });
    d.order({ side: "buy", type: "stop", triggerPrice: "102", link });
    d.bar(0, 100, 103, 97, 101);
    expect(priceOf(d)).toEqual(["98"]);
  });

  it("lets orders trade by arrival where the path brings them to one price, also one that a trigger has just released", () => {
    const d = venueDesk();
    const released = d.order({ side: "sell", type: "stop-limit", triggerPrice: "100", limitPrice: "101" });
    const limit = d.order({ side: "sell", type: "limit", limitPrice: "101" });
    d.bar(0, 100, 102, 99, 101);
    expect(d.fills().map(({ orderId }) => orderId)).toEqual([released, limit]);
  });

  it("counts one price as one moment, whichever way an order has come to it", () => {
    const d = venueDesk();
    d.bar(0, 37.45, 37.5, 37.4, 37.43);
    const trailing = d.order({ side: "sell", type: "trailing-stop", trailingOffset: "0.06" });
    d.order({ side: "buy", type: "limit-if-touched", triggerPrice: "37.41", limitPrice: "37.4" });
    d.bar(1, 37.43, 37.46, 37.34, 37.38);
    expect(d.fills()[0]).toMatchObject({ orderId: trailing, price: "37.4" });
  });

  it("moves a stop's fill by half the spread and slippage, against the trader", () => {
    const d = venueDesk({ spreadBps: "20", slippageBps: "10" });
    d.order({ side: "buy", type: "stop", triggerPrice: "101" });
    d.bar(0, 100, 102, 98, 100.5);
    expect(priceOf(d)).toEqual(["101.21"]);
  });

  it("ends a GTD order within the bar of its last moment, before the price reaches it", () => {
    const d = venueDesk();
    const id = d.order({ side: "buy", limitPrice: "99", timeInForce: "GTD", expireAt: minute / 6 });
    // The path falls from 100 to 98 within the first third: at a sixth it stands at 99.
    d.bar(0, 100, 101, 98, 100.5);
    expect(d.said(id)).toEqual(["accepted", "expired"]);
    expect(d.reports.at(-1)).toMatchObject({ kind: "expired", at: minute / 6 });
  });

  it("ends a DAY order with its session, and one of a market around the clock with the UTC day", () => {
    const hours = { zone: "UTC", sessions: [{ day: 4, open: "00:00", close: "00:05" }], holidays: [] };
    for (const [instrument, end] of [
      [{ ...btc, tradingHours: hours }, 5 * minute],
      [btc, 1440 * minute],
    ] as const) {
      const d = venueDesk({}, [instrument]);
      const id = d.order({ side: "buy", limitPrice: "50", timeInForce: "DAY" });
      d.bar(0, 100, 101, 99, 100);
      expect(d.said(id)).toEqual(["accepted"]);
      d.venue.onTime(end);
      expect(d.reports.at(-1)).toMatchObject({ kind: "expired", at: end });
    }
  });
});

describe("a trailing stop", () => {
  it("that is further away than the price is high waits for no price until it is one", () => {
    const d = venueDesk();
    d.tick(0, 0.99, 1.01);
    const id = d.order({ side: "sell", type: "trailing-stop", trailingOffset: "5" });
    d.venue.replace(id, { trailingOffset: "3" });
    expect(d.reports.at(-1)).toEqual({ orderId: id, at: 0, kind: "replaced", size: "1", trailingOffset: "3" });
    d.tick(1000, 5.99, 6.01);
    d.tick(2000, 2.99, 3.01);
    expect(priceOf(d)).toEqual(["2.99"]);
  });

  it("follows the best price and fills at the level it has reached", () => {
    const d = venueDesk();
    d.order({ side: "sell", type: "trailing-stop", trailingOffset: "2" });
    d.bar(0, 100, 101, 99.5, 101);
    d.bar(1, 101, 105, 103.5, 104);
    expect(priceOf(d)).toEqual([]);
    d.bar(2, 104, 104, 102, 102);
    expect(priceOf(d)).toEqual(["103"]);
  });

  it.each([
    ["percent", "2", "102.9"],
    ["ticks", "150", "103.5"],
    ["price", "1.25", "103.75"],
  ] as const)("counts its distance in %s", (trailingOffsetType, trailingOffset, price) => {
    const d = venueDesk();
    d.order({ side: "sell", type: "trailing-stop", trailingOffset, trailingOffsetType });
    d.tick(1000, 99.99, 100.01, 100);
    d.tick(2000, 104.99, 105.01, 105);
    const level = Number(price);
    d.tick(3000, level - 0.01, level + 0.01, level + 0.01);
    expect(d.fills()).toEqual([]);
    d.tick(4000, level - 0.01, level + 0.01, level);
    expect(priceOf(d)).toEqual([(level - 0.01).toFixed(2)]);
  });

  it("follows the path inside a bar: up first, then down", () => {
    const d = venueDesk();
    d.order({ side: "sell", type: "trailing-stop", trailingOffset: "3" });
    d.bar(0, 100, 110, 98, 99);
    expect(priceOf(d)).toEqual(["107"]);
  });

  it("can be given another distance while it waits", () => {
    const d = venueDesk();
    const id = d.order({ side: "sell", type: "trailing-stop", trailingOffset: "2" });
    d.bar(0, 100, 104, 99, 104);
    d.venue.replace(id, { trailingOffset: "5" });
    d.bar(1, 104, 104.5, 101, 102);
    expect(d.said(id)).toEqual(["accepted", "replaced"]);
    expect(d.reports.find(({ kind }) => kind === "replaced")).toMatchObject({
      triggerPrice: "99",
      trailingOffset: "5",
    });
  });
});

describe("on quotes", () => {
  it.each([
    ["buy", "99.96", 99.95, 99.97],
    ["sell", "99.79", 99.78, 99.8],
  ] as const)(
    "alone, a %s if touched at %s is released by a middle that is its price",
    (side, triggerPrice, bid, ask) => {
      const d = venueDesk();
      d.tick(0, side === "buy" ? bid + 1 : bid - 1, side === "buy" ? ask + 1 : ask - 1, 0);
      const id = d.order({ side, type: "market-if-touched", triggerPrice });
      d.tick(1, bid, ask, 0);
      expect(d.said(id)).toEqual(["accepted", "triggered", "fill"]);
    },
  );

  it("triggers on the last trade, or on the quote's side where that is asked for", () => {
    const d = venueDesk();
    const byLast = d.order({ side: "buy", type: "stop", triggerPrice: "101" });
    const byQuote = d.order({ side: "buy", type: "stop", triggerPrice: "101", triggerBy: "quote" });
    d.tick(1000, 100.9, 101, 100.95);
    expect([d.said(byLast), d.said(byQuote)]).toEqual([["accepted"], ["accepted", "triggered", "fill"]]);
    d.tick(2000, 100.8, 100.9, 101);
    expect(d.said(byLast)).toEqual(["accepted", "triggered", "fill"]);
    expect(priceOf(d)).toEqual(["101", "100.9"]);
  });

  it.each([
    ["sell", "stop-limit", "99", "98.5", [98.2, 98.9, 98.8], [98.4, 98.7, 98.6]],
    ["buy", "stop-limit", "101", "101.5", [101.1, 101.8, 101.2], [101.3, 101.6, 101.4]],
    ["sell", "limit-if-touched", "101", "101.5", [101.4, 101.9, 101.6], [101.3, 101.8, 101.7]],
  ] as const)(
    "the print that releases a %s %s does not fill it at its limit: a later one does, and IOC ends",
    (side, type, triggerPrice, limitPrice, [bid, ask, last], [laterBid, laterAsk, later]) => {
      const d = venueDesk();
      d.tick(500, 99.99, 100.01, 100);
      const order = { side, type, triggerPrice, limitPrice };
      const resting = d.order(order);
      const immediate = d.order({ ...order, timeInForce: "IOC" });
      d.tick(1000, bid, ask, last);
      expect(d.said(immediate)).toEqual(["accepted", "triggered", "canceled"]);
      expect(d.said(resting)).toEqual(["accepted", "triggered"]);
      // What a plain limit that comes on this quote does.
      expect(d.said(d.order({ side, limitPrice, timeInForce: "IOC" }))).toEqual(["accepted", "canceled"]);
      d.tick(2000, laterBid, laterAsk, later);
      expect(d.fills()).toMatchObject([{ orderId: resting, price: limitPrice, liquidity: "maker" }]);
    },
  );

  it("a released limit takes what the quote offers at once, as taker", () => {
    const d = venueDesk();
    d.tick(500, 99.99, 100.01, 100);
    d.order({ side: "sell", type: "stop-limit", triggerPrice: "99", limitPrice: "98.5", timeInForce: "IOC" });
    d.tick(1000, 98.7, 98.9, 98.8);
    expect(d.fills()).toMatchObject([{ price: "98.7", liquidity: "taker" }]);
  });

  it("lets a waiting order's trigger be moved, and refuses what it does not have", () => {
    const d = venueDesk();
    d.tick(500, 99.9, 100.1);
    const id = d.order({ side: "sell", type: "stop", triggerPrice: "95" });
    d.venue.replace(id, { triggerPrice: "99" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replaced", triggerPrice: "99" });
    d.venue.replace(id, { limitPrice: "98" });
    d.venue.replace(id, { trailingOffset: "1" });
    expect(d.said(id).slice(-2)).toEqual(["replace-rejected", "replace-rejected"]);
    d.tick(1000, 98.9, 99.1, 99);
    expect(d.said(id).slice(-2)).toEqual(["triggered", "fill"]);
  });

  it("remembers after a restart whether a trigger was released", () => {
    const d = venueDesk();
    const intent = {
      orderId: "old",
      instrumentId: btc.id,
      side: "buy",
      type: "stop-limit",
      size: "1",
      triggerPrice: "101",
      limitPrice: "100",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: false,
      reason: "",
    } as const;
    d.venue.restore(intent, { sentAt: 0, filled: "0", triggered: true });
    d.tick(1000, 99.8, 99.9, 99.85);
    expect(priceOf(d)).toEqual(["100"]);
  });
});

test("a stop never fills better than its trigger, a limit never worse than its limit, and waiting orders cost no fills", () => {
  const cents = fc.integer({ min: 9000, max: 11_000 });
  const side = fc.constantFrom("buy" as const, "sell" as const);
  fc.assert(
    fc.property(
      side,
      cents,
      cents,
      fc.array(fc.tuple(cents, cents, cents, cents), { maxLength: 12 }),
      (which, a, b, bars) => {
        const d = venueDesk();
        const trigger = (a / 100).toFixed(2);
        const stop = d.order({ side: which, type: "stop", triggerPrice: trigger });
        const stopLimit = d.order({
          side: which,
          type: "stop-limit",
          triggerPrice: trigger,
          limitPrice: (b / 100).toFixed(2),
        });
        bars.forEach(([o, h, l, c], i) => {
          const all = [o, h, l, c];
          d.bar(i, o / 100, Math.max(...all) / 100, Math.min(...all) / 100, c / 100);
        });
        const sign = which === "buy" ? 1 : -1;
        for (const report of d.fills()) {
          if (report.kind !== "fill") continue;
          const price = Math.round(Number(report.price) * 100);
          if (report.orderId === stop) expect(sign * (price - a)).toBeGreaterThanOrEqual(0);
          if (report.orderId === stopLimit) expect(sign * (price - b)).toBeLessThanOrEqual(0);
        }
        const reached = bars.some((all) => (which === "buy" ? Math.max(...all) >= a : Math.min(...all) <= a));
        expect(d.said(stop)).toEqual(reached ? ["accepted", "triggered", "fill"] : ["accepted"]);
      },
    ),
  );
});
