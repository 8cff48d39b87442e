import { Findings, type OpenCheck } from "./verdict.ts";

/** V07: every checkpoint speaks of this journal and carries a valid signature of a known key, and no false one of any. */
export const signaturesHold: OpenCheck = ({ head, checkpoints, malformed, keys }) => {
  const findings = new Findings("V07");
  for (const text of malformed) findings.add(text);
  if (head.checkpoints.length === 0) findings.add("the bundle carries no checkpoint: nothing in it is signed");
  return {
    conclude() {
      for (const checkpoint of checkpoints) {
        const where = `checkpoint ${checkpoint.size}`;
        const { valid, invalid } = keys.signersOf(checkpoint);
        if (checkpoint.origin !== head.origin) findings.add(`it is one of ${checkpoint.origin}`, where);
        for (const { keyId } of invalid) findings.add(`the signature of key ${keyId} is false`, where);
        if (valid.length === 0 && invalid.length === 0) findings.add("no known key signed it", where);
      }
      return findings.conclude(`${checkpoints.length} checkpoints are signed by known keys`);
    },
  };
};
