import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { chromiumFlags } from "../../main/transport/chromium.ts";
import { machineClock as clock, openTestJournal, sampleEvent, withProfile } from "../journal/sample-journal.ts";
import { chromium } from "./journey.ts";

const root = join(import.meta.dirname, "../..");
const pictures = join(root, process.env.PROOFDESK_PICTURES === "docs" ? "docs/images" : "test-results/e2e");
const page = pathToFileURL(join(root, "resources/verifier.html")).href;
const actor = { kind: "person", id: "tester" } as const;

interface Bundles {
  readonly dir: string;
  readonly good: string;
  readonly tampered: string;
  readonly rewritten: string;
  /** A checkpoint of the good one. */
  readonly checkpoint: string;
}

/** Bundles of a journal as the desk writes them: as it is, with one price changed, and one that only a kept checkpoint catches. */
async function makeBundles(dir: string): Promise<Bundles> {
  const journal = await openTestJournal(dir);
  for (let n = 0; n < 900; n++) if (n % 3 !== 1) journal.append({ ...sampleEvent(n), at: clock.now() });
  const good = join(dir, "october.json");
  await exportBundle(journal, { clock, actor, file: good });
  await journal.close();
  const bundle = JSON.parse(readFileSync(good, "utf8")) as Bundle;
  const tampered = join(dir, "october-tampered.json");
  const events = bundle.events.map((text, seq) => (seq === 300 ? text.replace(/"price":"4/, '"price":"5') : text));
  writeFileSync(tampered, JSON.stringify({ ...bundle, events }));
  const checkpoint = bundle.checkpoints.at(-1) ?? "";
  // The same desk's earlier word: everything in it is signed and in order, only it is shorter than what was shown before.
  const rewritten = join(dir, "october-shorter.json");
  const size = Number(bundle.checkpoints[1]?.split("\n")[1]);
  const kept = { range: { from: 0, to: size - 1 }, events: bundle.events.slice(0, size) };
  writeFileSync(
    rewritten,
    JSON.stringify({
      ...bundle,
      ...kept,
      checkpoints: bundle.checkpoints.slice(0, 2),
      claims: { ...bundle.claims, period: {}, account: {} },
    }),
  );
  return { dir, good, tampered, rewritten, checkpoint };
}

describe.skipIf(chromium === null)("a stranger who opens the verifier from disk", () => {
  let browser: Browser;
  let tab: Page;
  let bundles: Bundles;
  let release: () => void;
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    await new Promise<void>((made, failed) => {
      withProfile(async (dir) => {
        bundles = await makeBundles(dir);
        made();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }).catch(failed);
    });
    browser = await playwright.launch({ executablePath: chromium as string, args: chromiumFlags() });
    const context = await browser.newContext({
      viewport: { width: 1100, height: 1000 },
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    tab = await context.newPage();
    tab.setDefaultTimeout(15_000);
    tab.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.on("request", (request) => asked.push(request.url()));
    await tab.goto(page);
  });
  afterAll(async () => {
    await browser?.close();
    release?.();
  });

  const open = async (file: string): Promise<void> => {
    await tab.getByLabel(/Drop a bundle here/).setInputFiles(file);
    await tab.getByRole("button", { name: "Print this report" }).waitFor();
  };
  const verdicts = (outcome: string): Promise<string[]> =>
    tab
      .locator(`tr.${outcome} .code b`)
      .evaluateAll((cells) => [...new Set(cells.map((cell) => cell.textContent ?? ""))]);
  const violations = async (): Promise<string[]> => {
    const found = await new AxeBuilder({ page: tab }).analyze();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  };

  test("sees a good bundle hold on three levels, and no word over all of them", async () => {
    await open(bundles.good);
    expect(await verdicts("fail")).toEqual([]);
    expect(await verdicts("pass")).toEqual(expect.arrayContaining(["V01", "V05", "V07", "V08", "V12", "V14"]));
    expect(await tab.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual([
      "Integrity",
      "Time",
      "Completeness",
      "What this shows, and what it cannot",
    ]);
    expect(await violations()).toEqual([]);
    await tab.screenshot({ path: join(pictures, "verifier-good.png"), fullPage: true });
  });

  test("sees which events of a tampered bundle were changed", async () => {
    await open(bundles.tampered);
    expect(await verdicts("fail")).toEqual(["V05", "V08"]);
    await tab.getByText("event 301").waitFor();
    expect(await violations()).toEqual([]);
    await tab.screenshot({ path: join(pictures, "verifier-tampered.png"), fullPage: true });
    await tab.emulateMedia({ colorScheme: "dark" });
    expect(await violations()).toEqual([]);
    await tab.emulateMedia({ colorScheme: "light" });
  });

  test("catches a record that is well signed by a checkpoint kept from before", async () => {
    await open(bundles.rewritten);
    expect(await verdicts("fail")).toEqual([]);
    await tab.getByText("Compare it with more").click();
    await tab.getByLabel("A checkpoint you kept from earlier").fill(bundles.checkpoint);
    await tab.getByLabel("A checkpoint you kept from earlier").blur();
    await tab.getByText("the journal has become shorter than it was").waitFor();
    expect(await verdicts("fail")).toEqual(["V09"]);
    expect(await violations()).toEqual([]);
    await tab.getByLabel("A checkpoint you kept from earlier").fill("");
    await tab.getByLabel("A checkpoint you kept from earlier").blur();
  });

  test("is told what is no bundle, and what is no key", async () => {
    const none = join(bundles.dir, "none.json");
    writeFileSync(none, '{"format":1,"format":2}');
    await open(none);
    expect(await verdicts("fail")).toEqual(["V01"]);
    await tab.getByLabel(/Keys of witnesses/).fill("nobody");
    await tab.getByLabel(/Keys of witnesses/).blur();
    await tab.getByText('"nobody" is no key of a witness').waitFor();
  });

  test("can drop a bundle onto the page, and prints without its controls", async () => {
    await tab.getByLabel(/Keys of witnesses/).fill("");
    // A field that loses the focus later, because paper has no fields, would have the page check once more.
    await tab.getByLabel(/Keys of witnesses/).blur();
    const text = readFileSync(bundles.good, "utf8");
    await tab.evaluate((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "dropped.json"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }, text);
    await tab.getByText("Checked dropped.json").waitFor();
    await tab.getByRole("heading", { name: "Integrity" }).waitFor();
    await tab.emulateMedia({ media: "print" });
    expect(await tab.getByLabel(/Drop a bundle here/).isVisible()).toBe(false);
    await tab.getByRole("heading", { name: "Integrity" }).waitFor();
    await tab.emulateMedia({ media: "screen" });
  });

  test("never leaves the page: it asks for nothing, and may not connect", async () => {
    expect(asked).toEqual([page]);
    expect(complaints).toEqual([]);
    const refused = await tab.evaluate(() =>
      fetch("https://example.com/").then(
        () => "connected",
        () => "refused",
      ),
    );
    expect(refused).toBe("refused");
    expect(complaints.join()).toContain("Content Security Policy");
  });
});
