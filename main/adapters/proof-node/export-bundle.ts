import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { checkRange } from "./proof-record.ts";
import { prove } from "./prove.ts";
import type { ExportedFile } from "./write-bundle.ts";

export interface ExportRequest {
  readonly clock: Clock;
  readonly actor: Actor;
  readonly file: string;
  /** The first event; default 0. */
  readonly from?: number;
  /** The last event, inclusive; default the last there is. */
  readonly to?: number;
}

/**
 * Exports a range of the journal: records `export.created`, signs a checkpoint over everything, and has the file written
 * beside the target and renamed. The calling thread stays free meanwhile. Throws Faults `EXPORT-RANGE`, `EXPORT-FILE`,
 * `PROOF-STOPPED` and those of the journal.
 */
export async function exportBundle(journal: Journal, request: ExportRequest): Promise<ExportedFile> {
  const { clock, actor, file, from = 0, to } = request;
  const { origin, session, events: before, pending } = journal.health();
  checkRange(from, to ?? from, before);
  const seq = journal.append({
    type: "export.created",
    at: clock.now(),
    actor,
    trace: `export-${session}-${before + pending}`,
    cause: null,
    data: { from, to: to ?? null, file: basename(file) },
  });
  await journal.durable(seq);
  await journal.checkpoint("export.created");
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    return await prove(journal, { kind: "export", origin, created: seq, from, to: to ?? null, file, temporary });
  } catch (error) {
    // A thread that was stopped in the middle could not clear up after itself.
    await rm(temporary, { force: true });
    throw error;
  }
}
