import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle } from "../../audit/bundle.ts";
import { type BundleMember, isList } from "../../audit/compose-bundle.ts";
import { reachStep } from "../journal-sqlite/journal-step.ts";
import { JsonBytes } from "./json-bytes.ts";

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

/** What was written: how long it is, what it says first, and how many members its lists have. */
interface Written {
  readonly bytes: number;
  readonly sha256: string;
  readonly said: Partial<Bundle>;
  readonly counts: Readonly<Record<string, number>>;
}

const pieceLength = 1 << 20;

/** Writes the bundle as one JSON document, member by member, as they are made. */
async function writeJson(file: FileHandle, members: Iterable<BundleMember>): Promise<Written> {
  const hash = createHash("sha256");
  const counts: Record<string, number> = {};
  const said: Record<string, unknown> = {};
  let bytes = 0;
  const waiting = new JsonBytes(2 * pieceLength);
  let writing: Promise<void> = Promise.resolve();
  /** Has a piece written while the next is made. */
  const flush = async (): Promise<void> => {
    await writing;
    const chunk = waiting.take();
    bytes += chunk.length;
    writing = file.writeFile(chunk);
    // It is waited for with the next piece; until then its failure is nobody's.
    writing.catch(() => {});
    hash.update(chunk);
  };
  let opening = "{";
  for (const [key, value] of members) {
    waiting.json(`${opening}${JSON.stringify(key)}:`);
    opening = ",\n";
    if (!isList(value)) {
      waiting.json(JSON.stringify(value));
      said[key] = value;
      continue;
    }
    waiting.json("[");
    let count = 0;
    for (const member of value) {
      waiting.json(count === 0 ? "\n" : ",\n");
      if (typeof member === "string") waiting.text(member);
      else waiting.json(JSON.stringify(member));
      count += 1;
      if (waiting.length > pieceLength) await flush();
    }
    counts[key] = count;
    waiting.json("]");
  }
  waiting.json("}\n");
  await flush();
  await writing;
  return { bytes, sha256: hash.digest("hex"), said: said as Partial<Bundle>, counts };
}

/**
 * Writes a bundle to `temporary`, waits for the disk and renames it to `file`, so that the target is either whole or
 * untouched. Both lie in one folder. Throws a Fault `EXPORT-FILE`.
 */
export async function writeBundle(
  members: Iterable<BundleMember>,
  file: string,
  temporary: string,
): Promise<ExportedFile> {
  try {
    const handle = await open(temporary, "w", 0o600);
    let written: Written;
    try {
      written = await writeJson(handle, members);
      await handle.sync();
    } finally {
      await handle.close();
    }
    reachStep("export-written");
    await rename(temporary, file);
    reachStep("export-renamed");
    const { bytes, sha256, said, counts } = written;
    const { origin = "", range = { from: 0, to: -1 } } = said;
    return {
      file,
      sha256,
      bytes,
      events: counts["events"] ?? 0,
      range,
      checkpoints: counts["checkpoints"] ?? 0,
      origin,
    };
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(file, error as Error);
  }
}

/** Why a bundle is not written, as a Fault `EXPORT-FILE`. */
export function unwritable(file: string, cause: Error): Fault {
  return new Fault(
    "EXPORT-FILE",
    "storage",
    `the bundle cannot be written to ${file}: ${cause.message}`,
    "Choose a file in a folder you may write to, on a disk with space.",
    { cause },
  );
}
