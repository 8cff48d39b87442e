import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { readLeanTrades } from "./read-lean-trades.ts";
import { readTickFile } from "./read-tick-file.ts";

const dir = mkdtempSync(join(tmpdir(), "lean-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface ZipOptions {
  readonly name?: string;
  readonly stored?: boolean;
  readonly entries?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly cut?: number;
}

/** A ZIP archive of one file, as APPNOTE describes it. */
function zipOf(text: string, options: ZipOptions = {}): string {
  const { name = "20131007_spy_Trade_Tick.csv", stored = false, entries = 1, flags = 0 } = options;
  const bytes = Buffer.from(text);
  const packed = stored ? bytes : deflateRawSync(bytes);
  const crc = options.crc ?? crc32(bytes);
  const method = stored ? 0 : 8;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(bytes.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([local, Buffer.from(name), packed]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(body.length, 16);
  const zip = Buffer.concat([body, entry, Buffer.from(name), end]);
  const file = join(dir, `${Math.random()}.zip`);
  writeFileSync(file, options.cut === undefined ? zip : zip.subarray(0, options.cut));
  return file;
}

const rows = "34200000,1678000,100,P,0001,0\r\n34200000,1678000,100,P,0001,0\n34200250,1677950,7,Q,,0\n";

describe("a day of LEAN trades", () => {
  it("reads prices, sizes and New York's time, equal prints each for itself", async () => {
    for (const stored of [false, true]) {
      const { ticks, symbol, kind } = await readTickFile(zipOf(rows, { stored }));
      expect([symbol, kind, ticks.length]).toEqual(["SPY", "trades", 3]);
      expect(toRfc3339(ticks.at[0] as number)).toBe("2013-10-07T13:30:00.000Z");
      expect([...ticks.last]).toEqual([167.8, 167.8, 167.795]);
      expect([...ticks.size]).toEqual([100, 100, 7]);
      expect(ticks.at[2]).toBe((ticks.at[0] as number) + 250);
    }
  });

  it.each([
    ["a time that goes back", "100,10000,1,P,,0\n99,10000,1,P,,0\n", "DATA-TIME-BACK", "line 2"],
    ["a price of zero", "100,0,1,P,,0\n", "DATA-PRICE", "not above zero"],
    ["a size that is no number", "100,10000,x,P,,0\n", "DATA-VOLUME", "no number"],
    ["a suspicious print", "100,10000,1,P,,1\n", "DATA-ROW", "suspicious"],
    ["a row that is cut", "100,10000,1\n", "DATA-ROW", "fewer than 6"],
  ])("stops at %s, or leaves it out and counts it", async (_, bad, code, reason) => {
    const good = "1,10000,1,P,,0\n";
    const file = zipOf(bad.startsWith("100,10000,1,P,,0\n99") ? bad : good + bad);
    await expect(readLeanTrades(file)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(reason),
    });
    const { ticks, skippedRows, skipped } = await readLeanTrades(file, { skipBad: true });
    expect([ticks.length, skippedRows]).toEqual([1, 1]);
    expect(skipped[0]?.line).toBe(2);
  });

  it.each([
    ["another name", { name: "prices.csv" }],
    ["two files", { entries: 2 }],
    ["encryption", { flags: 1 }],
    ["a wrong checksum", { crc: 1 }],
    ["a cut end", { cut: 60 }],
  ])("refuses an archive with %s", async (_, options) => {
    await expect(readLeanTrades(zipOf(rows, options))).rejects.toMatchObject({ code: "DATA-ZIP" });
  });

  it("says which file is missing or empty", async () => {
    await expect(readTickFile(join(dir, "absent.zip"))).rejects.toMatchObject({ code: "DATA-FILE" });
    await expect(readLeanTrades(join(dir, "absent.zip"))).rejects.toMatchObject({ code: "DATA-FILE" });
    await expect(readLeanTrades(zipOf("\n"))).rejects.toMatchObject({ code: "DATA-EMPTY" });
  });
});
