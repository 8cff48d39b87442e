import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { kindOfFile } from "./kind-of-file.ts";
import { tickInterval } from "./tick-interval.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-kind-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each([
  ["timestamp,open,high,low,close,volume", "bars"],
  ["timestamp,Price,Qty", "ticks"],
  ["ASK,bid,time", "ticks"],
  ["timestamp,open,high,low,close,volume,bid,ask,price", "bars"],
  ["timestamp,price", "bars"],
  ["timestamp,bid,size", "bars"],
])("a header of %s promises %s", async (header, kind) => {
  const file = join(dir, "x.csv");
  writeFileSync(file, `\n${header}\nwhatever follows\n`);
  expect(await kindOfFile(file)).toBe(kind);
});

it("an archive promises ticks", async () => {
  const file = join(dir, "day.zip");
  writeFileSync(file, "PK\u0003\u0004");
  expect(await kindOfFile(file)).toBe("ticks");
});

it("an empty file promises bars, and one that is not there is refused by name", async () => {
  const file = join(dir, "empty.csv");
  writeFileSync(file, "");
  expect(await kindOfFile(file)).toBe("bars");
  await expect(kindOfFile(join(dir, "none.csv"))).rejects.toMatchObject({
    code: "DATA-FILE",
    message: expect.stringContaining("there is no such file"),
  });
  await expect(kindOfFile(dir)).rejects.toMatchObject({
    code: "DATA-FILE",
    message: expect.stringMatching(/proofdesk-kind-.*: this is a folder/),
  });
});

it.each([
  [60 * 60_000, 60_000, 60],
  [60 * 60_000 - 1, 1_000, 30],
  [0, 1_000, 0],
])("ticks that last %d ms make bars of %d ms, of which %d close", (lastsMs, intervalMs, bars) => {
  const start = Date.UTC(2026, 0, 5);
  const length = 31;
  const times = lastsMs >= 60 * 60_000 ? 61 : length;
  const at = Float64Array.from({ length: times }, (_, i) => start + Math.floor((lastsMs * i) / (times - 1)));
  const ones = new Float64Array(times).fill(1);
  expect(tickInterval({ length: times, at, bid: ones, ask: ones, last: ones, size: ones })).toEqual({
    intervalMs,
    bars,
  });
});
