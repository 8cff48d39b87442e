import { expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";

it("repeats a sequence from its seed and differs from another seed's", () => {
  const draw = (seed: number): number[] => Array.from({ length: 20 }, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(1)).not.toEqual(draw(-1));
});

it("spreads evenly over [0, 1)", () => {
  const random = seededRandom(42);
  const buckets = new Uint32Array(16);
  const draws = 64_000;
  for (let i = 0; i < draws; i++) {
    const value = random();
    if (!(value >= 0 && value < 1)) throw new RangeError(`${value} is outside [0, 1)`);
    buckets[Math.floor(value * 16)]! += 1;
  }
  // chi squared with 15 degrees of freedom stays under 37.7 in 99.9 % of fair sources
  const expected = draws / 16;
  expect(buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(37.7);
});
