import { fromBase64, sameBytes } from "../byte-text.ts";
import { checkSignatures, type SignedCheckpoint } from "../checkpoint.ts";
import { MerkleFrontier } from "../merkle-frontier.ts";
import { verifyConsistency } from "../merkle-proof.ts";
import { knownKeys } from "./v07-signatures.ts";
import { type Check, conclude, type Evidence, integrity, type Verdict } from "./verdict.ts";

type Failure = { text: string; where?: string };

function checkProofs({ primitives, bundle, checkpoints, full, remembered }: Evidence): Failure[] {
  const failures: Failure[] = [];
  const roots = new Map([...(remembered ? [remembered] : []), ...checkpoints].map(({ size, root }) => [size, root]));
  const linked = new Set<number>();
  for (const { from, to, proof } of bundle.consistency) {
    const where = `consistency ${from} to ${to}`;
    const older = roots.get(from);
    const newer = roots.get(to);
    const hashes = proof.map(fromBase64).filter((hash) => hash !== null);
    if (!older || !newer) failures.push({ text: "the bundle has no checkpoint of that size", where });
    else if (from >= to) failures.push({ text: "a link leads from a smaller size to a larger one", where });
    else if (hashes.length !== proof.length || !verifyConsistency(primitives.sha256, from, to, hashes, older, newer)) {
      failures.push({ text: "the older checkpoint is not proven to be a prefix of the newer", where });
    } else linked.add(from);
  }
  for (const { size } of full ? [] : checkpoints.slice(0, -1)) {
    if (!linked.has(size))
      failures.push({ text: "nothing links it to the next checkpoint", where: `checkpoint ${size}` });
  }
  return failures;
}

function checkRemembered(evidence: Evidence, remembered: SignedCheckpoint): Verdict[] {
  const { primitives, bundle, checkpoints, events, full } = evidence;
  const where = `remembered checkpoint ${remembered.size}`;
  const fail = (text: string): Verdict[] => [integrity("V09", "fail", text, where)];
  if (remembered.origin !== bundle.origin) return fail(`it is one of another journal, ${remembered.origin}`);
  const { valid, invalid } = checkSignatures(primitives, remembered, knownKeys(evidence));
  if (invalid.length > 0 || valid.length === 0) return fail("no key of this journal signed it");
  const latest = checkpoints.at(-1)?.size ?? 0;
  if (remembered.size > (full ? events.length : latest)) return fail("the journal has become shorter than it was");
  const kept = (root: Uint8Array): Verdict[] =>
    sameBytes(root, remembered.root)
      ? [integrity("V09", "pass", "the journal continues the remembered checkpoint", where)]
      : fail("the journal was rewritten since: the remembered root is another");
  const same = checkpoints.find(({ size }) => size === remembered.size);
  if (same) return kept(same.root);
  if (full) {
    const frontier = new MerkleFrontier(primitives.sha256);
    for (const { leaf } of events.slice(0, remembered.size)) frontier.append(leaf);
    return kept(frontier.root());
  }
  return bundle.consistency.some(({ from }) => from === remembered.size)
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
export const checkpointsConsistent: Check = (evidence) => {
  const failures = checkProofs(evidence);
  let before = 0;
  for (const { size } of evidence.checkpoints) {
    if (size <= before)
      failures.push({ text: `its size does not exceed the ${before} before it`, where: `checkpoint ${size}` });
    before = size;
  }
  const { remembered } = evidence;
  return [
    ...conclude("V09", failures, "the checkpoints only grow"),
    ...(remembered ? checkRemembered(evidence, remembered) : []),
  ];
};
