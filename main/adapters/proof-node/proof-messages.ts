import type { FaultCategory } from "../../../shared/model/fault.ts";
import type { BackupFile, BackupRequest } from "../journal-sqlite/backup.ts";
import type { RowKeys } from "../journal-sqlite/mac-keys.ts";
import type { Loss, Restored, RestoreRequest } from "../journal-sqlite/restore.ts";
import type { ProofOutcome, ProofTask } from "./proof-task.ts";
import type { TrackRecordFile, TrackRecordRequest } from "./write-track-record.ts";

/** Copies the whole profile into one file and checks the copy. */
export interface BackupTask extends Omit<BackupRequest, "profileDir"> {
  readonly kind: "backup";
}

/** Restores a backup into a folder of its own, says what would be lost against the profile, and clears up. */
interface DrillTask extends RestoreRequest {
  readonly kind: "drill";
}

/** Writes a period of trading in one of the formats of a track record. */
interface TrackRecordTask extends Omit<TrackRecordRequest, "profileDir" | "keys"> {
  readonly kind: "track-record";
}

/** Reads the highest version of the key that a row is marked with. */
interface MacVersionTask {
  readonly kind: "mac-version";
}

/** What needs the whole profile, not its record only. */
export type ProfileTask = BackupTask | DrillTask | TrackRecordTask | MacVersionTask;

export interface ProfileOutcome {
  readonly backup: BackupFile;
  readonly drill: { readonly restored: Restored; readonly loss: Loss | null };
  readonly "track-record": TrackRecordFile;
  readonly "mac-version": number;
}

export type TaskOutcome = ProofOutcome & ProfileOutcome;

/** What the proof's thread is started with: where the record lies, what its rows are checked with, what to do with it. */
export interface ProofSetup<T extends ProofTask | ProfileTask = ProofTask | ProfileTask> {
  readonly profileDir: string;
  /** `null` where nobody can check macs, or the task looks at no event. */
  readonly keys: RowKeys | null;
  readonly task: T;
}

/** What the proof's thread says: how far it is, and one answer before it ends. */
export type FromProver =
  | { readonly kind: "part"; readonly part: number }
  | { readonly kind: "done"; readonly outcome: TaskOutcome[keyof TaskOutcome] }
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly category: FaultCategory;
      readonly message: string;
      readonly remedy: string;
    };
