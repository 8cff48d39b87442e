import type { SkippedRow, SkippedRows } from "../adapters/market-file/read-rows.ts";
import type { Console } from "./console.ts";

/** How many rows of a run's file were bad and left out, and why the first of them were. */
export interface SkippedInRun {
  readonly rows: number;
  readonly first: readonly SkippedRow[];
}

/** What a run's document says of the rows that were left out; nothing where none was. */
export function skippedIn({ skipped, skippedRows }: SkippedRows): { readonly skipped?: SkippedInRun } {
  return skippedRows === 0 ? {} : { skipped: { rows: skippedRows, first: skipped } };
}

export function describeSkipped({ skippedRows }: SkippedRows): string[] {
  return skippedRows > 0 ? [`${skippedRows} bad rows were skipped.`] : [];
}

/** A line for each row whose reason is known. */
export function printSkipped({ rows, first }: SkippedInRun, console: Console): void {
  for (const { line, reason } of first) console.out(`Skipped line ${line}: ${reason}`);
  if (rows > first.length) console.out(`… and ${(rows - first.length).toLocaleString("en-US")} more`);
}
