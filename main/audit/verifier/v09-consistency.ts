import { fromBase64, sameBytes } from "../byte-text.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import { MerkleFrontier } from "../merkle-frontier.ts";
import { verifyConsistency } from "../merkle-proof.ts";
import { type Evidence, Findings, integrity, type OpenCheck, type Verdict } from "./verdict.ts";

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

/** `rootThere` is the root over as many events as the remembered checkpoint covers, where they were all seen. */
function checkRemembered(evidence: Evidence, remembered: SignedCheckpoint, rootThere: Uint8Array | null): Verdict[] {
  const { head, checkpoints, events, full, keys } = evidence;
  const where = `remembered checkpoint ${remembered.size}`;
  const fail = (text: string): Verdict[] => [integrity("V09", "fail", text, where)];
  if (remembered.origin !== head.origin) return fail(`it is one of another journal, ${remembered.origin}`);
  const { valid, invalid } = keys.signersOf(remembered);
  if (invalid.length > 0 || valid.length === 0) return fail("no key of this journal signed it");
  const latest = checkpoints.sizes.at(-1) ?? 0;
  if (remembered.size > (full ? events : latest)) return fail("the journal has become shorter than it was");
  const kept = (root: Uint8Array): Verdict[] =>
    sameBytes(root, remembered.root)
      ? [integrity("V09", "pass", "the journal continues the remembered checkpoint", where)]
      : fail("the journal was rewritten since: the remembered root is another");
  const same = checkpoints.sizes.indexOf(remembered.size);
  if (same >= 0) return kept(checkpoints.root(same));
  if (rootThere) return kept(rootThere);
  return head.consistency.some(({ from }) => from === remembered.size)
    ? [integrity("V09", "pass", "the bundle is proven to continue the remembered checkpoint", where)]
    : [
        integrity(
          "V09",
          "note",
          "the partial bundle has no proof from the remembered checkpoint: ask for a full one",
          where,
        ),
      ];
}

/** V09: checkpoints only grow, each continues the one before it, and the reader's own. */
export const checkpointsConsistent: OpenCheck = (evidence) => {
  const { primitives, checkpoints, full, remembered } = evidence;
  const findings = new Findings("V09");
  checkProofs(evidence, findings);
  let before = 0;
  for (const size of checkpoints.sizes) {
    if (size <= before) findings.add(`its size does not exceed the ${before} before it`, `checkpoint ${size}`);
    before = size;
  }
  const needed = full ? (remembered?.size ?? 0) : 0;
  const frontier = new MerkleFrontier(primitives.sha256);
  return {
    event({ leaf }) {
      if (frontier.size < needed) frontier.append(leaf);
    },
    conclude() {
      const rootThere = needed > 0 && frontier.size === needed ? frontier.root() : null;
      return [
        ...findings.conclude("the checkpoints only grow"),
        ...(remembered ? checkRemembered(evidence, remembered, rootThere) : []),
      ];
    },
  };
};
