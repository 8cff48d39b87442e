import { standingOf } from "./key-standing.ts";
import { Findings, integrity, type OpenCheck } from "./verdict.ts";

/** V07: every checkpoint speaks of this journal and carries a valid signature of a known key, and no false one of any. */
export const signaturesHold: OpenCheck = ({ head, checkpoints, malformed, keys }) => {
  const findings = new Findings("V07");
  for (const text of malformed) findings.add(text);
  if (head.checkpoints.length === 0) findings.add("the bundle carries no checkpoint: nothing in it is signed");
  return {
    conclude() {
      const sizes = checkpoints.map(({ size }) => size);
      const withdrawn: number[] = [];
      let lastSigned = 0;
      for (const checkpoint of checkpoints) {
        const where = `checkpoint ${checkpoint.size}`;
        const { valid, invalid } = keys.signersOf(checkpoint);
        if (checkpoint.origin !== head.origin) findings.add(`it is one of ${checkpoint.origin}`, where);
        for (const { keyId } of invalid) findings.add(`the signature of key ${keyId} is false`, where);
        const counts = valid.some((key) => standingOf(keys.history, key, checkpoint.size, sizes) !== "revoked");
        if (counts) lastSigned = Math.max(lastSigned, checkpoint.size);
        else if (valid.length > 0) withdrawn.push(checkpoint.size);
        else if (invalid.length === 0) findings.add("no known key signed it", where);
      }
      for (const size of withdrawn.filter((one) => one > lastSigned)) {
        findings.add("only revoked keys signed it, and no later checkpoint is signed", `checkpoint ${size}`);
      }
      const covered = withdrawn.filter((size) => size < lastSigned);
      const text = `${covered.length} checkpoints from ${covered[0]} on are withdrawn: only revoked keys signed them; checkpoint ${lastSigned} covers their events`;
      return [
        ...findings.conclude(`${checkpoints.length - withdrawn.length} checkpoints are signed by known keys`),
        ...(covered.length === 0 ? [] : [integrity("V07", "note", text)]),
      ];
    },
  };
};
