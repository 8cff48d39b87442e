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
    maxDailyLoss: "2000",
    maxDrawdownPercent: "6",
    maxGrossExposure: "80000",
    breakers: [{ rule: "order-denials", limit: "1", action: "warn", windowMs: 3_600_000 }],
  },
};

describe.skipIf(chromium === null)("a person who minds the risk", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney({ settings, size: [1680, 1050] });
  });
  afterAll(async () => journey?.end());

  /** Axe's violations in both themes; ends in the dark one. */
  const violations = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      await journey.page.emulateMedia({ colorScheme: theme });
      await journey.page.locator(`html[data-theme="${theme}"]`).waitFor();
      found.push(...(await journey.violations()).map((one) => `${theme}: ${one}`));
    }
    return found;
  };

  test("sees on every room the smallest room that a limit leaves, and beside the chart all of them", async () => {
    const { page } = journey;
    const header = page.getByRole("banner");
    await header.getByText("Room: Daily loss").waitFor();
    await journey.room("Audit");
    await header.getByText("Room: Daily loss").waitFor();
    await journey.room("Desk");
    await page.getByRole("tab", { name: "Risk" }).click();
    const gauges = page.getByRole("list", { name: "Room left" });
    await gauges.getByText(/^2,000\.00 USD left \(100\.0%\)$/).waitFor();
    await gauges.getByRole("button", { name: "Set a limit for Net exposure" }).waitFor();
    expect(await violations()).toEqual([]);
  });

  test("is told why an order is refused, in the ticket and later in the blotter, and takes the size that passes", async () => {
    const { page } = journey;
    await page.getByRole("textbox", { name: "Quantity" }).fill("50");
    const preview = page.getByRole("region", { name: "Preview" });
    const refusals = preview.getByRole("list", { name: "Rules that refuse" });
    await refusals.getByRole("button", { name: "Change risk.maxNotionalPerOrder" }).waitFor();
    await refusals.getByText(/observed [\d,.]+ USD, limit 25,000 USD, over by [\d,.]+ USD/).waitFor();
    await page.getByRole("button", { name: /^Buy 50 BTC market/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 50 BTC/ })
      .click();
    await page.getByText("Denied by the risk gate: nothing was sent").waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    await page
      .getByRole("button", { name: /^Why not\?/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog", { name: /^Why not\?/ });
    await dialog.getByRole("list", { name: "Rules that refuse" }).waitFor();
    await journey.picture("why-not");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: /^Use 0\.\d+ BTC/ }).click();
    await page.getByRole("button", { name: /^Buy 0\.\d+ BTC market/ }).waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
  });

  test("reads every rule with its state and last numbers, and goes from one to its setting", async () => {
    const { page } = journey;
    await page
      .getByRole("banner")
      .getByRole("button", { name: /the smallest room/ })
      .click();
    const rules = page.getByRole("table", { name: "Rules of the gate" });
    const first = rules.getByRole("row").filter({ hasText: "RISK-001" });
    await first.getByText("Refuses").waitFor();
    await first.getByText("25,000").first().waitFor();
    await page.getByRole("radio", { name: "In force" }).click();
    await rules.getByRole("row").filter({ hasText: "RISK-029" }).getByText("2,000").first().waitFor();
    await journey.picture("risk-room");
    expect(await violations()).toEqual([]);
    await page.getByRole("radio", { name: "All" }).click();
    await rules.getByRole("button", { name: /change risk.maxNetExposure/ }).click();
    const field = page.getByRole("textbox", { name: "Net exposure" });
    await expect.poll(async () => await field.evaluate((node) => node === document.activeElement)).toBe(true);
    await field.fill("60000");
    await page.getByText("Net exposure: no limit → 60000").waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Change limits" }).click();
    await page.getByText("Limits changed and recorded").waitFor();
  });

  test("sees the breaker that the refusal has tripped, and re-arms it with a reason", async () => {
    const { page } = journey;
    await journey.room("Risk");
    const tripped = page.getByRole("list", { name: "Tripped and latched" });
    await tripped.getByRole("button", { name: "Re-arm order-denials" }).click();
    const dialog = page.getByRole("dialog", { name: "Re-arm order-denials?" });
    await dialog.getByRole("textbox", { name: "Reason" }).fill("a slip of the finger");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Re-arm", exact: true }).click();
    await page.getByText("No breaker has tripped.").waitFor();
    const log = page.getByRole("list", { name: "Breaker log" });
    await log.getByText(/re-armed by you: a slip of the finger/).waitFor();
    await log.getByText(/order-denials tripped \(warns\)/).waitFor();
  });

  test("puts the account under a firm's preset after reading its date, sources and doubts", async () => {
    const { page } = journey;
    await page.getByRole("button", { name: "Choose a preset" }).click();
    const dialog = page.getByRole("dialog", { name: "Choose a firm’s preset" });
    for (const [step, choice] of [
      ["Firm", "FTMO"],
      ["Program", "FTMO Challenge 2-Step"],
      ["Phase", "challenge"],
      ["Account", /^100,000 USD/],
    ] as const) {
      await dialog.getByRole("combobox", { name: step }).click();
      await page.getByRole("option", { name: choice, exact: true }).click();
    }
    await dialog.getByText(/Daily loss: 5,000\.00 USD. Maximum loss: 10,000\.00 USD, fixed/).waitFor();
    await dialog.getByRole("link", { name: "https://ftmo.com/en/trading-objectives" }).waitFor();
    await dialog.getByText("Sources contradict each other").waitFor();
    await journey.picture("preset-picker");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Apply to this account" }).click();
    const floors = page.getByRole("list", { name: "Prop firm" });
    await floors.getByText(/^5,000\.00 USD left/).waitFor();
    await floors.getByText(/floor 90,000\.00 USD/).waitFor();
    await journey.room("Desk");
    await page.getByRole("radiogroup", { name: "Order type" }).getByRole("radio", { name: "Market" }).click();
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.2");
    await page.getByText(/Would pass all/).waitFor();
    await page.getByRole("button", { name: /^Buy 0\.2 BTC market/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 0\.2 BTC/ })
      .click();
    await page.getByText("Sent: the gate approved it").waitFor();
    await journey.room("Risk");
    await page.getByRole("img", { name: /Equity .* daily floor 95,000\.00 USD/ }).waitFor();
    await page.getByText("1 of 4").waitFor();
    await journey.picture("risk-firm");
    expect(await violations()).toEqual([]);
  });

  test("locks the account out for an hour, which nothing takes back, and sees it counted down", async () => {
    const { page } = journey;
    await journey.room("Risk");
    await page
      .getByText(/cannot bind the broker’s own site/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Lock me out" }).click();
    const dialog = page.getByRole("dialog", { name: /^Lock this account out/ });
    await dialog.getByRole("textbox", { name: "Reason" }).fill("enough for today");
    await dialog.getByRole("textbox", { name: "Type LOCK to confirm" }).fill("LOCK");
    await dialog.getByRole("button", { name: "Lock me out" }).click();
    await page
      .getByRole("timer")
      .getByText(/^Locked out: 00:5\d:\d\d left$/)
      .waitFor();
    await page
      .getByRole("list", { name: "Breaker log" })
      .getByText(/enough for today/)
      .waitFor();
    expect(await violations()).toEqual([]);
    await journey.room("Desk");
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.01");
    await page.getByText(/rules? refuses? this order/).waitFor();
    expect(journey.complaints).toEqual([]);
  });
});
