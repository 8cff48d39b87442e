import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExecutionReport, OrderIntent } from "../../shared/model/order.ts";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

const price = fc.integer({ min: 9500, max: 10_500 }).map((cents) => (cents / 100).toFixed(2));
const order = fc
  .record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    type: fc.constantFrom(
      "market" as const,
      "limit" as const,
      "stop" as const,
      "stop-limit" as const,
      "trailing-stop" as const,
      "market-if-touched" as const,
      "limit-if-touched" as const,
    ),
    limitPrice: price,
    triggerPrice: price,
    timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const, "GTD" as const, "DAY" as const),
    expireAt: fc.integer({ min: 1, max: 12 * minute }),
    at: fc.nat(11),
    cancelAt: fc.option(fc.nat(11), { nil: undefined }),
    moveAt: fc.option(fc.nat(11), { nil: undefined }),
    moveTo: price,
  })
  .map((wish) => ({ ...wish, trailingOffset: "1.5" }));
type Wish = typeof order extends fc.Arbitrary<infer T> ? T : never;

const cents = fc.integer({ min: 9400, max: 10_600 });
const market = fc.array(fc.tuple(cents, cents, cents, cents), { minLength: 12, maxLength: 12 });
type Market = readonly (readonly [number, number, number, number])[];

/** Plays the wishes of `only` (or all) against the market and returns what each heard. */
function play(wishes: readonly Wish[], bars: Market, byTick: boolean, only?: number): Map<string, ExecutionReport[]> {
  const d = venueDesk({ spreadBps: "2" });
  bars.forEach(([o, h, l, c], index) => {
    wishes.forEach((wish, i) => {
      if (only !== undefined && only !== i) return;
      const { at, cancelAt, moveAt, moveTo, expireAt, limitPrice, triggerPrice, trailingOffset, ...rest } = wish;
      const orderId = `w${i}`;
      const limited = wish.type.includes("limit");
      const waits = wish.type.startsWith("stop") || wish.type.endsWith("touched");
      const request: Partial<OrderIntent> = {
        orderId,
        ...rest,
        ...(limited ? { limitPrice } : {}),
        ...(waits ? { triggerPrice } : {}),
        ...(wish.type === "trailing-stop" ? { trailingOffset } : {}),
        ...(wish.timeInForce === "GTD" ? { expireAt } : {}),
      };
      if (at === index) d.order(request);
      if (cancelAt === index) d.venue.cancel(orderId);
      if (moveAt === index && limited) d.venue.replace(orderId, { limitPrice: moveTo });
    });
    const all = [o, h, l, c];
    if (!byTick) d.bar(index, o / 100, Math.max(...all) / 100, Math.min(...all) / 100, c / 100);
    else
      for (const [n, last] of all.entries())
        d.tick(index * minute + n * 15_000, (last - 1) / 100, (last + 1) / 100, last / 100);
  });
  const heard = new Map<string, ExecutionReport[]>();
  for (const report of d.reports) heard.set(report.orderId, [...(heard.get(report.orderId) ?? []), report]);
  return heard;
}

test.each([false, true])("an order among many hears what it would hear alone (by ticks: %s)", (byTick) => {
  fc.assert(
    fc.property(fc.array(order, { minLength: 2, maxLength: 30 }), market, (wishes, bars) => {
      const together = play(wishes, bars, byTick);
      wishes.forEach((_, i) => {
        expect(play(wishes, bars, byTick, i).get(`w${i}`)).toEqual(together.get(`w${i}`));
      });
    }),
    { numRuns: 80 },
  );
});

test("reports of one bar come in the order things happen, whatever the price heaps hold", () => {
  const d = venueDesk();
  for (let i = 0; i < 200; i++)
    d.order({ side: i % 2 ? "buy" : "sell", limitPrice: (i % 2 ? 99 - i / 100 : 101 + i / 100).toFixed(2) });
  d.bar(0, 100, 104, 96, 101);
  const times = d.fills().map(({ at }) => at);
  expect(times).toHaveLength(200);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("a canceled, moved or filled order leaves nothing behind that could fill again", () => {
  const d = venueDesk();
  d.venue.restorePosition(btc.id, "100");
  const ids = Array.from({ length: 300 }, () => d.order({ side: "buy", limitPrice: "95" }));
  for (const [i, id] of ids.entries()) {
    if (i % 3 === 0) d.venue.cancel(id);
    else for (let n = 0; n < 5; n++) d.venue.replace(id, { limitPrice: (90 + n).toFixed(2) });
  }
  d.bar(0, 100, 100, 93.99, 95);
  d.bar(1, 95, 95, 80, 85);
  expect(d.fills()).toHaveLength(200);
  expect(new Set(d.fills().map(({ orderId }) => orderId)).size).toBe(200);
  expect(d.fills().every((fill) => fill.kind === "fill" && fill.price === "94")).toBe(true);
});
