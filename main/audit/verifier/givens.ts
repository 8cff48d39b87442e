import type { JournalValue } from "../../../shared/model/journal-event.ts";
import type { Statement } from "../statements/read-statement.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** What opens one commitment: whoever may see a value is given it beside the bundle. */
export interface Opening {
  readonly seq: number;
  readonly path: string;
  /** 32 hex digits. */
  readonly salt: string;
  readonly value: JournalValue;
}

/** What the reader brings: nothing in a bundle may say whom to trust, and it holds neither openings nor statements. */
export interface Givens {
  /** Keys of witnesses whose cosignatures count. */
  readonly witnesses: readonly VerifyingKey[];
  readonly openings: readonly Opening[];
  /** A broker's statement, with the names it gives to instruments. */
  readonly statement: { readonly read: Statement; readonly symbols: ReadonlyMap<string, string> } | null;
}

export const noGivens: Givens = { witnesses: [], openings: [], statement: null };
