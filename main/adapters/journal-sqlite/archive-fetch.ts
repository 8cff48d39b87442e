import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import type { WriteOnceStore } from "../../ports/write-once-store.ts";
import { syncFolder } from "../profile/write-whole.ts";
import { readReceipts, receiptOf } from "./archive-receipts.ts";
import { type LocalState, localState, sha256Of } from "./archive-segment-bytes.ts";
import { objectName } from "./archive-upload.ts";
import { listSegments } from "./list-segments.ts";

/** A segment that came back, and how it lay there before. */
export interface FetchedSegment {
  readonly file: string;
  readonly was: Exclude<LocalState, "sealed">;
  readonly bytes: number;
}

/** Lays a segment down beside its place and gives it its name; a changed one that lies there is set aside, not lost. */
function layDown(folder: string, file: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${file}.fetched`);
  rmSync(temporary, { force: true });
  const fd = openSync(temporary, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  chmodSync(temporary, 0o400);
  const place = join(folder, file);
  if (existsSync(place)) renameSync(place, join(folder, `.${file}.changed`));
  renameSync(temporary, place);
  syncFolder(folder);
}

/**
 * Brings back from a store every segment that is missing or changed on the disk. What comes is compared with the SHA-256 under
 * which it was sealed before it gets its name; a changed file is set aside as `.NAME.changed`. Also beside a running desk. Throws
 * the store's Faults, `WORM-MISSING`, `WORM-DIFFERENT`, `ARCHIVE-RECEIPTS`.
 */
export async function fetchSegments(profileDir: string, store: WriteOnceStore): Promise<FetchedSegment[]> {
  const { origin, folder, segments } = listSegments(profileDir);
  const receipts = readReceipts(profileDir);
  const fetched: FetchedSegment[] = [];
  for (const segment of segments) {
    const { file, sha256 } = segment;
    const was = localState(folder, segment);
    if (was === "sealed") continue;
    const name = objectName(origin, file);
    const receipt = receiptOf(receipts, store.place, file);
    const held = (receipt && (await store.head(name, receipt.versionId))) ?? (await store.head(name));
    if (held === null) {
      throw new Fault(
        "WORM-MISSING",
        "storage",
        `${store.place} holds no ${name}`,
        "Put the file back from a backup, or name the place it was uploaded to: archive --list says where that was.",
      );
    }
    const bytes = await store.get(name, held.versionId, segment.bytes);
    if (sha256Of(bytes) !== sha256) {
      throw new Fault(
        "WORM-DIFFERENT",
        "security",
        `what ${store.place} holds under ${name} (version ${held.versionId}) is not the segment that was sealed here`,
        "Put the file back from a backup; nothing was laid down.",
      );
    }
    layDown(folder, file, bytes);
    fetched.push({ file, was, bytes: bytes.length });
  }
  return fetched;
}
