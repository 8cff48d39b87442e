import { z } from "zod";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { Statement } from "../statements/read-statement.ts";
import { parseStrictJson } from "../strict-json.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** What opens commitments: whoever may see the values is given it beside the bundle. `salt` is 32 hex digits. */
export const Openings = z.strictObject({
  format: z.literal("proofdesk-openings/1"),
  origin: z.string(),
  openings: z.array(z.strictObject({ seq: z.int().min(0), path: z.string(), salt: z.string(), value: z.json() })),
});
export type Openings = z.infer<typeof Openings>;

/** Reads a file of openings. Throws an Error that says in a sentence why it is none. */
export function parseOpenings(text: string): Openings {
  const read = Openings.safeParse(parseStrictJson(text, { maxLength: text.length, maxDepth: 72 }));
  if (!read.success) throw new TypeError("it is no file that export --openings writes");
  return read.data;
}

/** What a timestamp token says: its time and who made it, why it is false, or that nobody whom the reader pinned stands behind it. */
export type TokenReading =
  | { readonly at: number; readonly by: string }
  | { readonly isFalse: string }
  | { readonly unpinned: string };

/** Judges an account by the rules of the prop firms whose presets its events apply. */
export interface FirmJudge {
  /** Takes an event in and says what contradicts the firm's rules or the events before it; `null` where nothing does. */
  take(event: JournalEvent): string | null;
  /** What the events should tell and do not, in plain words, and how much was judged. */
  conclude(): { readonly missing: readonly string[]; readonly marks: number; readonly breaches: number };
}

/** What the reader brings: nothing in a bundle may say whom to trust, and it holds neither openings nor statements. */
export interface Givens {
  /** Keys of witnesses whose cosignatures count. */
  readonly witnesses: readonly VerifyingKey[];
  /** Reads an RFC 3161 token over a message by the roots that the reader pins; `null` where there is nothing to read it with. */
  readonly readTimestamp: ((token: Uint8Array, message: Uint8Array) => TokenReading) | null;
  /** How many different witnesses and authorities the reader asks for; 0 to be content with what there is. */
  readonly quorum: number;
  readonly openings: Pick<Openings, "origin" | "openings"> | null;
  /** Begins to judge by a firm's rules; `null` where there is nothing to do it with. */
  readonly judgeFirm: (() => FirmJudge) | null;
  /** A broker's statement, with the names it gives to instruments. */
  readonly statement: { readonly read: Statement; readonly symbols: ReadonlyMap<string, string> } | null;
}

export const noGivens: Givens = {
  witnesses: [],
  readTimestamp: null,
  quorum: 0,
  openings: null,
  judgeFirm: null,
  statement: null,
};
