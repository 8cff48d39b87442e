import { fromBase64, sameBytes } from "../byte-text.ts";
import { MerkleFrontier } from "../merkle-frontier.ts";
import { verifyInclusion } from "../merkle-proof.ts";
import { type Check, conclude, type Evidence } from "./verdict.ts";

type Failure = { text: string; where?: string };

function recompute({ primitives, events, checkpoints }: Evidence): Failure[] {
  const failures: Failure[] = [];
  const due = Map.groupBy(checkpoints, ({ size }) => size);
  const frontier = new MerkleFrontier(primitives.sha256);
  for (const { leaf } of events) {
    frontier.append(leaf);
    for (const { root, size } of due.get(frontier.size) ?? []) {
      if (!sameBytes(root, frontier.root())) {
        failures.push({ text: "its root is not that of the events", where: `checkpoint ${size}` });
      }
    }
  }
  for (const size of due.keys()) {
    if (size > events.length) {
      failures.push({
        text: `it was signed over ${size} events, the bundle ends after ${events.length}`,
        where: `checkpoint ${size}`,
      });
    }
  }
  return failures;
}

function prove({ primitives, bundle, events, checkpoints }: Evidence): Failure[] {
  const failures: Failure[] = [];
  const roots = new Map(checkpoints.map(({ size, root }) => [size, root]));
  const proofs = new Map(bundle.inclusion.map((inclusion) => [inclusion.seq, inclusion]));
  if (proofs.size !== bundle.inclusion.length || proofs.size > events.length) {
    failures.push({ text: "there are more inclusion proofs than events" });
  }
  for (const { seq, leaf } of events) {
    const inclusion = proofs.get(seq);
    const root = inclusion && roots.get(inclusion.size);
    const proof = inclusion?.proof.map(fromBase64) ?? [];
    const hashes = proof.filter((hash) => hash !== null);
    const holds =
      inclusion !== undefined &&
      root !== undefined &&
      hashes.length === proof.length &&
      verifyInclusion(primitives.sha256, leaf, seq, inclusion.size, hashes, root);
    if (!holds) failures.push({ text: "no proof shows it under a checkpoint of the bundle", where: `event ${seq}` });
  }
  return failures;
}

/** V08: the checkpoints' roots are those of the events; in a partial bundle every event is proven to lie under one of them. */
export const rootsMatch: Check = (evidence) =>
  evidence.full
    ? conclude("V08", recompute(evidence), "every checkpoint's root is that of the events")
    : conclude("V08", prove(evidence), "every event lies under a checkpoint");
