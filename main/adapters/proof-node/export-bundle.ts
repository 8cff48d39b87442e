import { open, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { checkRange } from "./proof-record.ts";
import { prove } from "./prove.ts";
import { type ExportedFile, unwritable } from "./write-bundle.ts";

export interface ExportRequest {
  readonly clock: Clock;
  readonly actor: Actor;
  readonly file: string;
  /** The first event; default 0. */
  readonly from?: number;
  /** The last event, inclusive; default the last there is. */
  readonly to?: number;
  /** Whether the bundle claims days, orders and metrics; only where it begins with the first event. */
  readonly figures?: boolean;
}

/**
 * Exports a range of the journal: sees that the file can be written, records `export.created`, signs a checkpoint over
 * everything, and has the file written beside the target and renamed. Where that fails afterwards a `note.added` takes the
 * record of the export back. The calling thread stays free meanwhile. Throws Faults `EXPORT-RANGE`, `EXPORT-CLAIMS`,
 * `EXPORT-FILE`, `EXPORT-LIMIT`, `PROOF-STOPPED` and those of the journal.
 */
export async function exportBundle(journal: Journal, request: ExportRequest): Promise<ExportedFile> {
  const { clock, actor, file, from = 0, to, figures = false } = request;
  const { origin, session, events: before, pending } = journal.health();
  checkRange(from, to ?? from, before);
  if (figures && from > 0) throw figuresOfPart(from);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  await reserve(file, temporary);
  const trace = `export-${session}-${before + pending}`;
  let created: number | null = null;
  try {
    const seq = journal.append({
      type: "export.created",
      at: clock.now(),
      actor,
      trace,
      cause: null,
      data: { from, to: to ?? null, file: basename(file) },
    });
    created = seq;
    await journal.durable(seq);
    await journal.checkpoint("export.created");
    return await prove(journal, {
      kind: "export",
      origin,
      created: seq,
      from,
      to: to ?? null,
      figures,
      file,
      temporary,
    });
  } catch (error) {
    // A thread that was stopped in the middle could not clear up after itself.
    await rm(temporary, { force: true });
    if (created !== null && journal.health().state === "open") {
      const data = { about: "export", export: created, text: `No bundle was written: ${(error as Error).message}` };
      await journal.durable(
        journal.append({ type: "note.added", at: clock.now(), actor, trace, cause: created, data }),
      );
    }
    throw error;
  }
}

function figuresOfPart(from: number): Fault {
  return new Fault(
    "EXPORT-CLAIMS",
    "validation",
    `days, orders and metrics cannot be claimed of a part that begins with event ${from}: nobody could work them out again`,
    "Export from the first event on, or without claims.",
  );
}

/** Makes the temporary file, so that what cannot be written is refused before it is recorded. Throws a Fault `EXPORT-FILE`. */
async function reserve(file: string, temporary: string): Promise<void> {
  const target = await stat(file).catch(() => null);
  if (target !== null && !target.isFile()) throw unwritable(file, new Error("there is something else of that name"));
  try {
    await (await open(temporary, "w", 0o600)).close();
  } catch (error) {
    throw unwritable(file, error as Error);
  }
}
