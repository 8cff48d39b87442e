import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { chromiumFlags, findChromium } from "../../main/transport/chromium.ts";
import { ticketFragment } from "../../shared/rpc/hello.ts";

const root = join(import.meta.dirname, "..", "..");
const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });

/** Why no page can be opened here, `null` when one can. */
export function pageUnavailable(): string | null {
  return chromium === null ? "it needs Chromium; install it or name it in PROOFDESK_CHROMIUM" : null;
}

export interface DeskProcess {
  /** Milliseconds from the start of the process to its address. */
  readonly readyMs: number;
  readonly startedAt: number;
  readonly ticketUrl: string;
  readonly profile: string;
  stop(): Promise<void>;
}

/** Starts the desk as a person does, `npm start`, without a window, on a profile of its own; `settings` are what it has. */
export async function startDesk(more: readonly string[] = [], settings?: object): Promise<DeskProcess> {
  const profile = mkdtempSync(join(tmpdir(), "proofdesk-bench-desk-"));
  if (settings !== undefined) writeFileSync(join(profile, "settings.json"), JSON.stringify(settings));
  const startedAt = performance.now();
  const options = ["--shell", "none", "--port", "0", "--json", "--profile", profile, ...more];
  const child = spawn("npm", ["start", "--", ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    detached: process.platform !== "win32",
  });
  const stop = async (): Promise<void> => {
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    // npm does not hand a signal on to what it runs: the whole group is told.
    if (child.exitCode === null && child.pid !== undefined) {
      if (process.platform === "win32") child.kill();
      else process.kill(-child.pid, "SIGTERM");
      await gone;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += String(text);
  });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (text) => text.startsWith("{") && resolve(text));
      child.once("exit", (code) => reject(new Error(`the desk ended with code ${code}: ${errors.slice(-500)}`)));
      child.once("error", reject);
    });
    const { url, ticket } = JSON.parse(line) as { url: string; ticket: string };
    const ticketUrl = `${url.replace(/\/$/, "")}/${ticketFragment}${encodeURIComponent(ticket)}`;
    return { readyMs: performance.now() - startedAt, startedAt, ticketUrl, profile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the page in headless Chromium; it is interactive when a price is on the chart and the ticket takes an order. */
export async function openPage(desk: DeskProcess): Promise<{ browser: Browser; page: Page; interactiveMs: number }> {
  const browser = await playwright.launch({ executablePath: chromium as string, args: chromiumFlags() });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // A fresh profile is greeted by the tour: a person who knows the desk skips it.
  const skipTour = page.getByRole("dialog").getByRole("button", { name: "Skip" });
  await page.addLocatorHandler(skipTour, async (skip) => await skip.click());
  await page.goto(desk.ticketUrl);
  await page.locator("canvas").first().waitFor({ state: "visible", timeout: 30_000 });
  const size = page.locator("form input").first();
  await size.waitFor({ state: "visible", timeout: 30_000 });
  await size.click({ timeout: 30_000 });
  return { browser, page, interactiveMs: performance.now() - desk.startedAt };
}
