import fc from "fast-check";
import { expect, test } from "vitest";
import { QuietPrices } from "./quiet-prices.ts";

const count = 5;
const instrument = fc.integer({ min: 0, max: count - 1 });
const move = fc.record({ instrument, by: fc.integer({ min: -40, max: 40 }) });

test("no price that makes a new peak or a new extreme is quiet, whatever is held beside it", () => {
  const worths = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count });
  let quiet = 0;
  fc.assert(
    fc.property(worths, fc.array(move, { minLength: 100, maxLength: 200 }), (held, moves) => {
      const prices = new QuietPrices(count);
      // In thousandths: what doubles make of them is never quite the sum.
      const last = held.map(() => 100_000);
      const lowest = [...last];
      const highest = [...last];
      const equity = (): number => held.reduce((sum, worth, i) => sum + worth * (last[i] as number), 10_000_000);
      const measure = (): void => {
        peak = Math.max(peak, equity());
        prices.measured(equity() / 1000, peak / 1000, Math.abs(equity() / 1000));
      };
      let peak = Number.NEGATIVE_INFINITY;
      measure();
      for (const [i, worth] of held.entries()) {
        prices.hold(i, (last[i] as number) / 1000, worth);
        prices.settle(i, (last[i] as number) / 1000, (last[i] as number) / 1000);
      }
      for (const { instrument: i, by } of moves) {
        const price = (last[i] as number) + by;
        last[i] = price;
        if (!prices.tells(i, price / 1000, price / 1000, price / 1000)) {
          quiet++;
          expect(equity()).toBeLessThanOrEqual(peak);
          expect([price >= (lowest[i] as number), price <= (highest[i] as number)]).toEqual([true, true]);
          continue;
        }
        if (prices.mayPeak) measure();
        lowest[i] = Math.min(lowest[i] as number, price);
        highest[i] = Math.max(highest[i] as number, price);
        prices.settle(i, (lowest[i] as number) / 1000, (highest[i] as number) / 1000);
      }
    }),
    { numRuns: 300 },
  );
  expect(quiet).toBeGreaterThan(5000);
});

test("millions of small moves do not lose sight of the peak", () => {
  const prices = new QuietPrices(1);
  prices.hold(0, 100, 3);
  prices.settle(0, 0, Number.POSITIVE_INFINITY);
  prices.measured(100_000, 100_000, 200_000);
  for (let i = 1; i <= 3_000_000; i++) prices.tells(0, 100 - (i % 1000) / 1000 - 0.7, 0, 1000);
  expect(prices.tells(0, 99.9, 0, 1000)).toBe(false);
  expect(prices.tells(0, 100.01, 0, 1000)).toBe(true);
});
