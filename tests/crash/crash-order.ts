import type { JournalStep } from "../../main/adapters/journal-sqlite/journal-step.ts";

/** What a victim is told. */
export interface CrashOrder {
  readonly profileDir: string;
  readonly seed: number;
  /** `step:n`: die when it is reached for the n-th time; `null`: be killed from outside. */
  readonly at: `${JournalStep}:${number}` | null;
}

/** Files that a victim leaves in its profile. */
export const names = { bundle: "bundle.json", backup: "backup.db", migrated: "migrated.db" } as const;

/** What a victim does again and again so that its step is reached: the first word of the step. */
export function errandOf(at: CrashOrder["at"]): string {
  return at?.split("-")[0] ?? "";
}
