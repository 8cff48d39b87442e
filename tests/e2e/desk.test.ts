import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DeskSettings } from "../../shared/model/settings.ts";
import { beginJourney, chromium, type Journey } from "./journey.ts";
import { writeWavyBars } from "./wavy-bars.ts";

const root = path.join(import.meta.dirname, "../..");

/** Those of a fresh profile but for the price band: an order that rests lies where a busy minute's prices do not reach it. */
const settings = { version: 1, risk: { ...DeskSettings.parse({ version: 1 }).risk, priceBandAtr: "200" } };

describe.skipIf(chromium === null)("a person at the desk", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney({ settings });
  });
  afterAll(async () => journey?.end());

  const orders = () => journey.page.getByRole("table", { name: "Orders" });

  test("sees a full chart, a moving market and that it is paper", async () => {
    const { page } = journey;
    await expect(page.getByText("PAPER", { exact: true }).isVisible()).resolves.toBe(true);
    const price = page
      .getByRole("row", { name: /BTC\/USDT/ })
      .getByRole("cell")
      .nth(2);
    const first = await price.innerText();
    await expect.poll(async () => await price.innerText(), { timeout: 10_000 }).not.toBe(first);
    expect(await journey.violations()).toEqual([]);
  });

  test("places a market order after a preview and sees the fill", async () => {
    const { page } = journey;
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.1");
    await page.getByText(/Would pass all/).waitFor();
    await page.getByRole("button", { name: /^Buy 0\.1 BTC market/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 0\.1 BTC/ })
      .click();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    await orders().getByRole("cell", { name: "Filled", exact: true }).first().waitFor();
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await page.getByRole("button", { name: "Close BTC/USDT" }).waitFor();
  });

  test("rests a limit order, amends it, and cancels it", async () => {
    const { page } = journey;
    const last = await page
      .getByRole("row", { name: /BTC\/USDT, Bitcoin/ })
      .getByRole("cell")
      .nth(2)
      .innerText();
    const limit = (Number((last.split("\n")[0] as string).replaceAll(",", "")) * 0.97).toFixed(2);
    await page.getByRole("radiogroup", { name: "Order type" }).getByRole("radio", { name: "Limit" }).click();
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.05");
    await page.getByRole("textbox", { name: "Limit price" }).fill(limit);
    await page.getByText(/Would pass all/).waitFor();
    await page.getByRole("button", { name: /^Buy 0\.05 BTC limit/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 0\.05 BTC/ })
      .click();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    await orders().getByRole("cell", { name: "Working", exact: true }).first().waitFor();
    await page
      .getByRole("button", { name: /^Amend order/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Size" }).fill("0.04");
    await page.getByRole("dialog").getByRole("button", { name: "Send amendment" }).click();
    await orders().getByRole("cell", { name: "0.04", exact: true }).first().waitFor();
    await journey.picture("desk-dark");
    await page
      .getByRole("button", { name: /^Cancel order/ })
      .first()
      .click();
    await orders().getByRole("cell", { name: "Canceled", exact: true }).first().waitFor();
  });

  test("brings a stop and a target with an order, moves the stop, and leaves neither behind", async () => {
    const { page } = journey;
    const last = await page
      .getByRole("row", { name: /BTC\/USDT, Bitcoin/ })
      .getByRole("cell")
      .nth(2)
      .innerText();
    const price = Number((last.split("\n")[0] as string).replaceAll(",", ""));
    await page.getByRole("radiogroup", { name: "Order type" }).getByRole("radio", { name: "Market" }).click();
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.02");
    await page.getByRole("textbox", { name: "Stop-loss" }).fill((price * 0.97).toFixed(2));
    await page.getByRole("textbox", { name: "Take-profit" }).fill((price * 1.03).toFixed(2));
    await page.getByText(/Would pass all/).waitFor();
    await page.getByText("Its share of equity").waitFor();
    await journey.picture("ticket-bracket");
    await page.getByRole("button", { name: /^Buy 0\.02 BTC market, with stop and target/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 0\.02 BTC/ })
      .click();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    const stop = orders().getByRole("row").filter({ hasText: "Stop-loss" }).first();
    await stop.getByRole("cell", { name: "Working", exact: true }).waitFor();
    await orders().getByRole("row").filter({ hasText: "Take-profit" }).first().waitFor();
    await stop.getByRole("button", { name: /^Amend order/ }).click();
    const moved = (price * 0.96).toFixed(2);
    await page.getByRole("dialog").getByRole("textbox", { name: "Trigger price" }).fill(moved);
    await page.getByRole("dialog").getByRole("button", { name: "Send amendment" }).click();
    await stop.getByText(Number(moved).toLocaleString("en-US", { minimumFractionDigits: 2 })).waitFor();
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await page.getByRole("button", { name: "Close BTC/USDT" }).click();
    await page.getByRole("tab", { name: /^Orders/ }).click();
    await stop.getByRole("cell", { name: "Canceled", exact: true }).waitFor();
  });

  test("is told every reason of a refusal and which size would pass", async () => {
    const { page } = journey;
    await page.getByRole("radiogroup", { name: "Order type" }).getByRole("radio", { name: "Market" }).click();
    await page.getByRole("textbox", { name: "Quantity" }).fill("50");
    await page.getByText(/rules? refuses? this order/).waitFor();
    await page.getByText(/Largest size that passes: 0\.\d+ BTC/).waitFor();
    await journey.picture("ticket-refused");
    await page.getByRole("button", { name: "Clear", exact: true }).click();
  });

  test("reads the whole life of an order in the audit room", async () => {
    const { page } = journey;
    await journey.room("Audit");
    await page.getByRole("searchbox").fill("BTC");
    await page
      .getByRole("button", { name: /Filled|filled/ })
      .first()
      .click();
    await page.getByRole("table", { name: "Rules as recorded" }).waitFor();
    expect(await journey.violations()).toEqual([]);
  });

  test("checks the journal in place and exports a bundle that verifies outside the desk", async () => {
    const { page } = journey;
    await journey.room("Compliance");
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText(/events read in/).waitFor({ timeout: 20_000 });
    await page
      .getByRole("button", { name: /^Export/ })
      .first()
      .click();
    const file = await page
      .getByText(/exports.*\.json$/)
      .first()
      .innerText();
    expect(await journey.violations()).toEqual([]);
    const bundle = file.slice(file.indexOf("/"));
    expect(JSON.parse(readFileSync(bundle, "utf8"))).toMatchObject({ format: "proofdesk-bundle/1" });
    const answer = execFileSync(process.execPath, ["main/cli.ts", "verify", bundle, "--json"], { cwd: root });
    expect(JSON.parse(String(answer))).toMatchObject({ exitCode: 0 });
  });

  test("changes a limit, which the gate asks from then on", async () => {
    const { page } = journey;
    await journey.room("Settings");
    const largest = page.getByRole("textbox", { name: "Largest order value" });
    await largest.fill("5000");
    await page.getByText("Largest order value: 25000 → 5000").waitFor();
    await journey.picture("settings");
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("button", { name: "Change limits" }).click();
    await page.getByText("Limits changed and recorded").waitFor();
    await journey.room("Desk");
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.1");
    await page.getByText(/1 rule refuses this order/).waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await journey.room("Traders");
    expect(await journey.violations()).toEqual([]);
  });

  test("engages the kill switch: the gate shuts, orders are refused, and only a reason opens it again", async () => {
    const { page } = journey;
    await journey.room("Desk");
    await page.keyboard.press("Control+Shift+KeyK");
    await page
      .getByRole("dialog")
      .getByText(/The gate shut in/)
      .waitFor();
    await journey.picture("kill-switch");
    expect(await journey.violations()).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.01");
    await page.getByText(/rules? refuses? this order/).waitFor();
    await page
      .getByRole("button", { name: /Kill switch/ })
      .first()
      .click();
    await page.getByRole("textbox", { name: "Reason to release" }).fill("checked, going on");
    await page.getByRole("button", { name: "Release with this reason" }).click();
    await page.getByText("Kill switch released").first().waitFor();
  });

  test("has not heard one complaint from the page", () => {
    expect(journey.complaints).toEqual([]);
  });
});

describe.skipIf(chromium === null)("a trader at work", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney({
      args: ["--feed", writeWavyBars("WAVE_1m_test.csv"), "--speed", "600"],
      size: [1920, 1080],
      theme: "light",
    });
  });
  afterAll(async () => journey?.end());

  test("starts from a form, shows its heartbeat and trades beside the person", async () => {
    const { page } = journey;
    await journey.room("Traders");
    await page.getByRole("button", { name: "New trader" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill("Crossing");
    await page.getByRole("textbox", { name: /fast/i }).fill("3");
    await page.getByRole("textbox", { name: /slow/i }).fill("8");
    await page.getByRole("textbox", { name: /sizing/i }).fill("fixed:1");
    const instrument = page.getByRole("checkbox", { name: /WAVE/ });
    if (!(await instrument.isChecked())) await instrument.click();
    await page.getByRole("button", { name: "Start Crossing" }).click();
    await page.getByText(/1 running/).waitFor();
    await page
      .getByText(/crossed/)
      .first()
      .waitFor({ timeout: 30_000 });
    const crossing = page.getByRole("article", { name: "Crossing" });
    await expect(crossing.getByText(/Silent/).count()).resolves.toBe(0);
    await page.getByRole("button", { name: "Start another" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Slow crossing");
    await page.getByRole("textbox", { name: /fast/i }).fill("5");
    await page.getByRole("textbox", { name: /slow/i }).fill("21");
    await page.getByRole("textbox", { name: /sizing/i }).fill("fixed:2");
    if (!(await instrument.isChecked())) await instrument.click();
    await page.getByRole("button", { name: "Start Slow crossing" }).click();
    await page.getByText(/2 running/).waitFor();
    await page.getByText("Waiting…").waitFor({ state: "detached" });
    await journey.picture("traders-light");
    expect(await journey.violations()).toEqual([]);
    await journey.room("Desk");
    await page.getByRole("tab", { name: /^Fills/ }).click();
    await page
      .getByRole("table", { name: "Fills" })
      .getByRole("cell", { name: /Trader/ })
      .nth(1)
      .waitFor();
    await journey.picture("desk-light");
    expect(await journey.violations()).toEqual([]);
    await journey.room("Traders");
    for (const name of ["Crossing", "Slow crossing"]) {
      await page.getByRole("button", { name: `Stop ${name}`, exact: true }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: `Stop ${name}` })
        .click();
    }
    await page.getByText(/none running/).waitFor();
    for (const room of ["Audit", "Compliance", "Settings"]) {
      await journey.room(room);
      expect(await journey.violations()).toEqual([]);
    }
    expect(journey.complaints).toEqual([]);
  });
});
