import type { VerifyingKey } from "../verifying-key.ts";
import { type KeyHistory, sameKey } from "./announced-keys.ts";
import type { KeyRing } from "./key-ring.ts";

/** What a key's signature under a checkpoint of one size is worth. `unannounced`: the events at hand do not name the key. */
export type KeyStanding = "counts" | "early" | "replaced" | "revoked" | "unannounced";

/** The place of the smallest checkpoint that covers an event; behind the last where there is none. `sizes` ascend. */
export function firstOver(sizes: readonly number[], seq: number): number {
  let from = 0;
  let to = sizes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sizes[middle] as number) > seq) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** From when to when a key counts: from its announcement to the first checkpoint over its replacement, or to where it is revoked. */
export function standingOf(
  history: KeyHistory,
  key: VerifyingKey,
  size: number,
  sizes: readonly number[],
): KeyStanding {
  const announced = history.find(key);
  if (!announced) return "unannounced";
  const { since, origin, revokedFrom, replacedBy } = announced;
  if (origin !== "earlier" && since >= size) return "early";
  if (revokedFrom !== null && size > revokedFrom) return "revoked";
  const last = replacedBy === null ? undefined : sizes[firstOver(sizes, replacedBy)];
  return last !== undefined && size > last ? "replaced" : "counts";
}

/** The rotations whose first checkpoint lacks a signature that they ask for, with the sizes of those checkpoints. */
export function unsignedRotations(
  keys: KeyRing,
  sizes: readonly number[],
): { readonly seq: number; readonly text: string; readonly where: string }[] {
  return keys.history.rotations.flatMap(({ seq, replaced, by, recovered }) => {
    const over = firstOver(sizes, seq);
    if (over >= sizes.length) return [];
    const { valid } = keys.signersAt(over);
    const missing = [by, ...(recovered ? [] : [replaced])].filter((key) => !valid.some((one) => sameKey(one, key)));
    return missing.map(({ keyId }) => ({
      seq,
      text: `key ${keyId} did not sign the checkpoint over the rotation of event ${seq}`,
      where: `checkpoint ${sizes[over]}`,
    }));
  });
}
