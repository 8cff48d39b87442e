import { z } from "zod";
import type { Statement } from "../statements/read-statement.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** What opens commitments: whoever may see the values is given it beside the bundle. `salt` is 32 hex digits. */
export const Openings = z.strictObject({
  format: z.literal("proofdesk-openings/1"),
  origin: z.string(),
  openings: z.array(z.strictObject({ seq: z.int().min(0), path: z.string(), salt: z.string(), value: z.json() })),
});
export type Openings = z.infer<typeof Openings>;

/** What a timestamp token says: its time and who made it, why it is false, or that nobody whom the reader pinned stands behind it. */
export type TokenReading =
  | { readonly at: number; readonly by: string }
  | { readonly isFalse: string }
  | { readonly unpinned: string };

/** What the reader brings: nothing in a bundle may say whom to trust, and it holds neither openings nor statements. */
export interface Givens {
  /** Keys of witnesses whose cosignatures count. */
  readonly witnesses: readonly VerifyingKey[];
  /** Reads an RFC 3161 token over a message by the roots that the reader pins; `null` where there is nothing to read it with. */
  readonly readTimestamp: ((token: Uint8Array, message: Uint8Array) => TokenReading) | null;
  /** How many different witnesses and authorities the reader asks for; 0 to be content with what there is. */
  readonly quorum: number;
  readonly openings: Openings["openings"];
  /** A broker's statement, with the names it gives to instruments. */
  readonly statement: { readonly read: Statement; readonly symbols: ReadonlyMap<string, string> } | null;
}

export const noGivens: Givens = { witnesses: [], readTimestamp: null, quorum: 0, openings: [], statement: null };
