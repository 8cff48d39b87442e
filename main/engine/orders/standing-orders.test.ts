import { describe, expect, it } from "vitest";
import {
  btc,
  type EngineRig,
  engineRig,
  eth,
  instrumentNamed,
  limit,
  market,
  person,
  plainVenue,
} from "../../../tests/fixtures/engine-rig.ts";

function readyRig(options: Parameters<typeof engineRig>[0] = {}): EngineRig {
  const rig = engineRig({ capabilities: plainVenue, ...options });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 86_400_000 };
  rig.bar(100, 2);
  rig.price(100);
  return rig;
}

/** A price a second later. */
function later(rig: EngineRig, last: number): void {
  rig.clock.now += 1000;
  rig.price(last);
}

const stopAt = (triggerPrice: string, change: object = {}) =>
  market("buy", "2", { type: "stop", triggerPrice, ...change });

/** A second desk that knows what the journal of the first holds, at the same price. */
function restarted(rig: EngineRig, upTo = rig.events.length, options: Parameters<typeof engineRig>[0] = {}): EngineRig {
  const again = engineRig({ capabilities: plainVenue, ...options });
  again.limits = rig.limits;
  again.clock.now = rig.clock.now;
  for (const event of rig.stored().slice(0, upTo)) again.engine.restore(event);
  again.engine.resume();
  return again;
}

describe("a trigger that the venue does not take", () => {
  it("waits at the desk and leaves as a plain order, judged anew and on disk before it leaves", () => {
    const rig = readyRig({ manualDurability: true });
    const { orderId } = rig.engine.submit(stopAt("105"), person, "breakout");
    rig.engine.durable(rig.events.length - 1);
    expect(rig.engine.order(orderId)).toMatchObject({ status: "accepted", managedBy: "desk" });
    expect(rig.asked).toEqual([]);
    later(rig, 104.99);
    expect(rig.engine.order(orderId)?.status).toBe("accepted");
    later(rig, 105.2);
    expect(rig.engine.order(orderId)).toMatchObject({ status: "triggered", triggeredAt: rig.clock.now });
    expect(rig.asked).toEqual([]);
    rig.engine.durable(rig.events.length - 1);
    expect(rig.sent).toEqual([expect.objectContaining({ orderId, type: "market", size: "2" })]);
    expect(rig.sent[0]).not.toHaveProperty("triggerPrice");
    expect(rig.types()).toEqual([
      "order.intended",
      "risk.judged",
      "order.submitted",
      "order.accepted",
      "order.triggered",
      "risk.judged",
      "order.submitted",
    ]);
    expect(rig.dataOf("order.triggered")).toEqual([{ orderId, price: "105.2" }]);
    rig.fill(orderId, "2", "105.2");
    expect(rig.engine.order(orderId)?.status).toBe("filled");
  });

  it("releases a stop-limit and a limit-if-touched as limit orders", () => {
    const rig = readyRig();
    rig.engine.submit(stopAt("105", { type: "stop-limit", limitPrice: "106" }), person, "");
    rig.engine.submit(stopAt("95", { type: "limit-if-touched", limitPrice: "94.5" }), person, "");
    later(rig, 95);
    later(rig, 105);
    expect(rig.sent.map(({ type, limitPrice }) => [type, limitPrice])).toEqual([
      ["limit", "94.5"],
      ["limit", "106"],
    ]);
  });

  it("is released at once when the price is through already", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("99.5"), person, "");
    expect(rig.engine.order(orderId)?.status).toBe("triggered");
    expect(rig.asked).toEqual([`submit ${orderId}`]);
  });

  it("is changed and canceled at the desk, where its new level holds at once", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    rig.engine.amend(orderId, { triggerPrice: "103", size: "1" }, person, "sooner");
    expect(rig.engine.order(orderId)).toMatchObject({ status: "accepted", triggerPrice: "103", size: "1" });
    const other = rig.engine.submit(stopAt("103"), person, "").orderId;
    rig.engine.cancel(other, person, "not this one");
    expect(rig.engine.order(other)).toMatchObject({ status: "canceled", statusReason: "not this one" });
    later(rig, 103);
    expect(rig.sent).toEqual([expect.objectContaining({ orderId, size: "1" })]);
  });

  it("is refused by the gate when it is released into a halt, and never leaves", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    rig.engine.setTradingState("halted", person, "lunch");
    later(rig, 105);
    expect(rig.engine.order(orderId)?.status).toBe("denied");
    expect(rig.asked).toEqual([]);
  });

  it("is canceled by the kill switch where it could open, and stays where it protects", () => {
    const rig = readyRig();
    const entry = rig.engine.submit(
      market("buy", "2", { bracket: { stopLoss: { type: "stop", triggerPrice: "95" } } }),
      person,
      "",
    ).orderId;
    rig.fill(entry, "2", "100");
    const opening = rig.engine.submit(stopAt("105"), person, "").orderId;
    rig.engine.engageKillSwitch(person, "enough");
    expect(rig.engine.order(opening)?.status).toBe("canceled");
    later(rig, 95);
    expect(rig.sent.at(-1)).toMatchObject({ side: "sell", type: "market", size: "2", reduceOnly: true });
  });

  it("survives a restart with its level, a trailing stop with the best price it has followed", () => {
    const rig = readyRig();
    const stop = rig.engine.submit(stopAt("105"), person, "").orderId;
    const trailing = rig.engine.submit(
      market("sell", "1", { type: "trailing-stop", trailingOffset: "5" }),
      person,
      "",
    ).orderId;
    later(rig, 104);
    later(rig, 101);
    const again = restarted(rig);
    expect(again.engine.order(trailing)?.triggerPrice).toBe("99");
    later(again, 99);
    expect(again.asked).toEqual([`submit ${trailing}`]);
    later(again, 105);
    expect(again.asked.at(-1)).toBe(`submit ${stop}`);
    expect(again.engine.unsentIntents()).toEqual([]);
  });

  it("is watched after a restart that came before it was taken", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    const again = restarted(rig, rig.types().indexOf("order.submitted") + 1);
    expect(again.engine.order(orderId)?.status).toBe("accepted");
    later(again, 105);
    expect(again.engine.order(orderId)?.triggeredAt).toBe(again.clock.now);
  });

  it("takes no venue's word before it has left", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    rig.fill(orderId, "1", "105");
    rig.say({ kind: "canceled", orderId, reason: "" });
    expect(rig.dataOf("order.reconciled").map((data) => data["outcome"])).toEqual([
      "illegal_transition",
      "illegal_transition",
    ]);
    expect(rig.engine.order(orderId)?.status).toBe("accepted");
  });

  it("asks what became of an order that the venue knows already, instead of taking it for rejected", () => {
    const queries: string[] = [];
    const rig = readyRig({ route: { query: (asked) => void queries.push(asked) } });
    const { orderId } = rig.engine.submit(stopAt("99"), person, "");
    rig.say({ kind: "rejected", orderId, code: "VENUE-DUPLICATE", reason: "known already" });
    expect(rig.engine.order(orderId)?.status).toBe("unknown");
    later(rig, 100);
    expect(queries).toEqual([orderId]);
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    expect(rig.engine.order(orderId)?.status).toBe("triggered");
  });

  it("leaves after a restart when it was released and had not left", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    later(rig, 105);
    const upTo = rig.types().indexOf("order.triggered") + 1;
    const again = engineRig({ capabilities: plainVenue });
    again.limits = rig.limits;
    again.clock.now = rig.clock.now;
    for (const event of rig.stored().slice(0, upTo)) again.engine.restore(event);
    again.bar(105, 2);
    again.price(105);
    again.engine.resume();
    expect(again.asked).toEqual([`submit ${orderId}`]);
  });

  it("is asked for after a restart when its release was approved, for it may have left; an exit is sent again", () => {
    const release = (rig: EngineRig, price: number): EngineRig => {
      later(rig, price);
      const upTo = rig.types().lastIndexOf("risk.judged") + 1;
      const again = engineRig({ capabilities: plainVenue });
      again.limits = rig.limits;
      again.clock.now = rig.clock.now;
      for (const event of rig.stored().slice(0, upTo)) again.engine.restore(event);
      again.engine.resume();
      return again;
    };
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105"), person, "");
    const again = release(rig, 105);
    expect(again.asked).toEqual([]);
    expect(again.engine.order(orderId)?.status).toBe("unknown");
    again.fill(orderId, "2", "105.1");
    expect(again.engine.order(orderId)).toMatchObject({ status: "filled", filledSize: "2" });
    expect(again.engine.positions()[0]?.size).toBe("2");
    const long = readyRig();
    long.fill(long.engine.submit(market("buy", "2"), person, "").orderId, "2", "100");
    const exit = market("sell", "2", { type: "stop", triggerPrice: "95", reduceOnly: true });
    const stop = long.engine.submit(exit, person, "").orderId;
    const back = release(long, 94);
    expect(back.asked).toEqual([`submit ${stop}`]);
    expect(back.engine.order(stop)?.status).toBe("unknown");
    expect(back.dataOf("order.reconciled")).toMatchObject([{ orderId: stop, outcome: "sent_again" }]);
    // What may be there is canceled there, not at the desk.
    back.engine.cancel(stop, person, "");
    expect(back.asked.at(-1)).toBe(`cancel ${stop}`);
    expect(back.engine.order(stop)?.status).toBe("pending_cancel");
    back.fill(stop, "2", "93.9");
    expect(back.engine.positions()[0]?.size).toBe("0");
  });

  it("lets only one of two exits leave that one bar reaches, the stop, and the other when that one fails", () => {
    const rig = readyRig();
    const bracket = {
      stopLoss: { type: "stop", triggerPrice: "95" },
      takeProfit: { type: "market-if-touched", triggerPrice: "105" },
    } as const;
    const bars = engineRig({ capabilities: plainVenue });
    bars.limits = rig.limits;
    bars.bar(100, 2);
    const entry = bars.engine.submit(market("buy", "2", { bracket }), person, "").orderId;
    bars.fill(entry, "2", "100");
    bars.clock.now += 120_000;
    bars.bar(100, 30);
    const legs = bars.engine.orders().filter((order) => order.link?.parent === entry);
    const stop = legs.find((order) => order.link?.role === "stop-loss")?.orderId ?? "";
    const target = legs.find((order) => order.link?.role === "take-profit")?.orderId ?? "";
    expect(bars.asked.slice(1)).toEqual([`submit ${stop}`]);
    bars.say({ kind: "rejected", orderId: stop, code: "VENUE-REJECTED", reason: "no" });
    bars.clock.now += 60_000;
    bars.bar(105, 2);
    expect(bars.asked.slice(2)).toEqual([`submit ${target}`]);
    bars.say({ kind: "rejected", orderId: target, code: "VENUE-REJECTED", reason: "no" });
    expect(bars.asked.slice(3)).toEqual([expect.stringContaining("submit")]);
  });
});

describe("an end that the venue does not keep", () => {
  it("is kept by the desk: at the venue by a cancel, at the desk by itself, without a price of that instrument", () => {
    const rig = readyRig();
    const expireAt = rig.clock.now + 60_000;
    const gtd = { timeInForce: "GTD", expireAt } as const;
    const resting = rig.engine.submit(limit("buy", "1", "99", gtd), person, "").orderId;
    const waiting = rig.engine.submit(stopAt("105", gtd), person, "").orderId;
    expect(rig.sent).toEqual([expect.objectContaining({ orderId: resting, timeInForce: "GTC" })]);
    expect(rig.engine.order(resting)).toMatchObject({ timeInForce: "GTD", expireAt });
    rig.clock.now = expireAt - 1;
    rig.price(50, 1);
    expect(rig.asked).toHaveLength(1);
    rig.clock.now = expireAt;
    rig.price(50, 1);
    expect(rig.asked.slice(1)).toEqual([`cancel ${resting}`]);
    expect(rig.engine.order(waiting)?.status).toBe("expired");
  });

  it("asks again for a cancel that the venue refused, but not on every tick", () => {
    const rig = readyRig();
    const expireAt = rig.clock.now + 1000;
    const { orderId } = rig.engine.submit(limit("buy", "1", "99", { timeInForce: "GTD", expireAt }), person, "");
    later(rig, 100);
    rig.say({ kind: "cancel-rejected", orderId, reason: "busy" });
    for (let i = 0; i < 4; i++) later(rig, 100);
    expect(rig.asked).toHaveLength(2);
    later(rig, 100);
    expect(rig.asked).toHaveLength(3);
  });

  it("ends a day order with its day, also after a restart and by time alone", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(stopAt("105", { timeInForce: "DAY" }), person, "");
    const again = restarted(rig);
    again.clock.now = Date.UTC(2026, 0, 6) - 1;
    again.engine.preview(market("buy", "1"), person);
    expect(again.engine.order(orderId)?.status).toBe("accepted");
    again.clock.now += 1;
    again.engine.preview(market("buy", "1"), person);
    expect(again.engine.order(orderId)?.status).toBe("expired");
  });

  it("ends a day order with its session in the exchange's own time, which summer time moves", () => {
    const sessions = [1, 2, 3, 4, 5].map((day) => ({ day, open: "09:30", close: "16:00" }));
    const tradingHours = { zone: "America/New_York", sessions, holidays: [] };
    const rig = readyRig({ instruments: [instrumentNamed("SPY/USDT", { id: btc.id, tradingHours }), eth] });
    rig.clock.now = Date.UTC(2026, 2, 9, 15);
    rig.price(100);
    const { orderId } = rig.engine.submit(stopAt("105", { timeInForce: "DAY" }), person, "");
    rig.clock.now = Date.UTC(2026, 2, 9, 20) - 1;
    rig.price(50, 1);
    expect(rig.engine.order(orderId)?.status).toBe("accepted");
    rig.clock.now += 1;
    rig.price(50, 1);
    expect(rig.engine.order(orderId)?.status).toBe("expired");
  });

  it("is left to a venue that keeps it", () => {
    const rig = readyRig({ capabilities: { ...plainVenue, timeInForce: ["GTC", "GTD"] } });
    const expireAt = rig.clock.now + 1000;
    rig.engine.submit(limit("buy", "1", "99", { timeInForce: "GTD", expireAt }), person, "");
    expect(rig.sent[0]).toMatchObject({ timeInForce: "GTD", expireAt });
    rig.clock.now += 5000;
    rig.price(100);
    expect(rig.asked).toHaveLength(1);
  });
});

describe("what neither the venue nor the desk can do", () => {
  it.each([
    ["stop-limit orders", { orderTypes: ["market"] }, stopAt("105", { type: "stop-limit", limitPrice: "106" })],
    ["limit orders", { orderTypes: ["market"] }, limit("buy", "1", "99")],
    ["FOK orders", { timeInForce: ["GTC"] }, market("buy", "1", { timeInForce: "FOK" })],
    ["GTD orders", { timeInForce: ["IOC"] }, limit("buy", "1", "99", { timeInForce: "GTD", expireAt: 4e12 })],
    ["post-only orders", { postOnly: false }, limit("buy", "1", "99", { postOnly: true })],
    ["long and short positions", {}, market("buy", "1", { positionSide: "long" })],
    [
      "limit orders",
      { orderTypes: ["market"] },
      market("buy", "1", { bracket: { takeProfit: { type: "limit", limitPrice: "110" } } }),
    ],
  ] as const)("is refused by name: %s", (what, change, request) => {
    const terms = { positionMode: what === "long and short positions" ? ("hedging" as const) : ("netting" as const) };
    const rig = readyRig({ capabilities: { ...plainVenue, ...change }, terms });
    expect(() => rig.engine.submit(request, person, "")).toThrow(
      expect.objectContaining({ code: "ORDER-UNSUPPORTED", message: expect.stringContaining(what) as string }),
    );
    expect(rig.types()).toEqual(["plan.refused"]);
  });
});

describe("an order that nobody has heard of", () => {
  function silent(): { rig: EngineRig; orderId: string; queries: string[] } {
    const queries: string[] = [];
    const rig = readyRig({ validityMs: 10_000, route: { query: (orderId) => void queries.push(orderId) } });
    const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
    rig.say({ kind: "unknown", orderId, reason: "timeout" });
    return { rig, orderId, queries };
  }

  it("is asked for past its validity, and again until the venue answers", () => {
    const { rig, orderId, queries } = silent();
    rig.clock.now += 9999;
    rig.price(100);
    expect(queries).toEqual([]);
    later(rig, 100);
    expect(queries).toEqual([orderId]);
    for (let i = 0; i < 5; i++) later(rig, 100);
    expect(queries).toEqual([orderId, orderId]);
    rig.fill(orderId, "1", "100");
    rig.clock.now += 60_000;
    rig.price(100);
    expect(queries).toHaveLength(2);
    expect(rig.engine.order(orderId)?.status).toBe("filled");
  });

  it("is not given up before its validity has passed, and is rejected when it is not found after", () => {
    const { rig, orderId } = silent();
    const missing = { kind: "rejected", orderId, code: "VENUE-NOT-FOUND", reason: "no such order" } as const;
    rig.clock.now += 5000;
    rig.say(missing);
    expect(rig.engine.order(orderId)?.status).toBe("unknown");
    expect(rig.dataOf("order.reconciled").at(-1)?.["outcome"]).toBe("not_found_yet");
    rig.clock.now += 5000;
    rig.say(missing);
    expect(rig.engine.order(orderId)?.status).toBe("rejected");
  });

  it("is asked for after a restart as well", () => {
    const { rig, orderId } = silent();
    const queries: string[] = [];
    const again = restarted(rig, rig.events.length, {
      validityMs: 10_000,
      route: { query: (asked) => void queries.push(asked) },
    });
    again.clock.now += 10_000;
    again.price(100);
    expect(queries).toEqual([orderId]);
  });
});
