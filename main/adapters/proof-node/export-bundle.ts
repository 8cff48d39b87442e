import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle, BundleClaims } from "../../audit/bundle.ts";
import { composeBundle } from "../../audit/compose-bundle.ts";
import { readEvent } from "../../audit/event-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { nodePrimitives } from "./node-primitives.ts";

export interface ExportRequest {
  readonly clock: Clock;
  readonly actor: Actor;
  readonly file: string;
  /** The first event; default 0. */
  readonly from?: number;
  /** The last event, inclusive; default the last there is. */
  readonly to?: number;
}

/** What was written where. */
export interface ExportedFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly events: number;
  readonly range: { readonly from: number; readonly to: number };
  readonly checkpoints: number;
  readonly origin: string;
}

/** What the journal itself says of the period and the account; nothing is computed, so nothing else is claimed. */
function claimsOf(texts: readonly string[], from: number, to: number): BundleClaims {
  const account = texts
    .slice(0, to + 1)
    .findLast((text) => /"type":"account\.(snapshotted|funded)","v":1\}$/.test(text));
  const at = (seq: number): string => readEvent(texts[seq] ?? "{}").at;
  return {
    period: { from: at(from), to: at(to) },
    account: account === undefined ? {} : { ...(readEvent(account).data as Record<string, never>) },
    metrics: [],
    daily: [],
    orders: [],
    preset: { id: "", sha256: "" },
  };
}

function checkRange(from: number, to: number, events: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to < events) return;
  throw new Fault(
    "EXPORT-RANGE",
    "validation",
    `there is no range ${from} to ${to} in a journal of ${events} events`,
    `Choose --from and --to between 0 and ${events - 1}.`,
  );
}

/** Everything the journal holds as a bundle, composed in memory. */
export function bundleOf(journal: Journal, from = 0, to?: number): Bundle {
  const texts = Array.from(journal.read(), ({ text }) => text);
  const last = to ?? texts.length - 1;
  checkRange(from, last, texts.length);
  const notes = journal.readCheckpoints().map(({ note }) => note);
  const { origin } = journal.health();
  return composeBundle(nodePrimitives, { origin, texts, notes, from, to: last, claims: claimsOf(texts, from, last) });
}

/** Writes the bundle as one JSON document, member by member, so that a long journal needs no second copy in memory. */
async function writeJson(file: FileHandle, bundle: Bundle): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting = "";
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(waiting, "utf8");
    waiting = "";
    bytes += chunk.length;
    hash.update(chunk);
    await file.writeFile(chunk);
  };
  for (const [index, [key, value]] of Object.entries(bundle).entries()) {
    waiting += `${index === 0 ? "{" : ",\n"}${JSON.stringify(key)}:`;
    if (!Array.isArray(value)) waiting += JSON.stringify(value);
    else {
      waiting += "[";
      for (const [place, member] of value.entries()) {
        waiting += `${place === 0 ? "\n" : ",\n"}${JSON.stringify(member)}`;
        if (waiting.length > 1_000_000) await flush();
      }
      waiting += "]";
    }
  }
  waiting += "}\n";
  await flush();
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * Exports a range of the journal: records `export.created`, signs a checkpoint over everything, writes a file beside the
 * target, waits for the disk and renames it, so that the target is either whole or untouched.
 * Throws Faults `EXPORT-RANGE`, `EXPORT-FILE` and those of the journal.
 */
export async function exportBundle(journal: Journal, request: ExportRequest): Promise<ExportedFile> {
  const { clock, actor, file, from = 0, to } = request;
  if (to !== undefined) checkRange(from, to, journal.health().events);
  const seq = journal.append({
    type: "export.created",
    at: clock.now(),
    actor,
    trace: `export-${journal.health().session}-${journal.health().events + journal.health().pending}`,
    cause: null,
    data: { from, to: to ?? null, file: basename(file) },
  });
  await journal.durable(seq);
  await journal.checkpoint("export.created");
  const bundle = bundleOf(journal, from, to);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    const handle = await open(temporary, "w", 0o600);
    let written: { bytes: number; sha256: string };
    try {
      written = await writeJson(handle, bundle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    const { origin, range, events, checkpoints } = bundle;
    return { file, ...written, events: events.length, range, checkpoints: checkpoints.length, origin };
  } catch (error) {
    await rm(temporary, { force: true });
    throw new Fault(
      "EXPORT-FILE",
      "storage",
      `the bundle cannot be written to ${file}: ${(error as Error).message}`,
      "Choose a file in a folder you may write to, on a disk with space.",
      { cause: error },
    );
  }
}
