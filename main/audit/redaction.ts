import type { JournalEvent, JournalValue } from "../../shared/model/journal-event.ts";
import type { Bundle } from "./bundle.ts";
import { toHex } from "./byte-text.ts";
import { canonicalize } from "./canonical.ts";
import type { Primitives } from "./primitives.ts";

/** The values that are written as commitments from the start, by the name a person knows them by. */
export const privateValues = { account: "/data/account" } as const;
export type PrivateValue = keyof typeof privateValues;

/** `SHA-256(salt ‖ canonical value)` in hex: what an event says in the place of a value that may have to stay private. */
export function commitTo(primitives: Primitives, salt: Uint8Array, value: JournalValue): string {
  if (salt.length !== 16) throw new RangeError(`a salt has 16 bytes, this one ${salt.length}`);
  return toHex(primitives.sha256(Uint8Array.of(...salt, ...primitives.utf8(canonicalize(value)))));
}

/** The commitments that an event makes, as a bundle lists them. */
export function redactionsOf({ seq, type, data }: JournalEvent): Bundle["redactions"] {
  const { about, account } = data;
  const commits = type === "note.added" && about === "account" && typeof account === "string";
  return commits && /^[0-9a-f]{64}$/.test(account) ? [{ seq, path: privateValues.account, commitment: account }] : [];
}
