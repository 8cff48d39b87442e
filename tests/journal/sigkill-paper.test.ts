import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { runAudit } from "../../main/commands/audit.ts";
import { machineClock, testBuild, withProfile } from "./sample-journal.ts";

const kills = Number(process.env.PROOFDESK_KILLS ?? 4);
const eventsPerProfile = 1500;
const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };
const cli = join(import.meta.dirname, "../../main/cli.ts");

/** A market that swings often enough for a crossing every few bars. */
function writeBars(file: string): void {
  const lines = ["timestamp,open,high,low,close,volume"];
  for (let n = 0; n < 4000; n++) {
    const price = (k: number): number => 1000 + 50 * Math.sin(k / 9) + 20 * Math.sin(k / 4.3);
    const [open, close] = [price(n), price(n + 1)];
    const [high, low] = [Math.max(open, close) + 1, Math.min(open, close) - 1];
    const time = new Date(1_700_000_000_000 + n * 60_000).toISOString();
    lines.push([time, ...[open, high, low, close].map((value) => value.toFixed(2)), "10"].join(","));
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** Runs `paper` and, where told to, kills it `killAfterEvents` events further into its journal. Answers with its document if it came to its end. */
function runPaper(dir: string, profile: string, killAfterEvents?: number): Promise<{ tradesHash: string } | null> {
  const options = [
    "--strategy",
    "sma",
    "--set",
    "fast=3",
    "--set",
    "slow=8",
    "--set",
    "side=both",
    "--set",
    "sizing=equity:0.5",
  ];
  const args = [cli, "paper", "--bars", join(dir, "bars.csv"), ...options, "--profile", profile, "--json"];
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const target = killAfterEvents === undefined ? null : recorded(profile) + killAfterEvents;
  const watch = setInterval(() => {
    if (target !== null && recorded(profile) >= target) child.kill("SIGKILL");
  }, 5);
  return new Promise((resolve, reject) => {
    child.on("close", (code, signal) => {
      clearInterval(watch);
      if (signal === "SIGKILL") resolve(null);
      else if (code === 0) resolve(JSON.parse(out) as { tradesHash: string });
      else reject(new Error(complaint));
    });
  });
}

function recorded(profile: string): number {
  try {
    const { db, reader } = openRecord(profile);
    try {
      return reader.tip() + 1;
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}

test(
  `a paper run killed ${kills} times goes on each time, keeps a chain that verifies, and ends with the trades of an undisturbed one`,
  { timeout: 120_000 + kills * 30_000 },
  () =>
    withProfile(async (dir) => {
      writeBars(join(dir, "bars.csv"));
      const undisturbed = await runPaper(dir, join(dir, "undisturbed"));
      let profile = join(dir, "killed");
      const finish = async (): Promise<void> => {
        const ended = await runPaper(dir, profile);
        expect(ended?.tradesHash).toBe(undisturbed?.tradesHash);
        expect(ended?.tradesHash).toMatch(/^[0-9a-f]{64}$/);
      };
      for (let kill = 0; kill < kills; kill++) {
        const before = recorded(profile);
        await runPaper(dir, profile, 1 + ((kill * 7919) % 300));
        const after = recorded(profile);
        expect(after).toBeGreaterThan(before);
        const audit = await runAudit({ host, profileDir: profile });
        expect(audit.levels.integrity.filter(({ outcome }) => outcome === "fail")).toEqual([]);
        expect(audit.events).toBeGreaterThanOrEqual(after);
        // A long matrix comes near the end of the bars; then the run is ended and another profile is killed.
        if (after > eventsPerProfile) {
          await finish();
          profile = join(dir, `killed-${kill}`);
        }
      }
      await finish();
    }),
);
