import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { writeBackup } from "../journal-sqlite/backup.ts";
import { openRecord } from "../journal-sqlite/open-record.ts";
import { describeStorageError, storageFault } from "../journal-sqlite/storage-fault.ts";
import { verifyLabels } from "../journal-sqlite/verify-labels.ts";
import type { FromProver, ProofSetup } from "./proof-messages.ts";
import { doProofTask } from "./proof-task.ts";

/** The proof's thread: reads the record by itself, beside the desk that goes on trading, answers once and ends. */
async function run({ profileDir, task }: ProofSetup): Promise<FromProver> {
  try {
    if (task.kind === "backup") return { kind: "done", outcome: await writeBackup({ profileDir, ...task }) };
    const { db, reader } = openRecord(profileDir);
    try {
      if (task.kind === "check") verifyLabels(db);
      const record = {
        read: (range: { from: number; to: number }) => reader.read(range.from, range.to),
        readCheckpoints: () => reader.checkpoints(),
      };
      return { kind: "done", outcome: await doProofTask(record, task) };
    } finally {
      db.close();
    }
  } catch (error) {
    const fault = error instanceof Fault ? error : storageFault(describeStorageError(error), error);
    return { kind: "failed", ...fault, message: fault.message };
  }
}

async function answer(port: MessagePort): Promise<void> {
  port.postMessage(await run(workerData as ProofSetup));
}

if (parentPort) void answer(parentPort);
