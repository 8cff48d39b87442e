import fc from "fast-check";
import { expect, it } from "vitest";
import { parseFixed } from "../../shared/model/fixed.ts";
import { minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

const price = fc.integer({ min: 50, max: 150 });
const step = fc.record({
  prices: fc.tuple(price, price, price, price),
  volume: fc.integer({ min: 0, max: 20 }),
  orders: fc.array(
    fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      limit: fc.option(price, { nil: undefined }),
      size: fc.integer({ min: 1, max: 9 }),
      reduceOnly: fc.boolean(),
      timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "FOK" as const),
      cancel: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});

it("whatever happens: fills stay inside the bar, the limit, the order, the volume and the position; the same inputs repeat", () => {
  const play = (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[], latencyMs: number) => {
    const d = venueDesk({ participation: "0.5", latencyMs, latencyJitterMs: latencyMs / 2, rejectRate: 0.1 });
    const limits = new Map<string, { buy: boolean; limit: number | undefined; size: number; reduceOnly: boolean }>();
    let position = 0n;
    steps.forEach(({ prices, volume, orders }, index) => {
      for (const { side, limit, size, reduceOnly, timeInForce, cancel } of orders) {
        const priced = limit === undefined ? {} : { limitPrice: String(limit) };
        const id = d.order({ side, size: String(size), reduceOnly, timeInForce, ...priced });
        limits.set(id, { buy: side === "buy", limit, size, reduceOnly });
        if (cancel) d.venue.cancel(id);
      }
      const before = d.reports.length;
      const [open, a, b, close] = prices;
      const high = Math.max(...prices);
      const low = Math.min(...prices);
      expect([a, b].every((each) => each <= high && each >= low)).toBe(true);
      d.bar(index, open, high, low, close, volume);
      let taken = 0;
      for (const report of d.reports.slice(before)) {
        if (report.kind !== "fill") continue;
        const order = limits.get(report.orderId)!;
        expect(Number(report.price)).toBeGreaterThanOrEqual(low);
        expect(Number(report.price)).toBeLessThanOrEqual(high);
        if (order.limit !== undefined) {
          expect(order.buy ? Number(report.price) <= order.limit : Number(report.price) >= order.limit).toBe(true);
        }
        expect(report.at).toBeGreaterThanOrEqual(index * minute);
        expect(report.at).toBeLessThan((index + 1) * minute);
        taken += Number(report.size);
        const signed = parseFixed(report.size, 3) * (order.buy ? 1n : -1n);
        if (order.reduceOnly) expect((position + signed) * position >= 0n && position !== 0n).toBe(true);
        position += signed;
      }
      expect(taken).toBeLessThanOrEqual(volume * 0.5 + 1e-9);
    });
    for (const [id, order] of limits) {
      const filled = d.fills().filter((fill) => fill.orderId === id);
      expect(filled.reduce((sum, fill) => sum + Number(fill.size), 0)).toBeLessThanOrEqual(order.size + 1e-9);
      expect(new Set(filled.map((fill) => fill.fillId)).size).toBe(filled.length);
    }
    return d.reports;
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom(0, 20_000, 90_000), (steps, latencyMs) => {
      expect(play(steps, latencyMs)).toEqual(play(steps, latencyMs));
    }),
    { numRuns: 150 },
  );
});
