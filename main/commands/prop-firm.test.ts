import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PropFirmPreset } from "../../shared/model/prop-firm.ts";
import { openTestJournal } from "../../tests/journal/sample-journal.ts";
import { presetIds, readPreset, savePreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { runPaper } from "./paper.ts";
import { judgeProfile, listPresets } from "./prop-firm.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-firm-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const challenge = "ftmo.1step.challenge.100k";

/** A profile that bought `size` units at 100 and sold them at `exit`. */
async function traded(name: string, size: number, exit: number): Promise<string> {
  // Down, up over the average, then down under it: one long trade.
  const closes = [100, 99, 98, 99, 100, exit, exit, exit - 1, exit - 2, exit - 2];
  const rows = closes.map((close, i) => {
    const open = i === 0 ? close : (closes[i - 1] as number);
    const at = new Date(Date.UTC(2024, 0, 2, 12) + i * 60_000).toISOString();
    return [at, open, Math.max(open, close), Math.min(open, close), close, 1000].join();
  });
  const bars = join(dir, `${name}_1m.csv`);
  writeFileSync(bars, ["timestamp,open,high,low,close,volume", ...rows].join("\n"));
  const profileDir = join(dir, name);
  const set = ["fast=1", "slow=2", `sizing=fixed:${size}`];
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  await runPaper({ bars, strategy: "sma", set, profileDir, cash: "100000", leverage: "20", env });
  return profileDir;
}

describe("a firm's rules over a journal", () => {
  it("leave room where little was lost, and say what is still to be shown", async () => {
    const { exitCode, document, lines } = judgeProfile(await traded("small", 10, 101), challenge);
    expect(exitCode).toBe(0);
    const { breaches, limits, progress } = document as {
      breaches: unknown[];
      limits: { rule: string; room: string }[];
      progress: { tradingDays: { done: number }; passed: boolean };
    };
    expect(breaches).toEqual([]);
    expect(limits.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["daily_loss", "max_loss"]));
    expect(limits.every(({ room }) => Number(room) > 0)).toBe(true);
    expect(progress).toMatchObject({ tradingDays: { done: 1 }, passed: false });
    expect(lines.join("\n")).toContain("room");
  });

  it("count the next reset from the journal's own time, also where nothing was ever traded", async () => {
    const profileDir = join(dir, "untraded");
    const journal = await openTestJournal(profileDir);
    await journal.close();
    const { resetAt } = judgeProfile(profileDir, challenge).document as { resetAt: number };
    expect(resetAt - Date.now()).toBeGreaterThan(0);
    expect(resetAt - Date.now()).toBeLessThan(2 * 86_400_000);
  });

  it("fail where a limit was crossed, at the moment it was", async () => {
    const { exitCode, document } = judgeProfile(await traded("deep", 5000, 80), challenge);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ failure: { effect: "fail", atReset: false } });
  });
});

it("lists the presets there are beside files that hold none, which it names with their reason", () => {
  const profileDir = join(dir, "typing");
  const own = join(profileDir, "prop-firms");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "my.typo.json"), "{");
  writeFileSync(join(own, "my.wrong.json"), JSON.stringify({ ...readPreset(challenge), id: "my.wrong", size: 5 }));
  writeFileSync(join(own, "my.other.json"), JSON.stringify(readPreset(challenge)));
  mkdirSync(join(own, "my.folder.json"));
  savePreset({ ...readPreset(challenge), id: "my.good" }, profileDir);
  const { document, lines } = listPresets(profileDir);
  expect(document).toMatchObject({
    presets: expect.arrayContaining([expect.objectContaining({ id: "my.good", own: true })]),
    unreadable: [
      { id: "my.folder", reason: expect.stringContaining("my.folder.json") },
      { id: "my.other", reason: expect.stringContaining(`calls itself ${challenge}`) },
      { id: "my.typo", reason: expect.stringContaining("JSON") },
      { id: "my.wrong", reason: expect.stringContaining("size") },
    ],
  });
  expect(lines).toHaveLength(presetIds().length + 5);
  expect(lines[2]).toMatch(/^my\.typo +unreadable: .*my\.typo\.json/);
  expect(readdirSync(own).filter((file) => file.includes("my.good"))).toEqual(["my.good.json"]);
  expect(() => readPreset("my.typo", profileDir)).toThrow(expect.objectContaining({ code: "FIRM-PRESET-FILE" }));
});

it("lists every preset with its date and how far it can be trusted, and refuses an id that is none", () => {
  const { lines } = listPresets();
  expect(lines).toHaveLength(presetIds().length);
  expect(lines.find((line) => line.startsWith(challenge))).toMatch(/FTMO.*as of .*confidence/);
  expect(PropFirmPreset.safeParse(readPreset(challenge)).success).toBe(true);
  expect(() => readPreset("nobody")).toThrow(expect.objectContaining({ code: "FIRM-PRESET" }));
});
