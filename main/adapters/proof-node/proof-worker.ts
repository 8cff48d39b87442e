import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { noPrevious } from "../../audit/leaf.ts";
import { Archive } from "../journal-sqlite/archive.ts";
import { EventReader } from "../journal-sqlite/event-reader.ts";
import { highestMacVersion, openRecord } from "../journal-sqlite/open-record.ts";
import { describeStorageError, storageFault } from "../journal-sqlite/storage-fault.ts";
import { linkedRows } from "../journal-sqlite/stored-rows.ts";
import { verifyLabels } from "../journal-sqlite/verify-labels.ts";
import type { FromProver, ProfileOutcome, ProfileTask, ProofSetup, TaskOutcome } from "./proof-messages.ts";
import { doProofTask, type ProofTask } from "./proof-task.ts";

const profileKinds: ReadonlySet<string> = new Set<ProfileTask["kind"]>([
  "backup",
  "drill",
  "track-record",
  "mac-version",
]);

const ofProfile = (task: ProofTask | ProfileTask): task is ProfileTask => profileKinds.has(task.kind);

/** What only some tasks need is loaded for them alone: it takes as long as proving many thousand events. */
async function doProfileTask({
  profileDir,
  keys,
  task,
}: ProofSetup<ProfileTask>): Promise<ProfileOutcome[keyof ProfileOutcome]> {
  switch (task.kind) {
    case "backup": {
      const { writeBackup } = await import("../journal-sqlite/backup.ts");
      return await writeBackup({ profileDir, ...task });
    }
    case "drill": {
      const { drillRestore } = await import("../journal-sqlite/restore.ts");
      const { unread, ...drill } = await drillRestore(task, profileDir);
      if (unread !== null) throw unread;
      return drill;
    }
    case "track-record": {
      const { writeTrackRecord } = await import("./write-track-record.ts");
      return await writeTrackRecord({ profileDir, keys, ...task });
    }
    case "mac-version":
      return highestMacVersion(profileDir);
  }
}

const allRows = { from: 0, prev: noPrevious, withMacs: false };

async function outcomeOf(
  { profileDir, keys, task }: ProofSetup,
  onPart: (part: number) => void,
): Promise<TaskOutcome[keyof TaskOutcome]> {
  if (ofProfile(task)) return await doProfileTask({ profileDir, keys, task });
  const { db, reader } = openRecord(profileDir, keys);
  try {
    if (task.kind === "check") verifyLabels(db);
    // A check tells of everything that is wrong, so it reads what lies there.
    const events = task.kind === "check" ? new EventReader(db, { unchecked: true }) : reader;
    const record = {
      read: (range: { from: number; to: number }) => events.read(range.from, range.to),
      readCheckpoints: () => reader.eachCheckpoint(),
      readOrder: (orderId: string) => reader.order(orderId),
      readTrace: (trace: string) => reader.trace(trace),
      readKeyEvents: () => events.keys(),
      readLinked: (events: number, told: ReadonlySet<string>, hashed: boolean) =>
        linkedRows(db, new Archive(db), { ...allRows, to: events - 1, told, hashed }),
    };
    return await doProofTask(record, task, onPart);
  } finally {
    db.close();
  }
}

/** The proof's thread: reads the record by itself, beside the desk that goes on trading, answers once and ends. */
async function run(setup: ProofSetup, onPart: (part: number) => void): Promise<FromProver> {
  try {
    return { kind: "done", outcome: await outcomeOf(setup, onPart) };
  } catch (error) {
    const fault = error instanceof Fault ? error : storageFault(describeStorageError(error), error);
    return { kind: "failed", ...fault, message: fault.message };
  }
}

async function answer(port: MessagePort): Promise<void> {
  const tell = (message: FromProver): void => port.postMessage(message);
  tell(await run(workerData as ProofSetup, (part) => tell({ kind: "part", part })));
}

if (parentPort) void answer(parentPort);
