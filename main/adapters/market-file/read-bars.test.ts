import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { parseDecimal } from "./parse-decimal.ts";
import { parseTimestamp } from "./parse-timestamp.ts";
import { readBars } from "./read-bars.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-bars-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let files = 0;
const file = (content: string | Buffer, name = `f${files++}.csv`): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const head = "timestamp,open,high,low,close,volume\n";
const t0 = Date.UTC(2024, 0, 1);
const faultOf = async (run: Promise<unknown>): Promise<Fault> => {
  const error = await run.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
};

describe("readBars", () => {
  it("reads columns in any order and case, with a byte order mark, quotes, CRLF and columns it does not know", async () => {
    const path = file(
      '\uFEFF"Volume",Close,LOW,high,Open,trades,Date\r\n"7",10.5,9,11,10,3,2024-01-01 00:00:00\r\n\r\n8,10,9,11,10.5,4,2024-01-01T00:01:00Z\r\n',
      "ETHUSDT_1m.csv",
    );
    const bars = await readBars(path);
    expect(bars).toMatchObject({ intervalMs: 60_000, symbol: "ETH/USDT", rows: 2, skipped: [], skippedRows: 0 });
    expect([...bars.columns.openTime]).toEqual([t0, t0 + 60_000]);
    expect([bars.columns.open[0], bars.columns.high[0], bars.columns.low[0]]).toEqual([10, 11, 9]);
    expect([bars.columns.close[0], bars.columns.volume[0]]).toEqual([10.5, 7]);
  });

  it.each([
    ["unix seconds", (t: number) => String(t / 1000)],
    ["unix milliseconds", (t: number) => String(t)],
    ["unix microseconds", (t: number) => `${t}000`],
    ["unix nanoseconds", (t: number) => `${t}000000`],
    ["ISO 8601 without an offset, as UTC", (t: number) => toRfc3339(t).slice(0, 19)],
    ["ISO 8601 with an offset", (t: number) => `${toRfc3339(t - 5 * 3_600_000).slice(0, 19)}-05:00`],
    ["dates alone", (t: number) => toRfc3339(t).slice(0, 10)],
  ])("understands %s", async (_, write) => {
    const bars = await readBars(file(`${head}${write(t0)},1,1,1,1,0\n${write(t0 + 86_400_000)},1,1,1,1,0`));
    expect([...bars.columns.openTime]).toEqual([t0, t0 + 86_400_000]);
    expect(bars.intervalMs).toBe(86_400_000);
  });

  it("gives back every bar it is given, whatever the chunks", async () => {
    const price = fc.integer({ min: 1, max: 10_000_000 }).map((n) => n / 100);
    const row = fc.tuple(fc.integer({ min: 1, max: 1000 }), price, price, price, price, fc.nat(1e9));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), fc.boolean(), async (raw, packed) => {
        let at = t0;
        const rows = raw.map(([gap, a, b, c, d, v]) => {
          at += gap * 1000;
          const low = Math.min(a, b, c, d);
          return [at, a, Math.max(a, b, c, d), low, b, v] as const;
        });
        const text = head + rows.map((r) => r.join(",")).join("\n");
        const { columns } = await readBars(
          file(packed ? gzipSync(text) : text, packed ? "property.csv.gz" : "property.csv"),
        );
        expect(columns.length).toBe(rows.length);
        for (const [i, [time, o, h, l, c, v]] of rows.entries()) {
          expect([columns.openTime[i], columns.open[i], columns.high[i], columns.low[i], columns.close[i]]).toEqual([
            time,
            o,
            h,
            l,
            c,
          ]);
          expect(columns.volume[i]).toBe(v);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["a high below the low", `${t0 + 1},10,8,9,9,1`, "DATA-HIGH-LOW", "high 8 is below low 9"],
    ["an open outside the range", `${t0 + 1},12,11,9,10,1`, "DATA-RANGE", "open 12 is outside low 9 to high 11"],
    ["a close outside the range", `${t0 + 1},10,11,9,8,1`, "DATA-RANGE", "close 8 is outside low 9 to high 11"],
    ["a zero price", `${t0 + 1},0,11,0,10,1`, "DATA-PRICE", "open 0 is not above zero"],
    ["a negative price", `${t0 + 1},10,11,-9,10,1`, "DATA-PRICE", "low -9 is not above zero"],
    ["a word for a number", `${t0 + 1},10,11,NaN,10,1`, "DATA-NAN", "low is not a number"],
    ["an empty field", `${t0 + 1},10,11,9,,1`, "DATA-NAN", "close is not a number"],
    ["an infinite price", `${t0 + 1},10,1e999,9,10,1`, "DATA-PRICE", "a number is infinite"],
    ["a negative volume", `${t0 + 1},10,11,9,10,-1`, "DATA-VOLUME", "volume -1 is negative"],
    ["a time that appears twice", `${t0},10,11,9,10,1`, "DATA-TIME-BACK", "2024-01-01T00:00:00.000Z appears twice"],
    ["a file that is newest first", `${t0 - 1},10,11,9,10,1`, "DATA-TIME-BACK", "newest first"],
    ["a time that is none", "yesterday,10,11,9,10,1", "DATA-TIME", "neither ISO 8601 nor a unix time"],
    ["a time that stands for never", "9999-12-31T23:59:00Z,10,11,9,10,1", "DATA-TIME", "before the year 3000"],
    ["a unix time without end", `${"9".repeat(40)},10,11,9,10,1`, "DATA-TIME", "before the year 3000"],
    ["a row cut short", `${t0 + 1},10,11,9,10`, "DATA-ROW", "cut short"],
  ])("stops at %s with file, line and reason, or leaves it out on request", async (_, bad, code, reason) => {
    const path = file(`${head}${t0},10,11,9,10,1\n${bad}\n${t0 + 60_000},10,11,9,10,1\n`);
    const fault = await faultOf(readBars(path));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(`${path}, line 3: `);
    expect(fault.message).toContain(reason);
    expect(fault.remedy).toContain("--skip-bad");
    const read = await readBars(path, { skipBad: true });
    expect(read).toMatchObject({ rows: 2, skippedRows: 1, skipped: [{ line: 3 }] });
    expect(read.skipped[0]!.reason).toContain(reason);
  });

  it.each<[string, string, string | Buffer, string, string]>([
    ["an empty file", "e.csv", "", "DATA-EMPTY", "the file is empty"],
    ["a header alone", "h.csv", head, "DATA-EMPTY", "no good row"],
    ["missing columns", "m.csv", "timestamp,open,high,low\n1,1,1,1", "DATA-HEADER", "no close, volume column"],
    ["a file without a header", "n.csv", `${t0},1,1,1,1,1\n`, "DATA-HEADER", "names no time, open"],
    ["something that is not gzip", "x.csv.gz", `${head}${t0},1,1,1,1,1`, "DATA-GZIP", "not gzip data"],
    [
      "a truncated gzip",
      "t.csv.gz",
      gzipSync(`${head}${`${t0},1,1,1,1,1\n`.repeat(99)}`).subarray(0, 60),
      "DATA-GZIP",
      "ends early",
    ],
    [
      "damaged gzip data",
      "d.csv.gz",
      Buffer.concat([gzipSync(head).subarray(0, 10), Buffer.alloc(99, 0xff)]),
      "DATA-GZIP",
      "damaged",
    ],
    ["binary garbage", "b.csv", Buffer.from([1, 0, 255, 3, 0, 9, 200, 7]), "DATA-HEADER", "binary"],
    ["UTF-16", "u.csv", Buffer.from(`\uFEFF${head}`, "utf16le"), "DATA-HEADER", "UTF-16"],
    ["one endless line", "l.csv", `${head}${"9".repeat(600_000)}`, "DATA-ROW", "longer than 65536 bytes"],
  ])("refuses %s by name", async (_, name, content, code, reason) => {
    const path = file(content, name);
    const fault = await faultOf(readBars(path));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(path);
    expect(fault.message).toContain(reason);
  });

  it("says that there is no such file, and that a folder is none", async () => {
    expect(await faultOf(readBars(join(dir, "nowhere.csv")))).toMatchObject({ code: "DATA-FILE", category: "storage" });
    expect((await faultOf(readBars(dir))).message).toContain("this is a folder");
  });

  it("keeps the chosen period: from inclusive, to exclusive", async () => {
    const text = head + Array.from({ length: 10 }, (_, i) => `${t0 + i * 60_000},1,1,1,1,0`).join("\n");
    const { columns } = await readBars(file(text), { from: t0 + 120_000, to: t0 + 300_000, symbol: "X" });
    expect([...columns.openTime]).toEqual([2, 3, 4].map((i) => t0 + i * 60_000));
    expect((await faultOf(readBars(file(text), { from: t0 + 1e9 }))).message).toContain("chosen period");
  });

  it("counts all bad rows but keeps only the first thousand reasons", async () => {
    const text = `${head}${t0},1,1,1,1,0\n${"bad,1,1,1,1,0\n".repeat(1500)}`;
    const read = await readBars(file(text), { skipBad: true });
    expect(read.skippedRows).toBe(1500);
    expect(read.skipped).toHaveLength(1000);
  });

  it("takes gzip by its content, whatever the name, and gives one bar an interval of a minute", async () => {
    expect(await readBars(file(gzipSync(`${head}${t0},1,1,1,1,0\n`), "packed.csv"))).toMatchObject({
      rows: 1,
      intervalMs: 60_000,
    });
  });
});

describe("number and time parsing", () => {
  const number = (text: string): number => parseDecimal(Buffer.from(text), 0, text.length);
  const time = (text: string): number => parseTimestamp(Buffer.from(text), 0, text.length);

  it("reads every double exactly as the language does", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(number(String(x))).toBe(Number(String(x)));
      }),
    );
    fc.assert(
      fc.property(fc.nat(999_999_999_999), fc.nat(15), (n, decimals) => {
        const text = (n / 10 ** decimals).toFixed(decimals);
        expect(number(text)).toBe(Number(text));
        expect(number(`-${text}`)).toBe(Number(`-${text}`));
      }),
    );
  });

  it.each(["", ".", "-", "1.2.3", "0x10", "1e", "Infinity", "1 2", "--1"])("finds no number in %j", (text) => {
    expect(number(text)).toBeNaN();
  });

  it("reads back every instant it can be written as", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("2200-01-01T00:00:00Z"), noInvalidDate: true }), (date) => {
        expect(time(date.toISOString())).toBe(date.getTime());
        expect(time(date.toISOString().replace("T", " ").replace("Z", "+0000"))).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ["2024-01-01 00:00:00+05:30", t0 - 19_800_000],
    ["2024-01-01 00:00+01", t0 - 3_600_000],
    ["2024-01-01 00:00:00 +00:00", t0],
    ["2024-01-01T00:00:00,25z", t0 + 250],
    ["2024-01-01T00:00:00.123456789Z", t0 + 123],
    ["2024-02-29", Date.UTC(2024, 1, 29)],
  ])("reads %s", (text, expected) => expect(time(text)).toBe(expected));

  it.each([
    "2023-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-01-32",
    "2024-01-01 24:00:00",
    "2024-01-01 10:61:00",
    "2024-01-01 10:00:61",
    "2024-01-01 10:00:00.",
    "2024-01-01 10:00:00+5",
    "2024-01-01 10:00:00+99:00",
    "2024-01-01 10:0",
    "2024-01-01x10:00",
    "2024-01/01 10:00",
    "20a4-01-01",
    "-5",
    "0",
  ])("finds no time in %j", (text) => expect(time(text)).toBeNaN());
});

const real = "../shared/data/ohlcv";
describe.skipIf(!existsSync(real))("real files (needs ../shared/data)", () => {
  it("reads 50,000 real minutes from gzip", async () => {
    const bars = await readBars(`${real}/crypto-1m/BTCUSDT_1m_binance_2024.csv.gz`);
    expect(bars).toMatchObject({ rows: 50_000, intervalMs: 60_000, symbol: "BTC/USDT", skippedRows: 0 });
    expect(bars.columns.close[0]).toBe(48_155.99);
  });

  it("finds the low of 2022-06-18", async () => {
    const { columns } = await readBars(`${real}/crypto-1m/BTCUSDT_1m_binance_2022.csv.gz`);
    expect(Math.min(...columns.low)).toBe(17_622);
  });

  it("reads New York days with their offsets and full precision", async () => {
    const bars = await readBars(`${real}/stocks-daily/AAPL_1d_2019_2025_yahoo_adjusted.csv`);
    expect(bars).toMatchObject({ rows: 1638, intervalMs: 86_400_000, symbol: "AAPL" });
    expect(bars.columns.openTime[0]).toBe(Date.UTC(2019, 0, 2, 5));
    expect(bars.columns.open[0]).toBe(36.896076715977145);
  });

  it("says that a file is newest first", async () => {
    const fault = await faultOf(
      readBars(`${real}/stocks-minute/AAPL_1min_20190211_20190215_alphavantage_newest_first.csv`),
    );
    expect(fault.message).toMatch(/line 3: time goes backwards: .* newest first/);
  });
});
