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

/** What the reader brings: nothing in a bundle may say whom to trust, and it holds neither openings nor statements. */
export interface Givens {
  /** Keys of witnesses whose cosignatures count. */
  readonly witnesses: readonly VerifyingKey[];
  readonly openings: Openings["openings"];
  /** A broker's statement, with the names it gives to instruments. */
  readonly statement: { readonly read: Statement; readonly symbols: ReadonlyMap<string, string> } | null;
}

export const noGivens: Givens = { witnesses: [], openings: [], statement: null };
