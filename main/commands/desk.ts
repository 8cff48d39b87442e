import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Fault } from "../../shared/model/fault.ts";
import { runBrowserShell } from "../browser.ts";
import { findChromium } from "../transport/chromium.ts";
import { findElectron, tryInstallElectron } from "../transport/electron-runtime.ts";
import { programRoot } from "../workstation/build-info.ts";
import { hearUncaught } from "../workstation/last-resort.ts";
import { openWorkstation } from "../workstation.ts";
import type { Console } from "./console.ts";
import { decideShell, hasDisplay, type ShellChoice } from "./desk-shell.ts";
import { runElectronDesk } from "./electron-desk.ts";
import { profileDirOf } from "./profile-option.ts";
import { stopSignal } from "./stop-signal.ts";

export interface DeskOptions {
  readonly shell?: ShellChoice;
  readonly feed?: string;
  readonly speed?: number;
  readonly port?: number;
  readonly noOpen: boolean;
  readonly profile?: string;
  readonly json: boolean;
}

/** How long Electron's runtime may take to arrive before the desk opens elsewhere; asked for by name it gets longer. */
const electronWaitMs = 5_000;
const electronWantedWaitMs = 120_000;

/** An Electron that dies this soon has never shown a window. */
const stillbornMs = 5_000;

async function lookForElectron(root: string, wanted: ShellChoice, signal: AbortSignal): Promise<string | null> {
  const found = findElectron({ root, env: process.env });
  if (found !== null || wanted === "browser" || wanted === "none") return found;
  const timeoutMs = wanted === "electron" ? electronWantedWaitMs : electronWaitMs;
  return await tryInstallElectron({ root, env: process.env, timeoutMs, signal });
}

function feedOf(given: string | undefined): string {
  return given === undefined || given === "synthetic" ? "synthetic" : resolve(given);
}

interface PageDesk {
  readonly root: string;
  readonly profileDir: string;
  readonly feed: string;
  readonly speed: number;
  readonly port: number;
  readonly chromium: string | null;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Serves the page on loopback until its window closes or the process is told to stop. */
async function runPageDesk(desk: PageDesk, console: Console): Promise<number> {
  const { root, profileDir, feed, speed, chromium, signal } = desk;
  const shell = chromium === null ? "none" : "browser";
  const workstation = await openWorkstation({ profileDir, feed, feedSpeed: speed, shell });
  const stopHearing = hearUncaught((error) => workstation.unexpected(error));
  const { failure } = workstation.context.journal.health();
  if (failure !== null) console.err(`${failure}. Nothing opens risk; cancel and flatten work.`);
  const lines = process.stdin.isTTY ? createInterface({ input: process.stdin }) : null;
  try {
    const ended = await runBrowserShell({
      workstation,
      rendererDir: join(root, "out", "renderer"),
      port: desk.port,
      open: chromium === null ? "none" : "chromium",
      chromium,
      windowProfileDir: join(profileDir, "window"),
      signal,
      onReady: ({ url, port, ticket, ticketUrl, issueTicketUrl }) => {
        if (desk.json) console.json({ url, port, ticket, profile: profileDir, shell });
        else console.out(chromium === null ? `Open ${ticketUrl} (works once, within a minute).` : `Desk at ${url}`);
        if (lines === null) return;
        console.err("Enter prints a new address, Ctrl+C stops the desk.");
        lines.on("line", () => console.err(issueTicketUrl("trader")));
      },
    });
    console.err(ended === "closed" ? "The window was closed: closing the desk." : "Closing the desk.");
    return 0;
  } finally {
    lines?.close();
    await workstation.close().finally(stopHearing);
  }
}

/** Opens the desk in the best shell there is and runs it until it is closed. Exit code 0 after an orderly end. */
export async function runDesk(
  options: DeskOptions,
  console: Console,
  signal: AbortSignal = stopSignal(),
): Promise<number> {
  const { shell: wanted = "auto", noOpen, speed = 1, port = 0, json } = options;
  const root = programRoot();
  const profileDir = profileDirOf(options.profile);
  const feed = feedOf(options.feed);
  const display = hasDisplay(process.platform, process.env);
  const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });
  const electron = display && !noOpen ? await lookForElectron(root, wanted, signal) : null;
  const decision = decideShell({ wanted, noOpen, electron, chromium, display });
  if (decision.shell === "problem") throw new Fault(decision.code, "validation", decision.message, decision.remedy);
  console.err(decision.line);
  const page = { root, profileDir, feed, speed, port, json, signal };
  if (decision.shell !== "electron") {
    return await runPageDesk({ ...page, chromium: decision.shell === "browser" ? decision.executable : null }, console);
  }
  if (json) console.json({ url: null, port: null, ticket: null, profile: profileDir, shell: "electron" });
  const startedAt = performance.now();
  const code = await runElectronDesk({ executable: decision.executable, root, profileDir, feed, speed, signal });
  const stillborn = code !== 0 && performance.now() - startedAt < stillbornMs;
  if (!stillborn || wanted !== "auto" || json || chromium === null || signal.aborted) return code === 0 ? 0 : 1;
  console.err(`Electron ended at once (exit code ${code}): the desk opens in ${chromium}.`);
  return await runPageDesk({ ...page, chromium }, console);
}
