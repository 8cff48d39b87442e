import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Writes a market that swings often enough for a short crossing strategy to trade every few seconds of a fast replay. */
export function writeWavyBars(name: string, bars = 3000): string {
  const price = (i: number): number => 200 + 12 * Math.sin(i / 5) + 25 * Math.sin(i / 90);
  const rows = Array.from({ length: bars }, (_, i) => {
    const open = price(i);
    const close = price(i + 1);
    const high = Math.max(open, close) + 0.4;
    const low = Math.min(open, close) - 0.4;
    const at = new Date(Date.UTC(2026, 0, 5) + i * 60_000).toISOString();
    return [at, open, high, low, close].map((one) => (typeof one === "number" ? one.toFixed(2) : one)).concat("500");
  });
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), "proofdesk-feed-")), name);
  writeFileSync(file, ["timestamp,open,high,low,close,volume", ...rows.map((row) => row.join(","))].join("\n"));
  return file;
}
