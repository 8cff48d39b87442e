import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  btc,
  engineRig,
  eth,
  instrumentNamed,
  market,
  person,
  plainVenue,
} from "../../../tests/fixtures/engine-rig.ts";

/** A price in hundredths, or an order at the last one. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ price: fc.integer({ min: 5000, max: 15_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      size: fc.integer({ min: 1, max: 9 }),
    }),
  },
);

it("the peak is the highest equity that any price has shown, exactly; the excursion of a trade what its prices were", () => {
  let closed = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const rig = engineRig({ cash: "100000", leverage: "3" });
      rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
      rig.price(100);
      let peak = 100_000;
      let last = 100;
      let seen: number[] = [];
      let size = 0;
      let cost = 0;
      for (const each of steps) {
        if ("price" in each) {
          last = each.price / 100;
          rig.price(last);
          if (size !== 0) seen.push(last);
        } else {
          const { orderId, verdict } = rig.engine.submit(market(each.side, String(each.size)), person, "");
          if (verdict.outcome !== "approved") continue;
          rig.fill(orderId, String(each.size), String(last));
          const signed = each.side === "buy" ? each.size : -each.size;
          const [fill] = rig.engine.fills(1);
          if (size !== 0 && size > 0 !== signed > 0) {
            closed++;
            const average = cost / size;
            const low = Math.min(...seen, last);
            const high = Math.max(...seen, last);
            const [adverse, favorable] = size > 0 ? [average - low, high - average] : [high - average, average - low];
            expect(Number(fill?.excursion?.adverse)).toBeCloseTo(Math.max(0, adverse), 6);
            expect(Number(fill?.excursion?.favorable)).toBeCloseTo(Math.max(0, favorable), 6);
            cost = Math.abs(signed) < Math.abs(size) ? (cost * (size + signed)) / size : (size + signed) * last;
          } else {
            expect(fill?.excursion).toBeUndefined();
            cost += signed * last;
          }
          const flips = size === 0 || size > 0 !== size + signed > 0;
          size += signed;
          if (flips) seen = [last];
          else seen.push(last);
        }
        peak = Math.max(peak, Number(rig.engine.account().equity));
        if (steps.indexOf(each) % 3 === 0) expect(Number(rig.engine.account().equityPeak)).toBe(peak);
      }
      expect(Number(rig.engine.account().equityPeak)).toBe(peak);
    }),
    { numRuns: 150 },
  );
  expect(closed).toBeGreaterThan(100);
});

const move = fc.record({ at: fc.constantFrom(0, 1), price: fc.integer({ min: 9000, max: 11_000 }) });
const turn = fc.record({ at: fc.constantFrom(0, 1), side: fc.constantFrom("buy" as const, "sell" as const) });
const interest = fc.record({ at: fc.constant(0), cents: fc.integer({ min: 1, max: 50_000 }) });

it("the peak of several positions is the highest equity that the prices of any of them have shown", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof({ weight: 6, arbitrary: move }, { weight: 2, arbitrary: turn }, { weight: 1, arbitrary: interest }),
        { maxLength: 60 },
      ),
      (steps) => {
        const rig = engineRig({ cash: "100000", leverage: "3" });
        rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
        // In hundredths. Nobody asks the desk before the end: an answer would bring its peak up to date.
        const last = [10_000, 10_000];
        const held = [0, 0];
        let cash = 10_000_000;
        let peak = cash;
        for (const at of [0, 1]) rig.price(100, at);
        for (const [step, { at, ...each }] of steps.entries()) {
          if ("cents" in each) {
            const amount = String(each.cents / 100);
            const reported = { reportId: String(step), at: rig.clock.now };
            rig.engine.accountReport({ kind: "cash", amount, currency: "USDT", reason: "interest", ...reported });
            cash += each.cents;
            // With something open it counts at the next price.
            if (held.every((size) => size === 0)) peak = Math.max(peak, cash);
            continue;
          }
          const price = "price" in each ? each.price : (last[at] as number);
          last[at] = price;
          if ("price" in each) {
            rig.price(price / 100, at);
          } else {
            const instrumentId = at === 0 ? btc.id : eth.id;
            const { orderId, verdict } = rig.engine.submit(market(each.side, "1", { instrumentId }), person, "");
            expect(verdict.outcome).toBe("approved");
            rig.fill(orderId, "1", String(price / 100));
            const size = each.side === "buy" ? 1 : -1;
            held[at] = (held[at] as number) + size;
            cash -= size * price;
          }
          const isSeen = "side" in each ? held.every((size) => size === 0) : held[at] !== 0;
          const equity = held.reduce((sum, size, i) => sum + size * (last[i] as number), cash);
          if (isSeen) peak = Math.max(peak, equity);
        }
        expect(Number(rig.engine.account().equityPeak)).toBe(peak / 100);
      },
    ),
    { numRuns: 250 },
  );
});

it("thousands of prices in which gains only add up lead to the peak that the best of them made", () => {
  const rig = engineRig({ cash: "100000", leverage: "3" });
  const last = [10_000, 10_000];
  for (const [at, { id }] of [btc, eth].entries()) {
    rig.price(100, at);
    const { orderId } = rig.engine.submit(market("buy", "7", { instrumentId: id }), person, "");
    rig.fill(orderId, "7", "100");
  }
  const equity = (): number => 10_000_000 + 7 * ((last[0] as number) + (last[1] as number) - 20_000);
  let peak = equity();
  // Two waves whose sum has its highest crest far behind lower ones.
  for (let step = 0; step < 5_000; step++) {
    const at = step % 2;
    last[at] = Math.round(10_000 + 300 * Math.sin(step / 40) + 200 * Math.sin((at + step) / 700) + step / 50);
    rig.price((last[at] as number) / 100, at);
    peak = Math.max(peak, equity());
  }
  expect(Number(rig.engine.account().equityPeak)).toBe(peak / 100);
});

it("after a restart the first price of what is held counts, also where it lies within what had been seen before", () => {
  const rig = engineRig({ cash: "100000", leverage: "3" });
  for (const [at, { id }] of [btc, eth].entries()) {
    rig.price(100, at);
    const { orderId } = rig.engine.submit(market("buy", "7", { instrumentId: id }), person, "");
    rig.fill(orderId, "7", "100");
  }
  rig.price(150, 1);
  rig.price(120, 1);
  const again = engineRig({ cash: "100000", leverage: "3" });
  again.engine.load(rig.engine.save());
  again.price(130, 0);
  again.price(140, 1);
  expect(again.engine.account().equityPeak).toBe("100490");
});

it("a bar shows an open position its range, and the account its close", () => {
  const rig = engineRig({ cash: "1000" });
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  rig.bar(102, 10);
  rig.bar(101, 1);
  expect(rig.engine.account().equityPeak).toBe("1002");
  const exit = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "");
  rig.fill(exit.orderId, "1", "101");
  expect(rig.engine.fills(1)).toMatchObject([{ excursion: { adverse: "3", favorable: "7" } }]);
});

it("comes back from what was written down at the day's turn and while something was open", () => {
  const rig = engineRig({ cash: "1000", snapshotEveryMs: 60_000 });
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  for (const price of [150, 120, 110]) {
    rig.clock.now += 40_000;
    rig.price(price);
  }
  expect(rig.dataOf("account.snapshotted")).toMatchObject([{ equity: "1050", equityPeak: "1050" }]);
  const again = engineRig({ cash: "1000" });
  for (const event of rig.stored()) again.engine.restore(event);
  expect(again.engine.account().equityPeak).toBe("1050");
});

it("after a restart no peak is made of what is held at its cost, for want of a price", () => {
  const rig = engineRig({ cash: "100000", leverage: "3" });
  for (const [at, { id }] of [btc, eth].entries()) {
    rig.price(100, at);
    const { orderId } = rig.engine.submit(market("buy", "7", { instrumentId: id }), person, "");
    rig.fill(orderId, "7", "100");
  }
  const again = engineRig({ cash: "100000", leverage: "3" });
  for (const event of rig.stored()) again.engine.restore(event);
  again.price(150, 0);
  again.price(60, 1);
  expect(again.engine.account()).toMatchObject({ equity: "100070", equityPeak: "100070" });
});

describe("where a rate between currencies is an instrument's price", () => {
  const dax = instrumentNamed("DAX/EUR", { quoteCurrency: "EUR" });
  const yen = instrumentNamed("USD/JPY", { quoteCurrency: "JPY" });
  const euro = instrumentNamed("EUR/JPY", { quoteCurrency: "JPY" });
  // The euro is worth what it is in yen, and the yen what it is in dollars.
  const conversions = [
    { from: "EUR", to: "JPY", instrumentId: euro.id },
    { from: "USD", to: "JPY", instrumentId: yen.id },
  ];
  const rigged = () => {
    const instruments = [dax, euro, yen];
    const rig = engineRig({ instruments, currency: "USD", cash: "100000", terms: { conversions } });
    for (const [instrument, price] of [100, 160, 160].entries()) rig.price(price, instrument);
    return rig;
  };

  it("its every price counts for what is held in another currency", () => {
    const rig = rigged();
    const { orderId } = rig.engine.submit(market("buy", "100", { instrumentId: dax.id }), person, "");
    rig.fill(orderId, "100", "90", { feeCurrency: "EUR" });
    rig.price(240, 1);
    rig.price(160, 1);
    expect(rig.engine.account()).toMatchObject({ equity: "101000", equityPeak: "101500" });
    rig.price(80, 2);
    rig.price(160, 2);
    expect(rig.engine.account()).toMatchObject({ equity: "101000", equityPeak: "102000" });
  });

  it("and for cash in another currency, with nothing held", () => {
    const rig = rigged();
    const reported = { reportId: "in", at: rig.clock.now, reason: "paid in" };
    rig.engine.accountReport({ kind: "transfer", amount: "1000", currency: "EUR", ...reported });
    rig.price(200, 1);
    rig.price(160, 1);
    expect(rig.engine.account()).toMatchObject({ equity: "101000", equityPeak: "101250" });
  });

  it("and no more once nothing is in that currency", () => {
    const rig = rigged();
    const report = { kind: "transfer", currency: "EUR", at: rig.clock.now, reason: "" } as const;
    rig.engine.accountReport({ ...report, reportId: "in", amount: "1000" });
    rig.engine.accountReport({ ...report, reportId: "out", amount: "-1000" });
    rig.price(200, 1);
    expect(rig.engine.account()).toMatchObject({ equity: "100000", equityPeak: "100000" });
  });

  it("cash that is owed in a currency whose rate has no price yet makes no peak", () => {
    const rig = rigged();
    const report = { kind: "cash", currency: "EUR", at: rig.clock.now, reason: "" } as const;
    rig.engine.accountReport({ ...report, reportId: "owed", amount: "-10000" });
    const again = engineRig({ instruments: [dax, euro, yen], currency: "USD", cash: "90000", terms: { conversions } });
    again.engine.load(rig.engine.save());
    again.engine.accountReport({ ...report, reportId: "interest", amount: "5", currency: "USD" });
    again.price(160, 1);
    again.price(160, 2);
    expect(again.engine.account()).toMatchObject({ equity: "90005", equityPeak: "100000" });
  });
});

it.each(["netting", "hedging"] as const)("how far the price had gone is known after a restart, %s", (positionMode) => {
  const rigged = () => {
    const capabilities = { ...plainVenue, hedging: true };
    const rig = engineRig({ cash: "1000", snapshotEveryMs: 60_000, terms: { positionMode }, capabilities });
    rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 1_000_000 };
    return rig;
  };
  const side = positionMode === "hedging" ? ({ positionSide: "long" } as const) : {};
  const rig = rigged();
  rig.price(100);
  rig.fill(rig.engine.submit(market("buy", "1", side), person, "").orderId, "1", "100");
  for (const price of [100, 70.004, 130, 101]) {
    rig.clock.now += 61_000;
    rig.price(price);
  }
  expect(rig.dataOf("account.snapshotted").at(-1)).toMatchObject({
    ranges: [{ instrumentId: btc.id, ...side, low: "70", high: "130" }],
  });
  const again = rigged();
  for (const event of rig.stored()) again.engine.restore(event);
  for (const it of [rig, again]) {
    it.clock.now = rig.clock.now;
    it.price(101);
    it.engine.resume();
    const exit = market("sell", "1", { reduceOnly: true, ...side });
    it.fill(it.engine.submit(exit, person, "").orderId, "1", "101");
    expect(it.engine.fills(1)).toMatchObject([{ excursion: { adverse: "30", favorable: "30" } }]);
  }
});

it("an event of before, which tells nothing of ranges, is read as it was", () => {
  const rig = engineRig({ cash: "1000", snapshotEveryMs: 60_000 });
  rig.price(100);
  rig.fill(rig.engine.submit(market("buy", "1"), person, "").orderId, "1", "100");
  for (const price of [70, 70]) {
    rig.clock.now += 61_000;
    rig.price(price);
  }
  const again = engineRig({ cash: "1000" });
  for (const { data, ...event } of rig.stored()) {
    const { ranges: _ranges, ...before } = data;
    again.engine.restore({ ...event, data: before });
  }
  again.price(90);
  again.fill(again.engine.submit(market("sell", "1", { reduceOnly: true }), person, "").orderId, "1", "90");
  expect(again.engine.fills(1)).toMatchObject([{ excursion: { adverse: "10" } }]);
});
