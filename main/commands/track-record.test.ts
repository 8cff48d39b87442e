import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { toHex } from "../audit/byte-text.ts";
import { leafOf } from "../audit/leaf.ts";
import { seededRandom } from "../simulation/seeded-random.ts";
import { runImport } from "./import.ts";
import { type PaperResult, runPaper } from "./paper.ts";
import { runCommandLine } from "./run-command-line.ts";
import { runTrackRecord } from "./track-record.ts";
import { trackRecordCommand } from "./track-record-command.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-record-"));
const profileDir = join(dir, "profile");
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let run: PaperResult;

beforeAll(async () => {
  const random = seededRandom(5);
  let cents = 10_000;
  const rows = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < 600; i++) {
    const open = cents;
    cents += Math.round((random() - 0.5) * 60);
    const prices = [open, Math.max(open, cents) + 5, Math.min(open, cents) - 5, cents].map((each) => each / 100);
    rows.push([new Date(Date.UTC(2024, 0, 1, 22) + i * 60_000).toISOString(), ...prices, 50].join());
  }
  const bars = join(dir, "BTCUSDT_1m.csv");
  writeFileSync(bars, rows.join("\n"));
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  const set = ["fast=3", "slow=8", "side=both", "sizing=fixed:2"];
  run = await runPaper({ bars, strategy: "sma", set, profileDir, feeBps: "5", env });
});

const write = (format: Parameters<typeof runTrackRecord>[0]["format"], change = {}) =>
  runTrackRecord({ profileDir, format, out: join(dir, `record.${format}`), days: 30, ...change });
const text = (format: string): string => readFileSync(join(dir, `record.${format}`), "utf8");

describe("a track record", () => {
  it("says of a run what the run said of itself, and ties every trade to the sealed events", async () => {
    const { metrics, trades } = await write("json");
    const closed = run.trades.filter(({ exitAt }) => exitAt !== null);
    expect(trades).toBe(run.trades.length);
    const value = (name: string) => Number(metrics.find((metric) => metric.name === name)?.value);
    expect(value("trades")).toBe(closed.length);
    expect(value("netPnl")).toBeCloseTo(
      closed.reduce((sum, { pnl }) => sum + Number(pnl), 0),
      8,
    );
    const record = JSON.parse(text("json"));
    expect(record).toMatchObject({ format: "proofdesk-track-record/1", origin: run.journal.origin });
    expect(record.checkpoint).toContain(run.journal.origin);
    const { db, reader } = openRecord(profileDir);
    const [stored] = [...reader.read(record.trades[0].openSeq, record.trades[0].openSeq)];
    db.close();
    expect(record.trades[0].leafOpen).toBe(toHex(leafOf(nodePrimitives, stored?.text ?? "")));
  });

  it.each(["topstepx", "topstepx-orders", "ftmo"] as const)(
    "as %s is a statement that the journal agrees with",
    async (layout) => {
      await write(layout);
      const compared = runImport({ profileDir, file: join(dir, `record.${layout}`), zone: "UTC", symbols: [] });
      const open = run.trades.length - run.trades.filter(({ exitAt }) => exitAt !== null).length;
      expect(compared.onlyOnStatement).toEqual([]);
      // An open trade is on the list of orders, and on none of closed trades.
      expect(compared.onlyInJournal.length).toBeLessThanOrEqual(layout === "topstepx-orders" ? 0 : open);
      expect(compared.matched).toBeGreaterThan(20);
    },
  );

  it("over daily bars is one too: a row holds the time of its fill, not that at which its bar had closed", async () => {
    const daily = join(dir, "daily");
    const rows = Array.from({ length: 200 }, (_, day) => {
      const price = 100 + 10 * Math.sin(day / 4);
      const prices = [price, price + 2, price - 2, price + 1].map((each) => each.toFixed(2));
      return [new Date(Date.UTC(2024, 0, 1 + day, 5)).toISOString(), ...prices, 1000].join();
    });
    const bars = join(dir, "BTCUSDT_1d.csv");
    writeFileSync(bars, ["timestamp,open,high,low,close,volume", ...rows].join("\n"));
    const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
    const set = ["fast=3", "slow=8", "side=both", "sizing=fixed:2"];
    await runPaper({ bars, strategy: "sma", set, profileDir: daily, env });
    const out = join(dir, "daily.topstepx");
    await write("topstepx", { profileDir: daily, days: 1000, out });
    const compared = runImport({ profileDir: daily, file: out, zone: "UTC", symbols: [] });
    expect(compared.onlyOnStatement).toEqual([]);
    expect(compared.matched).toBeGreaterThan(20);
  });

  it("that someone has changed does not agree with the journal", async () => {
    await write("topstepx");
    const [header, first = "", ...rest] = text("topstepx").split("\r\n");
    const cells = first.split(",");
    cells[8] = "200";
    const file = join(dir, "changed.csv");
    writeFileSync(file, [header, cells.join(","), ...rest].join("\r\n"));
    const { exitCode, onlyOnStatement, lines } = runImport({ profileDir, file, zone: "UTC", symbols: [] });
    expect(exitCode).toBe(1);
    expect(onlyOnStatement).toHaveLength(2);
    expect(lines.join("\n")).toContain("only on the statement, line 2");
  });

  it("is a printable document, the same bytes for the same record", async () => {
    await write("pdf");
    const first = readFileSync(join(dir, "record.pdf"));
    expect(first.subarray(0, 5).toString()).toBe("%PDF-");
    await write("pdf");
    expect(readFileSync(join(dir, "record.pdf")).equals(first)).toBe(true);
  });

  it("keeps to its period, and its days go by the account's own", async () => {
    await write("daily");
    expect(text("daily").trim().split("\r\n")).toHaveLength(3);
    expect((await write("trades", { from: 0, to: Date.UTC(2024, 0, 1, 22) })).trades).toBe(0);
  });

  it("takes as many days as are asked for, also more than there ever were", async () => {
    const all = await write("json", { days: 4000 });
    for (const days of [99_999_999, Number.MAX_SAFE_INTEGER]) {
      expect(await write("json", { days })).toMatchObject({ trades: all.trades, metrics: all.metrics });
    }
  });

  it("refuses a period that ends before it begins, by name, and writes nothing", async () => {
    const out = join(dir, "backwards.json");
    for (const period of [{ from: Date.UTC(2024, 0, 2), to: Date.UTC(2024, 0, 1) }, { from: Date.UTC(2030, 0, 1) }]) {
      await expect(write("json", { ...period, out })).rejects.toMatchObject({ code: "EXPORT-PERIOD" });
    }
    expect(existsSync(out)).toBe(false);
  });
});

it("tells a symbol by the pair that names it, and refuses half a pair", () => {
  const file = join(dir, "other.csv");
  writeFileSync(file, "Symbol,Date/Time,Quantity,Price\nXBT,2024-01-01 22:00:00,1,1\n");
  const compare = (symbols: readonly string[]) => runImport({ profileDir, file, zone: "UTC", symbols });
  expect(compare(["XBT=paper:BTC/USDT"]).differences).toMatchObject([{ symbol: "XBT", statement: "1" }]);
  expect(() => compare(["XBT"])).toThrow(expect.objectContaining({ code: "CLI-USAGE" }));
  expect(() => runImport({ profileDir, file: join(dir, "none.csv"), zone: "UTC", symbols: [] })).toThrow(
    expect.objectContaining({ code: "FILE-READ" }),
  );
});

it("refuses two beginnings of a period, instead of passing one over", async () => {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const console = { out: say, err: say, json: () => {} };
  const words = ["track-record", "--out", join(dir, "two.json"), "--from", "2024-01-01", "--days", "5"];
  const line = { words, commands: [trackRecordCommand], version: "0", console, debug: false };
  expect(await runCommandLine(line)).toBe(2);
  expect(said.join("\n")).toContain("--from and --days both say where the period begins");
});
