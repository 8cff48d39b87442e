import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginJourney, chromium, type Journey } from "./journey.ts";

const settings = {
  version: 1,
  risk: {
    maxNotionalPerOrder: "25000",
    priceBandAtr: "3",
    atrPeriod: 14,
    maxOrdersPerSecond: 5,
    staleAfterMs: 10_000,
    maxSizePerOrder: { "paper:BTC/USDT": "2", "*": "50" },
    maxExposurePerAssetClass: { "crypto-spot": "60000" },
    correlatedGroups: [{ name: "majors", instrumentIds: ["paper:BTC/USDT", "paper:ETH/USDT"], maxExposure: "40000" }],
    tradingWindows: { zone: "America/New_York", windows: [{ from: "09:30", to: "16:00", days: [1, 2, 3, 4, 5] }] },
    newsWindows: {
      zone: "UTC",
      windows: [
        { from: "13:15", to: "13:45", date: "2026-02-06", title: "US payrolls" },
        { from: "12:00", to: "12:30" },
      ],
    },
    weekendPause: { zone: "UTC", fridayFrom: "20:00", sundayTo: "22:00" },
    breakers: [
      { rule: "order-rejects", limit: "20", windowMs: 60_000, action: "halt" },
      { rule: "daily-loss-percent", limit: "4", action: "lock_out" },
    ],
    scopes: { traders: { breakout: { maxDailyLoss: "500", maxSizePerOrder: { "*": "1" } } } },
  },
};

describe.skipIf(chromium === null)("a person who sets limits of several parts", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney({ settings, size: [1680, 3000] });
  });
  afterAll(async () => journey?.end());

  test("sees them as rows in both themes", async () => {
    await journey.room("Settings");
    await journey.page.getByRole("group", { name: "News windows" }).waitFor();
    for (const theme of ["light", "dark"] as const) {
      await journey.page.emulateMedia({ colorScheme: theme });
      await journey.page.locator(`html[data-theme="${theme}"]`).waitFor();
      await journey.picture(`limits-${theme}`);
      expect(await journey.violations()).toEqual([]);
    }
  });
});
