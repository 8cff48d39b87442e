import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RecordedVerdict } from "../../shared/model/risk.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { readEvent } from "../audit/event-text.ts";
import { recordedRows } from "../risk/recorded-rows.ts";
import { rules } from "../risk/rules/registry.ts";
import type { Console } from "./console.ts";
import { runOrder } from "./order.ts";
import { runPaper } from "./paper.ts";
import { riskCommand } from "./risk-command.ts";
import { type ExplainedOrder, explainOrder } from "./risk-explain.ts";
import { listRules } from "./risk-rules.ts";
import { runCommandLine } from "./run-command-line.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-risk-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const console: Console = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    json: (document) => void out.push(JSON.stringify(document)),
  };
  const exitCode = await runCommandLine({ words, commands: [riskCommand], version: "0", console, debug: false });
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

/** A profile whose entry of 10 units at about 100 is refused, and the ids of the orders that were judged there. */
async function refused(): Promise<{ profileDir: string; ids: string[] }> {
  const closes = [100, 99, 98, 99, 100, 101, 102, 101, 100, 99];
  const rows = closes.map((close, i) => {
    const open = i === 0 ? close : (closes[i - 1] as number);
    const at = new Date(Date.UTC(2024, 0, 2, 12) + i * 60_000).toISOString();
    return [at, open, Math.max(open, close), Math.min(open, close), close, 1000].join();
  });
  const bars = join(dir, "BTCUSDT_1m.csv");
  writeFileSync(bars, ["timestamp,open,high,low,close,volume", ...rows].join("\n"));
  const risk = join(dir, "risk.json");
  writeFileSync(risk, JSON.stringify({ scopes: { strategies: { sma: { maxNotionalPerOrder: "500" } } } }));
  const profileDir = join(dir, "profile");
  const set = ["fast=1", "slow=2", "sizing=fixed:10"];
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  await runPaper({ bars, strategy: "sma", set, profileDir, cash: "100000", risk, env });
  const { db, reader } = openRecord(profileDir);
  const ids = new Set<string>();
  for (const { text } of reader.read(0, Number.MAX_SAFE_INTEGER)) {
    const { type, data } = readEvent(text);
    if (type === "risk.judged") ids.add(String(data["orderId"]));
  }
  db.close();
  return { profileDir, ids: [...ids] };
}

describe("risk explain", () => {
  it("prints every rule's answer from the record, refusals first, with the setting and the size that passes", async () => {
    const { profileDir, ids } = await refused();
    const { exitCode, document, lines } = explainOrder(profileDir, ids[0] ?? "");
    expect(exitCode).toBe(0);
    const { outcome, rows, maxPassingSize, judged } = document as ExplainedOrder;
    expect(outcome).toBe("rejected");
    expect(rows.map(({ code }) => code).toSorted()).toEqual(rules.map(({ code }) => code).toSorted());
    expect(rows[0]).toMatchObject({
      code: "RISK-001",
      outcome: "fail",
      limit: "500",
      setting: "risk.scopes.strategies.sma.maxNotionalPerOrder",
    });
    expect(rows.slice(1).every((row) => row.outcome === "pass")).toBe(true);
    expect(Number(maxPassingSize)).toBeLessThan(5.2);
    expect(judged).toBe(1);
    expect(lines[0]).toContain(`Largest size that passes: ${maxPassingSize}`);
    expect(lines[2]).toMatch(/rule +observed +limit +headroom +largest size +setting/);
    expect(lines[3]).toMatch(/^fail +RISK-001 Largest order +\d+.* 500 /);
    expect(lines).toHaveLength(3 + rules.length);
    const life = runOrder({ profileDir, orderId: ids[0] ?? "" }).lines;
    const at = life.findIndex((line) => line.includes("risk.judged"));
    expect(life.slice(at + 1, at + 5).map((line) => line.trim().split(": ")[0])).toEqual([
      "fail RISK-001 Largest order",
      "pass RISK-002 Price band",
      "pass RISK-003 Order rate",
      "pass RISK-004 Trading state",
    ]);
    const asked = await run("risk", "explain", ids[0] ?? "", "--profile", profileDir, "--json");
    expect(asked.exitCode).toBe(0);
    expect(JSON.parse(asked.out)).toEqual(document);
    const nobody = await run("risk", "explain", "nobody", "--profile", profileDir, "--json");
    expect(nobody).toMatchObject({ exitCode: 1, err: expect.stringContaining("ORDER-UNKNOWN: ") });
    expect(JSON.parse(nobody.out)).toMatchObject({ error: { code: "ORDER-UNKNOWN", category: "validation" } });
  });
});

it("an older record, which has a row for every rule, is shown as it is", () => {
  const row = { code: "RISK-002", rule: "x", outcome: "pass", observed: null, limit: null, headroom: null } as const;
  const rest = { maxPassingSize: null, setting: null, text: "" };
  const old = { orderId: "o", outcome: "approved", reducing: false, maxPassingSize: "1" };
  const rows = [
    { ...row, ...rest },
    { ...row, ...rest, code: "RISK-001" },
  ];
  expect(recordedRows(RecordedVerdict.parse({ ...old, rows })).map(({ code }) => code)).toEqual([
    "RISK-001",
    "RISK-002",
  ]);
  const later = recordedRows(
    RecordedVerdict.parse({ ...old, rows: [], unset: ["RISK-011", "RISK-999"], reducing: true }),
  );
  const now = recordedRows(
    RecordedVerdict.parse({
      ...old,
      reducing: true,
      rows: [{ code: "RISK-005", outcome: "pass", text: "enough", limit: "9" }],
      clear: ["RISK-009..RISK-010", "RISK-042"],
      unset: ["RISK-051..RISK-052"],
    }),
  );
  expect(now.map(({ code, outcome, text }) => [code, outcome, text])).toEqual([
    ["RISK-005", "pass", "enough"],
    // A check of the order itself exempts nothing.
    ["RISK-009", "pass", "The order is not reduce-only"],
    ["RISK-010", "pass", "The instrument sets no smallest or largest size"],
    ["RISK-042", "exempt", "No circuit breaker has tripped"],
    ["RISK-051", "exempt", "No limit is set"],
    ["RISK-052", "exempt", "No limit is set"],
  ]);
  expect(now[0]).toMatchObject({ rule: "Buying power", limit: "9", headroom: null, observed: null });
  expect(later).toMatchObject([
    { code: "RISK-011", outcome: "exempt", text: "No limit is set", setting: "risk.maxSizePerOrder" },
    { code: "RISK-999", rule: "RISK-999", outcome: "exempt", setting: null },
  ]);
});

describe("risk rules", () => {
  it("lists every rule with its settings, bounds, default and words", () => {
    const { document, lines } = listRules();
    expect(document.rules.map(({ code }) => code)).toEqual(rules.map(({ code }) => code));
    for (const { text, settings } of document.rules) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      for (const { doc } of settings) expect(doc).not.toBe("");
    }
    const settings = document.rules.flatMap((rule) => rule.settings);
    const named = (path: string) => settings.find((setting) => setting.path === path);
    expect(named("risk.priceBandAtr")).toMatchObject({ above: "0", max: "1000", required: true, default: "3" });
    expect(named("risk.maxLossStreak")).toMatchObject({ type: "integer", min: "1", max: "1000", default: null });
    expect(named("risk.lossStreakPauseMs")).toBeDefined();
    expect(lines.join("\n")).toContain("risk.maxOrdersPerSecond = 5 (at least 1, at most 1000): ");
  });
});

it("what cannot be asked is wrong usage", async () => {
  expect(await run("risk", "guess")).toMatchObject({ exitCode: 2 });
  expect(await run("risk", "rules", "3f9c2d")).toMatchObject({ exitCode: 2 });
  const { exitCode, err } = await run("risk", "explain");
  expect(exitCode).toBe(2);
  expect(err).toContain("risk explain needs ORDER");
});
