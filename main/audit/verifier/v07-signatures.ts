import { checkSignatures } from "../checkpoint.ts";
import { parseVkey, type VerifyingKey } from "../verifying-key.ts";
import { keysOf } from "./v06-key-succession.ts";
import { type Check, conclude, type Evidence } from "./verdict.ts";

/** Every key that may have signed: those of the bundle's head and those its events announce. */
export function knownKeys(evidence: Evidence): VerifyingKey[] {
  const { primitives, bundle } = evidence;
  const keys = new Map<string, VerifyingKey>();
  for (const line of bundle.vkeys) {
    const key = parseVkey(primitives, line);
    if (key?.name === bundle.origin) keys.set(`${key.keyId}${key.publicKey.join()}`, key);
  }
  for (const key of keysOf(evidence).keys) keys.set(`${key.keyId}${key.publicKey.join()}`, key);
  return [...keys.values()];
}

/** V07: every checkpoint speaks of this journal and carries a valid signature of a known key, and no false one of any. */
export const signaturesHold: Check = (evidence) => {
  const { bundle, checkpoints, malformed, primitives } = evidence;
  const keys = knownKeys(evidence);
  const failures: { text: string; where?: string }[] = malformed.map((text) => ({ text }));
  for (const checkpoint of checkpoints) {
    const where = `checkpoint ${checkpoint.size}`;
    const { valid, invalid } = checkSignatures(primitives, checkpoint, keys);
    if (checkpoint.origin !== bundle.origin) failures.push({ text: `it is one of ${checkpoint.origin}`, where });
    for (const { keyId } of invalid) failures.push({ text: `the signature of key ${keyId} is false`, where });
    if (valid.length === 0 && invalid.length === 0) failures.push({ text: "no known key signed it", where });
  }
  if (bundle.checkpoints.length === 0)
    failures.push({ text: "the bundle carries no checkpoint: nothing in it is signed" });
  return conclude("V07", failures, `${checkpoints.length} checkpoints are signed by known keys`);
};
