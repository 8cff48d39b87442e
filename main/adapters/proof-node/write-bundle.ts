import { rename, rm } from "node:fs/promises";
import { Fault } from "../../../shared/model/fault.ts";
import type { BundleMember } from "../../audit/compose-bundle.ts";
import { reachStep } from "../journal-sqlite/journal-step.ts";
import { piecesOf, writePieces } from "./bundle-file.ts";
import { writeAside } from "./write-aside.ts";

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

/**
 * Writes a bundle to `temporary`, waits for the disk and renames it to `file`, so that the target is either whole or
 * untouched. Both lie in one folder. `aside` has another thread write, while this one makes the members. Throws Faults
 * `EXPORT-FILE`, and `PROOF-STOPPED` where that thread ends too early.
 */
export async function writeBundle(
  members: Iterable<BundleMember>,
  file: string,
  temporary: string,
  aside = false,
): Promise<ExportedFile> {
  try {
    const pieces = piecesOf(members);
    const written = aside ? await writeAside(pieces, temporary) : await writePieces(pieces, temporary);
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
    throw error instanceof Fault ? error : unwritable(file, error as Error);
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
