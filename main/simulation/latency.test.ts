import { expect, it } from "vitest";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { latencyOf } from "./latency.ts";
import { seededRandom } from "./seeded-random.ts";

function draws(settings: object, count = 20_000): number[] {
  const travel = latencyOf(PaperVenueSettings.parse(settings), seededRandom(5));
  return Array.from({ length: count }, () => travel?.() ?? 0).sort((a, b) => a - b);
}
const at = (sorted: readonly number[], percent: number): number =>
  sorted[Math.floor((sorted.length * percent) / 100)] ?? Number.NaN;

it("is none without settings, and constant without a shape", () => {
  expect(latencyOf(PaperVenueSettings.parse({}), seededRandom(1))).toBeNull();
  expect(new Set(draws({ latencyMs: 25 }, 50))).toEqual(new Set([25]));
});

it("adds even jitter", () => {
  const all = draws({ latencyMs: 10, latencyJitterMs: 20 });
  expect(at(all, 0)).toBeGreaterThanOrEqual(10);
  expect(all.at(-1)).toBeLessThan(30);
  expect(Math.abs(at(all, 50) - 20)).toBeLessThan(0.5);
});

it("is lognormal around its median", () => {
  const all = draws({ latencyMs: 40, latencySigma: 0.5 });
  expect(Math.abs(at(all, 50) / 40 - 1)).toBeLessThan(0.03);
  // One standard deviation above: the 84.13th percentile of a normal distribution.
  expect(Math.abs(at(all, 84.13) / (40 * Math.exp(0.5)) - 1)).toBeLessThan(0.03);
  expect(at(all, 0)).toBeGreaterThan(0);
});

it("follows a table of percentiles, flat beyond its ends", () => {
  const rows = [
    { percentile: 10, ms: 5 },
    { percentile: 50, ms: 20 },
    { percentile: 99, ms: 300 },
  ];
  const all = draws({ latencyTable: rows });
  expect(at(all, 5)).toBe(5);
  expect(Math.abs(at(all, 50) - 20)).toBeLessThan(1);
  expect(Math.abs(at(all, 30) - 12.5)).toBeLessThan(0.5);
  expect(all.at(-1)).toBe(300);
  expect(() => PaperVenueSettings.parse({ latencyTable: [rows[2], rows[0]] })).toThrow("percentiles rise");
});
