import { existsSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginJourney, chromium, type Journey } from "./journey.ts";

const settings = { version: 1, account: { leverage: "3", terms: { positionMode: "hedging", costBasis: "fifo" } } };

describe.skipIf(chromium === null)("a person who holds a long and a short position side by side", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney({ settings, size: [1680, 1000] });
  });
  afterAll(async () => journey?.end());

  const position = () => journey.page.getByRole("radiogroup", { name: "Position" });
  const positions = () => journey.page.getByRole("table", { name: "Positions" });
  const price = async (): Promise<number> => {
    const row = journey.page.getByRole("row", { name: /BTC\/USDT, Bitcoin/ });
    const text = await row.getByRole("cell").nth(2).innerText();
    return Number((text.split("\n")[0] as string).replaceAll(",", ""));
  };
  /** Turns the system's theme, and waits until the page wears it. */
  const wear = async (theme: "dark" | "light"): Promise<void> => {
    const { page } = journey;
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  };
  const send = async (words: RegExp): Promise<void> => {
    const { page } = journey;
    await page.getByRole("button", { name: words }).click();
    await page.getByRole("dialog").getByRole("button", { name: words }).click();
    await page.getByText("Sent: the gate approved it").waitFor();
  };

  test("opens both, and each is a row of its own", async () => {
    const { page } = journey;
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.1");
    await page.getByText("Long position after").waitFor();
    await send(/^Buy 0\.1 BTC market/);
    await page.getByRole("radiogroup", { name: "Side" }).getByRole("radio", { name: "Sell" }).click();
    await page.getByText("Opens or adds to the short position").waitFor();
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.04");
    await page.getByText("Short position after").waitFor();
    await send(/^Sell 0\.04 BTC market/);
    await positions().getByRole("row").filter({ hasText: "Long" }).waitFor();
    await positions().getByRole("row").filter({ hasText: "Short" }).waitFor();
    expect(await journey.violations()).toEqual([]);
  });

  test("puts the long one between a target and a stop of which one cancels the other, until a time", async () => {
    const { page } = journey;
    const at = await price();
    await position().getByRole("radio", { name: "Long" }).click();
    await page.getByText("Closes, at most, the long position").waitFor();
    await page.getByRole("radiogroup", { name: "Order type" }).getByRole("radio", { name: "Limit" }).click();
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.1");
    await page.getByRole("textbox", { name: "Limit price" }).fill((at * 1.01).toFixed(2));
    await page.getByRole("checkbox", { name: "One cancels the other" }).click();
    await page.getByRole("textbox", { name: "Its price" }).fill((at * 0.997).toFixed(2));
    await page.getByRole("combobox", { name: "Time in force" }).click();
    await page.getByRole("option", { name: /^GTD/ }).click();
    await page.getByLabel("Works until").fill("2020-01-31T17:30");
    await page
      .getByText(/No preview: .*a GTD order needs an end in the future/)
      .first()
      .waitFor();
    await page.getByLabel("Works until").fill("2099-01-31T17:30");
    await page
      .getByText(/Reduces the position: limits do not apply/)
      .first()
      .waitFor();
    expect(await journey.violations()).toEqual([]);
    await wear("light");
    expect(await journey.violations()).toEqual([]);
    await wear("dark");
    await page.getByRole("button", { name: /^Sell 0\.1 BTC limit .*closing the long, or stop/ }).click();
    await page.getByText("Sent: the gate approved it").waitFor();
    const stop = page.getByRole("slider", { name: /^Trigger price of the order to Sell 0\.1/ });
    await stop.waitFor();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    const orders = page.getByRole("table", { name: "Orders" });
    await orders.getByRole("cell", { name: "Working", exact: true }).nth(1).waitFor();
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await journey.picture("hedging");
    await page.getByRole("tab", { name: /^Orders/ }).click();
    await stop.focus();
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Enter");
    const moved = (Number((at * 0.997).toFixed(2)) + 0.1).toFixed(2);
    await orders
      .getByText(Number(moved).toLocaleString("en-US", { minimumFractionDigits: 2 }))
      .first()
      .waitFor();
  });

  test("sees the whole account", async () => {
    const { page } = journey;
    await page.getByRole("button", { name: "Account paper: show all of it" }).click();
    const dialog = page.getByRole("dialog", { name: "Account paper" });
    await dialog.getByText("Hedging: a long and a short side by side").waitFor();
    await dialog.getByText("First in, first out").waitFor();
    await dialog.getByText("Highest equity").waitFor();
    expect(await journey.violations()).toEqual([]);
    await journey.picture("account");
    await wear("light");
    expect(await journey.violations()).toEqual([]);
    await wear("dark");
    await page.keyboard.press("Escape");
  });

  test("closes the long one with its orders, and the short one stays", async () => {
    const { page } = journey;
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await page.getByRole("button", { name: "Close long BTC/USDT" }).click();
    await positions().getByText("Flat long").waitFor();
    await page.getByRole("button", { name: "Close short BTC/USDT" }).waitFor();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    const orders = page.getByRole("table", { name: "Orders" });
    await orders.getByRole("cell", { name: "Canceled", exact: true }).nth(1).waitFor();
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await page.getByRole("button", { name: "Flatten" }).click();
    await page.getByRole("button", { name: "Flatten 1 position" }).click();
    await page.getByText("1 position closed").first().waitFor();
  });

  test("makes a profile with an account on other terms", async () => {
    const { page } = journey;
    await journey.room("Settings");
    const form = page.getByRole("form", { name: "New profile" });
    await form.getByRole("textbox", { name: "Name" }).fill("chicago");
    await form.getByRole("combobox", { name: "In the time zone" }).click();
    await page.getByRole("option", { name: "America/Chicago" }).click();
    await form.getByLabel("Trading day begins").fill("17:00");
    await form.getByRole("button", { name: "Make the profile" }).click();
    await page.getByText(/--profile .*-chicago$/).waitFor();
    await journey.picture("new-profile");
    expect(await journey.violations()).toEqual([]);
    await wear("light");
    expect(await journey.violations()).toEqual([]);
    const made = `${journey.desk.profile}-chicago`;
    expect(existsSync(`${made}/settings.json`)).toBe(true);
    rmSync(made, { recursive: true });
    expect(journey.complaints).toEqual([]);
  });
});
