import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { toHex } from "../../audit/byte-text.ts";
import type { ListedSegment } from "./list-segments.ts";
import { unreadableSegment } from "./segment-file.ts";

/** How a segment lies on the disk, compared with what was sealed. */
export type LocalState = "sealed" | "changed" | "missing";

/** SHA-256 in lower-case hex. */
export const sha256Of = (bytes: Uint8Array): string => toHex(hash("sha256", bytes, "buffer"));

/** How a segment's file lies there. Throws a Fault `ARCHIVE-SEGMENT` where it cannot be read. */
export function localState(folder: string, { file, sha256 }: ListedSegment): LocalState {
  const path = join(folder, file);
  if (!existsSync(path)) return "missing";
  return sha256Of(readBytes(path)) === sha256 ? "sealed" : "changed";
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadableSegment(path, (error as Error).message);
  }
}

/** The bytes of a segment, the very ones whose hash was compared. Throws Faults `ARCHIVE-SEGMENT` and `ARCHIVE-CHANGED`. */
export function sealedBytes(folder: string, { file, sha256 }: ListedSegment): Buffer {
  const path = join(folder, file);
  const bytes = readBytes(path);
  if (sha256Of(bytes) === sha256) return bytes;
  throw new Fault(
    "ARCHIVE-CHANGED",
    "storage",
    `the archive's segment ${path} is not the one that was sealed: its SHA-256 is another`,
    "Put the file back from a backup, or with archive --fetch from where it was uploaded to; it was not uploaded as it is.",
  );
}
