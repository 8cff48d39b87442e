import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium as playwright } from "playwright-core";
import { chromiumFlags, findChromium } from "../../main/transport/chromium.ts";
import { type DeskProcess, startDesk } from "../bench/desk-process.ts";

export const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });

const root = path.join(import.meta.dirname, "../..");
/** Pictures for the documents are taken on request; every run takes them for whoever wants to look. */
const pictures =
  process.env.PROOFDESK_PICTURES === "docs" ? path.join(root, "docs/images") : path.join(root, "test-results/e2e");

/** One person at one desk: the process, the browser, and everything the page complained about. */
export interface Journey {
  readonly desk: DeskProcess;
  readonly page: Page;
  readonly complaints: string[];
  room(name: string): Promise<void>;
  picture(name: string): Promise<void>;
  /** Axe's violations of the screen as it stands, as one line each. */
  violations(): Promise<string[]>;
  end(): Promise<void>;
}

/** Waits in the page until nothing moves: a colour on its way from one theme to the other is none of either. */
async function settled(): Promise<void> {
  const moving = (): Animation[] =>
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
  for (let frame = 0; frame < 100; frame++) {
    await Promise.allSettled(moving().map((animation) => animation.finished));
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    if (moving().length === 0) return;
  }
}

export async function beginJourney(
  arrangement: {
    readonly args?: readonly string[];
    readonly theme?: "dark" | "light";
    readonly size?: [number, number];
    /** The settings of the profile before its first start. */
    readonly settings?: object;
  } = {},
): Promise<Journey> {
  mkdirSync(pictures, { recursive: true });
  const desk = await startDesk(arrangement.args ?? [], arrangement.settings);
  const browser: Browser = await playwright.launch({ executablePath: chromium as string, args: chromiumFlags() });
  const [width, height] = arrangement.size ?? [1440, 900];
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height },
    colorScheme: arrangement.theme ?? "dark",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(desk.ticketUrl);
  await page.getByRole("dialog").getByRole("button", { name: "Skip" }).click();
  await page.locator("canvas").first().waitFor({ state: "visible" });
  return {
    desk,
    page,
    complaints,
    room: async (name) => {
      await page.getByRole("navigation", { name: "Rooms" }).getByRole("button", { name, exact: true }).click();
    },
    picture: async (name) => {
      // Nothing that comes and goes belongs in a picture: notices are put away, the pointer leaves.
      const notices = page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Close" });
      for (let left = await notices.count(); left > 0; left--) {
        // Some go by themselves meanwhile.
        await notices
          .first()
          .click({ timeout: 1000 })
          .catch(() => undefined);
      }
      await page.mouse.move(2, 2);
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
    violations: async () => {
      await page.evaluate(settled);
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    },
    end: async () => {
      await browser.close();
      await desk.stop();
    },
  };
}
