import type { FaultCategory } from "../../../shared/model/fault.ts";
import type { BackupFile, BackupRequest } from "../journal-sqlite/backup.ts";
import type { ProofOutcome, ProofTask } from "./proof-task.ts";

/** What the proof's thread is started with: where the record lies and what to do with it. */
export interface ProofSetup {
  readonly profileDir: string;
  readonly task: ProofTask | BackupTask;
}

/** Copies the whole profile into one file and checks the copy. */
export interface BackupTask extends Omit<BackupRequest, "profileDir"> {
  readonly kind: "backup";
}

/** The one thing the proof's thread says before it ends. */
export type FromProver =
  | { readonly kind: "done"; readonly outcome: ProofOutcome[keyof ProofOutcome] | BackupFile }
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly category: FaultCategory;
      readonly message: string;
      readonly remedy: string;
    };
