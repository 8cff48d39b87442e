import { channel } from "node:diagnostics_channel";

/** Every step of writing a journal at which a process may die with more or less of the work done. */
export const journalSteps = [
  "insert-begun",
  "rows-inserted",
  "committing",
  "committed",
  "checkpoint-signing",
  "checkpoint-signed",
  "log-folded",
  "export-written",
  "export-renamed",
  "migration-begun",
  "migration-applied",
  "migration-committed",
  "backup-copied",
  "backup-checked",
  "backup-renamed",
  "key-kept",
  "key-rotated",
  "side-log-kept",
  "side-log-merged",
  "segment-written",
  "segment-renamed",
  "segment-entered",
  "segment-committed",
  "snapshot-written",
  "snapshot-renamed",
] as const;
export type JournalStep = (typeof journalSteps)[number];

const steps = channel("proofdesk:journal-step");

/** Tells whoever watches this thread that a step is reached; nobody does on a desk, and then it costs a comparison. */
export function reachStep(step: JournalStep): void {
  if (steps.hasSubscribers) steps.publish(step);
}
