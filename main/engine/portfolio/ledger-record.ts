import type { Position } from "../position.ts";

/** A ledger as plain data. */
export interface LedgerRecord {
  readonly currencies: readonly string[];
  /** Older snapshots hold none where a currency had no booking yet. */
  readonly balances: readonly (bigint | undefined)[];
  readonly dayStartEquity: bigint;
  readonly positions: readonly Position[];
  /** By slot, whether anything has ever happened in it; absent in older snapshots. */
  readonly traded?: readonly boolean[];
  readonly peak: bigint;
  readonly ranges: [number, number][];
}
