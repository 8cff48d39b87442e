import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle } from "../../audit/bundle.ts";
import { reachStep } from "../journal-sqlite/journal-step.ts";

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
 * Writes a bundle to `temporary`, waits for the disk and renames it to `file`, so that the target is either whole or
 * untouched. Both lie in one folder. Throws a Fault `EXPORT-FILE`.
 */
export async function writeBundle(bundle: Bundle, file: string, temporary: string): Promise<ExportedFile> {
  try {
    const handle = await open(temporary, "w", 0o600);
    let written: { bytes: number; sha256: string };
    try {
      written = await writeJson(handle, bundle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    reachStep("export-written");
    await rename(temporary, file);
    reachStep("export-renamed");
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
