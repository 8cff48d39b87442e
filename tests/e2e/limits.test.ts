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
    journey = await beginJourney({ settings, size: [1680, 2800] });
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

  test("adds a window and a breaker by keyboard alone, and has them saved", async () => {
    const { page } = journey;
    const trading = page.getByRole("group", { name: "Trading windows" });
    await trading.getByRole("button", { name: "Add a window" }).focus();
    for (const key of ["Enter", "1", "8", ":", "0", "0", "Tab", "1", "9", ":", "0", "0", "Tab", "Tab", "Space"]) {
      await page.keyboard.press(key);
    }
    const added = trading.getByRole("group", { name: "Window 2" });
    expect(await added.getByRole("button", { name: "Tue" }).getAttribute("aria-pressed")).toBe("true");
    const breakers = page.getByRole("group", { name: "Circuit breakers" });
    await breakers.getByRole("button", { name: "Add a breaker" }).press("Enter");
    await breakers.getByRole("group", { name: "Breaker 3" }).getByRole("textbox", { name: "Trips at" }).fill("1500");
    const limits = page.getByRole("form", { name: "Risk limits" });
    await limits.getByRole("button", { name: "Change limits" }).click();
    await page.getByText("Limits changed and recorded").waitFor();
    await page.getByText("Limits changed and recorded").waitFor({ state: "hidden" });
    expect(await breakers.getByText("Equity is 1500 or more below the start of the trading day.").count()).toBe(1);
    expect(await added.getByLabel("From").inputValue()).toBe("18:00");
    expect(journey.complaints).toEqual([]);
  });

  test("imports the news of a calendar on the running desk", async () => {
    const { page } = journey;
    const news = page.getByRole("group", { name: "News windows" });
    await news.getByRole("button", { name: "Import news…" }).click();
    const dialog = page.getByRole("dialog", { name: "Import news from a calendar" });
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const event = `BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:CPI\r\nDTSTART:${day.replaceAll("-", "")}T120000Z\r\nEND:VEVENT`;
    await dialog.getByLabel("Choose a file").setInputFiles({
      name: "news.ics",
      mimeType: "text/calendar",
      buffer: Buffer.from(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${event}\r\nEND:VCALENDAR\r\n`),
    });
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme="${theme}"]`).waitFor();
      await journey.picture(`news-import-${theme}`);
      expect(await journey.violations()).toEqual([]);
    }
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("1 event makes 1 window in UTC; they hold at once.").waitFor();
    await page
      .getByRole("dialog")
      .getByText(/^The last event begins/)
      .waitFor();
    await journey.picture("news-taken");
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("button", { name: "Done" }).click();
    const title = news.getByRole("group", { name: "Window 2" }).getByLabel("Title");
    await expect.poll(() => title.inputValue(), { timeout: 10_000 }).toBe("CPI");
    expect(journey.complaints).toEqual([]);
  });
});
