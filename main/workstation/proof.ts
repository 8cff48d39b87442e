import type { Engine } from "../engine/engine-face.ts";
import type { ExportedBundle, JournalCheck } from "../handlers/desk-context.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

export async function exportDeskBundle(_journal: Journal, _engine: Engine, _dir: string): Promise<ExportedBundle> {
  throw new Error("soon");
}
export async function verifyDeskJournal(_journal: Journal, _clock: Clock): Promise<JournalCheck> {
  throw new Error("soon");
}
