import { fromBase64 } from "../byte-text.ts";
import { verifyConsistency } from "../merkle-proof.ts";
import { type Evidence, Findings, type OpenCheck } from "./verdict.ts";

function checkProofs({ primitives, head, checkpoints, full, remembered }: Evidence, findings: Findings): void {
  const rootOf = (size: number): Uint8Array | undefined => {
    const place = checkpoints.placeOf(size);
    if (place !== undefined) return checkpoints.root(place);
    return size === remembered?.size ? remembered.root : undefined;
  };
  const linked = new Set<number>();
  for (const { from, to, proof } of head.consistency) {
    const where = `consistency ${from} to ${to}`;
    const older = rootOf(from);
    const newer = rootOf(to);
    const hashes = proof.map(fromBase64).filter((hash) => hash !== null);
    if (!older || !newer) findings.add("the bundle has no checkpoint of that size", where);
    else if (from >= to) findings.add("a link leads from a smaller size to a larger one", where);
    else if (hashes.length !== proof.length || !verifyConsistency(primitives.sha256, from, to, hashes, older, newer)) {
      findings.add("the older checkpoint is not proven to be a prefix of the newer", where);
    } else linked.add(from);
  }
  for (const size of full ? [] : checkpoints.sizes.slice(0, -1)) {
    if (!linked.has(size)) findings.add("nothing links it to the next checkpoint", `checkpoint ${size}`);
  }
}

/** V09: checkpoints only grow, each continues the one before it, and the reader's own. */
export const checkpointsConsistent: OpenCheck = (evidence) => {
  const { checkpoints, continuation } = evidence;
  const findings = new Findings("V09");
  checkProofs(evidence, findings);
  let before = 0;
  for (const size of checkpoints.sizes) {
    if (size <= before) findings.add(`its size does not exceed the ${before} before it`, `checkpoint ${size}`);
    before = size;
  }
  return {
    conclude: () => [
      ...findings.conclude("the checkpoints only grow"),
      ...(continuation === null ? [] : [continuation.conclude()]),
    ],
  };
};
