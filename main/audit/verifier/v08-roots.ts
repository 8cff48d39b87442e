import type { InclusionProof } from "../bundle.ts";
import { fromBase64, sameBytes } from "../byte-text.ts";
import { MerkleFrontier } from "../merkle-frontier.ts";
import { verifyInclusion } from "../merkle-proof.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { type Check, type Evidence, Findings, type OpenCheck } from "./verdict.ts";

function recompute({ primitives, events, checkpoints }: Evidence): Check {
  const findings = new Findings("V08");
  const { sizes } = checkpoints;
  const due = checkpoints.ascending();
  let next = 0;
  const frontier = new MerkleFrontier(primitives.sha256Into);
  return {
    event({ leaf }) {
      frontier.append(leaf);
      for (; sizes[due[next] as number] === frontier.size; next++) {
        const where = `checkpoint ${frontier.size}`;
        if (!sameBytes(checkpoints.root(due[next] as number), frontier.root()))
          findings.add("its root is not that of the events", where);
      }
    },
    conclude() {
      for (const size of new Set(sizes.filter((one) => one > events)))
        findings.add(`it was signed over ${size} events, the bundle ends after ${events}`, `checkpoint ${size}`);
      return findings.conclude("every checkpoint's root is that of the events");
    },
  };
}

/** Whether a proof shows an event under a checkpoint. */
function shows({ primitives }: Evidence, event: BundledEvent, inclusion: InclusionProof, root: Uint8Array): boolean {
  const hashes = inclusion.proof.map(fromBase64).filter((hash) => hash !== null);
  if (inclusion.seq !== event.seq || hashes.length !== inclusion.proof.length) return false;
  return verifyInclusion(primitives.sha256, event.leaf, event.seq, inclusion.size, hashes, root);
}

function prove(evidence: Evidence): Check {
  const { checkpoints, events, proofs } = evidence;
  const findings = new Findings("V08");
  if (proofs > events) findings.add("there are more inclusion proofs than events");
  return {
    event(event, inclusion) {
      const place = inclusion === null ? undefined : checkpoints.placeOf(inclusion.size);
      const holds =
        inclusion !== null && place !== undefined && shows(evidence, event, inclusion, checkpoints.root(place));
      if (!holds)
        findings.add("the proof at its place does not show it under a checkpoint of the bundle", `event ${event.seq}`);
    },
    conclude: () => findings.conclude("every event lies under a checkpoint"),
  };
}

/** V08: the checkpoints' roots are those of the events; in a partial bundle every event is proven to lie under one of them. */
export const rootsMatch: OpenCheck = (evidence) => (evidence.full ? recompute(evidence) : prove(evidence));
