import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openWorkstation, type Workstation, type WorkstationOptions } from "../../main/workstation.ts";
import { contract, type DeskContract } from "../../shared/contract/index.ts";
import { type Client, connect } from "../../shared/rpc/connect.ts";
import type { Role } from "../../shared/rpc/contract.ts";
import { memoryWires } from "../../shared/rpc/memory-wire.ts";

/** A real desk on a real profile, and as many pages as a test wants. */
export interface TestDesk {
  readonly profileDir: string;
  readonly workstation: Workstation;
  page(role?: Role): Client<DeskContract>;
  close(): Promise<void>;
}

/** A price band so wide that an order can rest where the market will not come while a test runs. */
export const wideLimits = {
  maxNotionalPerOrder: "25000",
  priceBandAtr: "1000",
  atrPeriod: 14,
  maxOrdersPerSecond: 5,
  staleAfterMs: 10_000,
};

export async function openDesk(options: Partial<WorkstationOptions> = {}): Promise<TestDesk> {
  const profileDir = options.profileDir ?? mkdtempSync(path.join(os.tmpdir(), "proofdesk-"));
  const settings = path.join(profileDir, "settings.json");
  if (!existsSync(settings)) writeFileSync(settings, JSON.stringify({ risk: wideLimits }));
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  const workstation = await openWorkstation({ env, ...options, profileDir });
  return {
    profileDir,
    workstation,
    page(role = "trader") {
      const [desk, page] = memoryWires();
      workstation.attach(desk, role);
      return connect(page, contract);
    },
    close: () => workstation.close(),
  };
}

export function removeProfile(profileDir: string): void {
  rmSync(profileDir, { recursive: true, force: true });
}

/** Waits until something is true, for at most `withinMs`; says what was waited for when it never comes. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | null,
  withinMs = 20_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
