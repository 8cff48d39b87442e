import { standingOf } from "./key-standing.ts";
import { Findings, integrity, type OpenCheck } from "./verdict.ts";

/** V07: every checkpoint speaks of this journal and carries a valid signature of a known key, and no false one of any. */
export const signaturesHold: OpenCheck = ({ head, checkpoints, keys }) => {
  const findings = new Findings("V07");
  for (const text of checkpoints.malformed) findings.add(text);
  if (checkpoints.notes === 0) findings.add("the bundle carries no checkpoint: nothing in it is signed");
  const due = checkpoints.ascending();
  let next = 0;
  return {
    event({ seq }) {
      // Looked at while the events pass, for who reads them ahead has something to do meanwhile.
      for (; next < due.length && (checkpoints.sizes[due[next] as number] as number) <= seq + 1; next++)
        keys.look(due[next] as number);
    },
    conclude() {
      const { sizes } = checkpoints;
      const withdrawn: number[] = [];
      let lastSigned = 0;
      for (const [place, size] of sizes.entries()) {
        const where = `checkpoint ${size}`;
        const { valid, invalid } = keys.signersAt(place);
        const { origin } = checkpoints.at(place);
        if (origin !== head.origin) findings.add(`it is one of ${origin}`, where);
        for (const { keyId } of invalid) findings.add(`the signature of key ${keyId} is false`, where);
        const counts = valid.some((key) => standingOf(keys.history, key, size, sizes) !== "revoked");
        if (counts) lastSigned = Math.max(lastSigned, size);
        else if (valid.length > 0) withdrawn.push(size);
        else if (invalid.length === 0) findings.add("no known key signed it", where);
      }
      for (const late of withdrawn.filter((one) => one > lastSigned)) {
        findings.add("only revoked keys signed it, and no later checkpoint is signed", `checkpoint ${late}`);
      }
      const covered = withdrawn.filter((size) => size < lastSigned);
      const text = `${covered.length} checkpoints from ${covered[0]} on are withdrawn: only revoked keys signed them; checkpoint ${lastSigned} covers their events`;
      return [
        ...findings.conclude(`${sizes.length - withdrawn.length} checkpoints are signed by known keys`),
        ...(covered.length === 0 ? [] : [integrity("V07", "note", text)]),
      ];
    },
  };
};
