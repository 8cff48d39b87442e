import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginJourney, chromium, type Journey } from "./journey.ts";

const root = path.join(import.meta.dirname, "../..");

/** What a stranger's verifier says of a file, in another process. */
function verified(file: string): void {
  const answer = execFileSync(process.execPath, ["main/cli.ts", "verify", file, "--json"], { cwd: root });
  expect(JSON.parse(String(answer))).toMatchObject({ exitCode: 0 });
}

describe.skipIf(chromium === null).each(["dark", "light"] as const)("the record's keeper on a %s screen", (theme) => {
  let journey: Journey;
  let orderId = "";
  beforeAll(async () => {
    journey = await beginJourney({ theme, size: [1440, 1500] });
    const { page } = journey;
    await page.getByRole("textbox", { name: "Quantity" }).fill("0.05");
    await page.getByRole("textbox", { name: "Stop-loss" }).fill("20000");
    await page.getByRole("button", { name: /^Buy 0\.05 BTC market/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Buy 0\.05 BTC/ })
      .click();
    await page.getByRole("tab", { name: /^Positions/ }).click();
    await page.getByRole("button", { name: "Close BTC/USDT" }).waitFor();
    await journey.room("Compliance");
  });
  afterAll(async () => journey?.end());

  /** The documents show the dark screen. */
  const picture = async (name: string): Promise<void> => {
    if (theme === "dark") await journey.picture(name);
    else if (process.env.PROOFDESK_PICTURES !== "docs") await journey.picture(`${name}-${theme}`);
  };

  test("sends today's checkpoint and takes the firm's answer in as an anchor", async () => {
    const { page } = journey;
    await page.getByText("Nothing held outside").waitFor();
    await page.getByRole("textbox", { name: "The firm’s address" }).fill("proof@firm.example");
    await page.getByRole("button", { name: "Send today’s checkpoint to my firm" }).click();
    const mail = await page.getByRole("link", { name: "Open the mail to the firm" }).getAttribute("href");
    const { pathname, searchParams } = new URL(mail ?? "");
    expect(pathname).toBe("proof@firm.example");
    const answer = path.join(journey.desk.profile, "answer.eml");
    writeFileSync(answer, `From: risk@firm.example\n\nReceived, thank you.\n\n${searchParams.get("body")}`);
    await page.getByRole("button", { name: "Take a receipt in" }).click();
    expect(await journey.violations()).toEqual([]);
    await page.locator('input[type="file"]').setInputFiles(answer);
    await page.getByRole("button", { name: "Take in" }).click();
    await page.getByText("Held outside", { exact: true }).waitFor();
    await page.getByText(/by risk@firm\.example, over/).waitFor();
    expect(await journey.violations()).toEqual([]);
  });

  test("backs the profile up with a passphrase and drills that it comes back", async () => {
    const { page } = journey;
    await page.getByLabel("Passphrase (optional)").fill("correct horse battery");
    await page.getByLabel("The same again").fill("correct horse battery");
    await page.getByRole("button", { name: "Make a backup" }).click();
    await page.getByText(/checked in .* ms, recorded as event/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: /^Restore drill of/ }).click();
    await page.getByLabel("Its passphrase").fill("correct horse battery");
    await page.getByRole("button", { name: "Start the drill" }).click();
    await page.getByText(/^It comes back:/).waitFor({ timeout: 60_000 });
    await page.getByText(/of \d+ live events would be lost/).waitFor();
    await picture("restore-drill");
    expect(await journey.violations()).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test("checks in three levels, writes a track record and a part of the journal that verifies", async () => {
    const { page } = journey;
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByText(/events read in/).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Write track record" }).click();
    await page
      .getByText(/track-record-json.*\.json$/)
      .first()
      .waitFor();
    await page.getByRole("textbox", { name: "From event" }).fill("2");
    await page.getByRole("textbox", { name: "To event" }).fill("5");
    await page.getByRole("button", { name: "Export bundle" }).click();
    const command = await page.getByText(/proofdesk -- verify/).innerText();
    const file = /"(.+)"/.exec(command)?.[1] ?? "";
    expect(JSON.parse(readFileSync(file, "utf8")).range).toEqual({ from: 2, to: 5 });
    verified(file);
    await picture("compliance");
    expect(await journey.violations()).toEqual([]);
  });

  test("finds an order by its events, reads its whole life, and takes it away with its proof", async () => {
    const { page } = journey;
    await journey.room("Audit");
    await page.getByRole("radio", { name: "Events" }).click();
    await page.getByRole("searchbox", { name: "Search events" }).fill("order.filled");
    await page.getByText("1 event, newest first").waitFor();
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("list", { name: "Events found" }).getByRole("button").click();
    const steps = page.getByRole("list", { name: "Timeline" }).getByRole("listitem");
    await page.getByText("Another order of the same decision:").first().waitFor();
    expect(await steps.first().innerText()).toContain("Last price seen");
    await page.getByText(/^Fee .* cash after:/).waitFor();
    await page.getByRole("button", { name: "Export with its proof" }).click();
    const command = await page.getByText(/proofdesk -- verify/).innerText();
    const file = /"(.+)"/.exec(command)?.[1] ?? "";
    orderId = /order-(.+)-\d{8}T/.exec(file)?.[1] ?? "";
    const bundle = JSON.parse(readFileSync(file, "utf8"));
    expect(bundle.inclusion).toHaveLength(bundle.events.length);
    verified(file);
    await picture("audit");
    expect(await journey.violations()).toEqual([]);
  });

  test("shows the very events that the command line shows of that order", async () => {
    const shown = await journey.page.getByText(/^seq \d+$/).allInnerTexts();
    const args = ["main/cli.ts", "order", orderId, "--profile", journey.desk.profile, "--json"];
    const { events } = JSON.parse(String(execFileSync(process.execPath, args, { cwd: root })));
    const timeline = shown.slice(-events.length).map((text) => Number(text.slice(4)));
    expect(timeline).toEqual(events.map(({ seq }: { seq: number }) => seq));
  });

  test("goes through the session event by event and sees the desk as it was after each", async () => {
    const { page } = journey;
    await page.getByRole("radio", { name: "Sessions" }).click();
    await page.getByRole("list", { name: "Sessions found" }).getByRole("button").first().click();
    const event = page.getByRole("region", { name: "The event" });
    const after = page.getByRole("region", { name: "The desk after it" });
    const step = page.getByRole("button", { name: "Step forward" });
    await event.getByText("session.opened").first().waitFor();
    await after.getByText("No position is open.").waitFor();
    const stepUntil = async (seen: Locator): Promise<void> => {
      for (let steps = 0; !(await seen.isVisible()); steps++) {
        if (steps > 40) throw new Error("the session does not show it");
        const place = await page.getByRole("slider").getAttribute("aria-valuetext");
        await step.click();
        await page.waitForFunction(
          (before) => document.querySelector("input[type=range]")?.getAttribute("aria-valuetext") !== before,
          place,
        );
        await page.locator("[aria-busy=false]").waitFor();
      }
    };
    await stepUntil(event.getByText("order.filled").first());
    await after.getByRole("table", { name: "Open positions" }).waitFor();
    // The exits of the entry that has filled.
    await stepUntil(after.getByRole("table", { name: "Open orders" }).getByText("working").first());
    await picture("audit-session");
    expect(await journey.violations()).toEqual([]);
    await page.getByRole("button", { name: "Life of this order" }).click();
    await page.getByRole("list", { name: "Timeline" }).waitFor();
    expect(journey.complaints).toEqual([]);
  });
});
