import { type ResourceLimits, Worker } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import type { Journal } from "../../ports/journal.ts";
import type { KeepsRowKeys } from "../journal-sqlite/sqlite-journal.ts";
import { fewAtOnce } from "../threads/few-at-once.ts";
import type { FromProver, ProfileTask, ProofSetup, TaskOutcome } from "./proof-messages.ts";
import { doProofTask, type ProofOutcome, type ProofTask } from "./proof-task.ts";

function proverEnded(how: string): Fault {
  return new Fault(
    "PROOF-STOPPED",
    "bug",
    `the thread that reads the whole journal ended before it was done: ${how}`,
    "Nothing in the journal changed. Try again; if it happens again, close the desk and use the export and audit commands.",
  );
}

const inFewThreads = fewAtOnce(4);

/**
 * Starts a thread for one task, when fewer than four run, and waits for its one answer; `onPart` hears how far it is, 0 to 1. Throws the Fault it
 * answers with, or `PROOF-STOPPED`.
 */
export function proveInThread<T extends ProofTask | ProfileTask>(
  setup: ProofSetup<T>,
  resourceLimits: ResourceLimits = {},
  onPart: (part: number) => void = () => {},
): Promise<TaskOutcome[T["kind"]]> {
  return inFewThreads(() => proveInOwnThread(setup, resourceLimits, onPart));
}

function proveInOwnThread<T extends ProofTask | ProfileTask>(
  setup: ProofSetup<T>,
  resourceLimits: ResourceLimits,
  onPart: (part: number) => void,
): Promise<TaskOutcome[T["kind"]]> {
  const file = import.meta.url.endsWith(".ts") ? "./proof-worker.ts" : "./proof-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: setup,
    name: "proof",
    execArgv: [],
    resourceLimits,
  });
  return new Promise((resolve, reject) => {
    worker.on("message", (said: FromProver) => {
      if (said.kind === "part") onPart(said.part);
      else if (said.kind === "done") resolve(said.outcome as TaskOutcome[T["kind"]]);
      else reject(new Fault(said.code, said.category, said.message, said.remedy));
    });
    worker.once("error", (error) => reject(proverEnded(error.message)));
    worker.once("exit", (code) => reject(proverEnded(`it left with ${code}`)));
  });
}

/**
 * Does a task over a journal without holding up the calling thread, which may be the one that trades. A journal in memory
 * has no file that another thread could read: there it is done in place.
 */
export async function prove<T extends ProofTask>(
  journal: Journal & Partial<KeepsRowKeys>,
  task: T,
  onPart?: (part: number) => void,
): Promise<ProofOutcome[T["kind"]]> {
  const { profileDir, rowKeys: keys = null } = journal;
  if (profileDir === null) return (await doProofTask(journal, task, onPart)) as ProofOutcome[T["kind"]];
  return (await proveInThread({ profileDir, keys, task }, {}, onPart)) as ProofOutcome[T["kind"]];
}

/** How many events the journal's last checkpoint covers: what a proof may speak of while more arrive. */
export function sealedEvents(journal: Journal): number {
  return journal.health().lastCheckpoint?.size ?? 0;
}
