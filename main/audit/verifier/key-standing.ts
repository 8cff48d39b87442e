import type { SignedCheckpoint } from "../checkpoint.ts";
import type { VerifyingKey } from "../verifying-key.ts";
import { type KeyHistory, sameKey } from "./announced-keys.ts";
import type { KeyRing } from "./key-ring.ts";

/** What a key's signature under a checkpoint of one size is worth. `unannounced`: the events at hand do not name the key. */
export type KeyStanding = "counts" | "early" | "replaced" | "revoked" | "unannounced";

/** The smallest checkpoint that covers an event, as far as the bundle carries one; `sizes` ascend. */
function firstOver(sizes: readonly number[], seq: number): number | null {
  return sizes.find((size) => size > seq) ?? null;
}

/** From when to when a key counts: from its announcement to the first checkpoint over its replacement, or to where it is revoked. */
export function standingOf(
  history: KeyHistory,
  key: VerifyingKey,
  size: number,
  sizes: readonly number[],
): KeyStanding {
  const announced = history.keys.filter((known) => sameKey(known, key));
  const [first] = announced;
  if (!first) return "unannounced";
  if (announced.every(({ since }) => since >= size)) return "early";
  if (announced.some(({ revokedFrom }) => revokedFrom !== null && size > revokedFrom)) return "revoked";
  const last = first.replacedBy === null ? null : firstOver(sizes, first.replacedBy);
  return last !== null && size > last ? "replaced" : "counts";
}

/** The rotations whose first checkpoint lacks a signature that they ask for, with the sizes of those checkpoints. */
export function unsignedRotations(
  keys: KeyRing,
  checkpoints: readonly SignedCheckpoint[],
): { readonly seq: number; readonly text: string; readonly where: string }[] {
  return keys.history.rotations.flatMap(({ seq, replaced, by, recovered }) => {
    const over = checkpoints.find(({ size }) => size > seq);
    if (!over) return [];
    const { valid } = keys.signersOf(over);
    const missing = [by, ...(recovered ? [] : [replaced])].filter((key) => !valid.some((one) => sameKey(one, key)));
    return missing.map(({ keyId }) => ({
      seq,
      text: `key ${keyId} did not sign the checkpoint over the rotation of event ${seq}`,
      where: `checkpoint ${over.size}`,
    }));
  });
}
