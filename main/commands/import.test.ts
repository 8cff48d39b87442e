import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runImport } from "./import.ts";
import { type PaperResult, runPaper } from "./paper.ts";
import { runTrackRecord } from "./track-record.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-import-"));
const profileDir = join(dir, "profile");
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let run: PaperResult;

/** Bars so thin that orders fill over several of them, at a price each. */
beforeAll(async () => {
  const rows = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < 120; i++) {
    const price = 100 + Math.round(Math.sin(i / 5) * 300) / 100;
    const time = new Date(Date.UTC(2024, 0, 1, 22) + i * 60_000).toISOString();
    rows.push([time, price, price + 0.07, price - 0.03, price + 0.01, 1].join());
  }
  const bars = join(dir, "BTCUSDT_1m.csv");
  writeFileSync(bars, rows.join("\n"));
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  const set = ["fast=3", "slow=8", "side=long", "sizing=fixed:3"];
  run = await runPaper({ bars, strategy: "sma", set, profileDir, participation: "0.7", env });
});

const compare = (file: string) => runImport({ profileDir, file, zone: "UTC", symbols: [] });

it("a statement without an execution is no agreement with a journal that has fills", () => {
  const file = join(dir, "empty.csv");
  writeFileSync(file, "Symbol,Date/Time,Quantity,Price\n");
  const { exitCode, onlyInJournal, lines } = compare(file);
  expect(exitCode).toBe(1);
  expect(onlyInJournal.length).toBeGreaterThan(run.trades.length);
  expect(lines[0]).toBe(
    `ibkr-executions: the statement shows no execution: none of the journal's ${onlyInJournal.length} fills is on it`,
  );
});

it("a list of orders agrees with the journal where an order filled at several prices over minutes", async () => {
  const file = join(dir, "orders.csv");
  await runTrackRecord({ profileDir, format: "topstepx-orders", out: file, days: 30 });
  const { exitCode, executions, onlyOnStatement, onlyInJournal, differences } = compare(file);
  expect({ exitCode, onlyOnStatement, onlyInJournal, differences }).toEqual({
    exitCode: 0,
    onlyOnStatement: [],
    onlyInJournal: [],
    differences: [],
  });
  expect(executions).toBeGreaterThan(5);
});
