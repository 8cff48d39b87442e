import type { X509Certificate } from "node:crypto";
import type { Givens } from "../../audit/verifier/givens.ts";
import { readToken } from "./read-token.ts";

/** What the last check of a token says, when everything else about it holds. */
const unpinned = "no pinned root";

/** Reads tokens for the verifier by pinned roots. A token behind which none of them stands is not false: the reader may not know its maker. */
export function timestampReader(roots: readonly X509Certificate[]): NonNullable<Givens["readTimestamp"]> {
  return (token, message) => {
    try {
      const { at, by } = readToken(Buffer.from(token), message, roots);
      return { at, by };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return why.startsWith(unpinned) ? { unpinned: `a timestamp token: ${why}` } : { isFalse: why };
    }
  };
}
