import { expect, test } from "vitest";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { btc, morningShare as share } from "../../tests/fixtures/venue-desk.ts";
import { MarketHours } from "./market-hours.ts";

const hour = 3_600_000;

test("a market opens within a stretch that a session begins in, or a halt ends in, and not within one between the two", () => {
  const halts = [{ from: 33 * hour, to: 33.5 * hour }];
  const hours = new MarketHours(share, PaperVenueSettings.parse({ halts }));
  expect(hours.opensWithin(8 * hour, 9 * hour)).toBe(true);
  expect(hours.opensWithin(8 * hour, 9 * hour - 1)).toBe(false);
  expect(hours.opensWithin(10 * hour, 33.5 * hour)).toBe(true);
  expect(hours.opensWithin(10 * hour, 33.5 * hour - 1)).toBe(false);
  expect(hours.opensWithin(34 * hour, 100 * hour)).toBe(false);
});

test("a price at the limit of its day trades, one beyond it halts", () => {
  const hours = new MarketHours(btc, PaperVenueSettings.parse({ limitMove: { percent: "25", haltMs: hour } }));
  hours.note(100, 0);
  expect([75, 125].map((price) => hours.isBeyond(price))).toEqual([false, false]);
  expect([74.99, 125.01].map((price) => hours.isBeyond(price))).toEqual([true, true]);
  hours.halt(10);
  expect([10, hour + 9, hour + 10].map((at) => hours.isHalted(at))).toEqual([true, true, false]);
});
