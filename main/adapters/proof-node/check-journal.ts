import type { Actor } from "../../../shared/model/actor.ts";
import type { VerificationReport } from "../../audit/verifier/verification.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { prove, sealedEvents } from "./prove.ts";
import type { TrustedSources } from "./trusted-givens.ts";

export interface CheckOptions {
  /** Hears how far the check is, 0 to 1. */
  readonly onPart?: (part: number) => void;
  /** The witnesses and authorities whose anchors count; none unless given. */
  readonly trusted?: TrustedSources;
}

/**
 * Checks the journal in place with the very checks a stranger runs over a bundle, after sealing what is there, and
 * records the outcome as `integrity.checked`. The calling thread stays free meanwhile. Throws Faults `PROOF-STOPPED` and
 * those of the journal.
 */
export async function checkJournal(
  journal: Journal,
  clock: Clock,
  actor: Actor,
  { onPart, trusted }: CheckOptions = {},
): Promise<VerificationReport> {
  await journal.checkpoint("integrity.checked");
  const { origin, session } = journal.health();
  const task = { kind: "check", origin, events: sealedEvents(journal), ...(trusted ? { trusted } : {}) } as const;
  const report = await prove(journal, task, onPart);
  const failed = report.levels.integrity.filter(({ outcome }) => outcome === "fail").map(({ code }) => code);
  const seq = journal.append({
    type: "integrity.checked",
    at: clock.now(),
    actor,
    trace: `check-${session}-${report.events}`,
    cause: null,
    data: { events: report.events, checkpoints: report.checkpoints, failed: [...new Set(failed)] },
  });
  await journal.durable(seq);
  return report;
}
