import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import type { KeptObject, WriteOnceStore } from "../../ports/write-once-store.ts";
import { keepReceipt, readReceipts, receiptOf } from "./archive-receipts.ts";
import { sealedBytes } from "./archive-segment-bytes.ts";
import { type ListedSegment, listSegments, type SegmentList } from "./list-segments.ts";

export interface UploadRequest {
  readonly profileDir: string;
  readonly store: WriteOnceStore;
  /** How long a segment that was sealed then is to be kept, both UTC milliseconds. */
  readonly retainUntil: (sealedAt: number) => number;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Hears what became of each segment while others wait. */
  readonly onSegment?: (segment: SegmentUpload, done: number, of: number) => void;
}

/** What became of a segment in an upload. */
export interface SegmentUpload {
  readonly file: string;
  /**
   * `uploaded` now; `found` there without a receipt; `kept` as the receipt says; `lengthened`: it was locked for a shorter
   * time, or not; `over`: its time is over, and nothing was asked of the store.
   */
  readonly outcome: "uploaded" | "found" | "kept" | "lengthened" | "over";
  readonly versionId: string;
  /** RFC 3339. */
  readonly retainUntil: string;
}

/** The name of a segment in a store, where several journals may lie side by side. */
export const objectName = (origin: string, file: string): string => `${origin}/${file}`;

function different(place: string, name: string, versionId: string): Fault {
  return new Fault(
    "WORM-DIFFERENT",
    "security",
    `${place} holds other bytes under ${name} (version ${versionId}) than the segment that was sealed here`,
    "Compare both with archive --check-upload: a copy of this profile may have archived as well. Upload this one to another prefix.",
  );
}

function notKept(place: string, name: string, why: string): Fault {
  return new Fault(
    "WORM-NOT-KEPT",
    "storage",
    `${place} does not hold ${name} as it was asked to: ${why}`,
    "Allow s3:GetObjectRetention, so that the lock can be read back. If it can, the store does not keep what Object Lock and checksums promise: use another. It is not recorded as uploaded.",
  );
}

/** Whether what the store says it holds is the segment, locked until then; else why not. */
export function shortfall(held: KeptObject, segment: ListedSegment, until: number): string | null {
  if (held.sha256 === null) return "it gives no SHA-256 of it back";
  if (held.sha256 !== segment.sha256) return `it says its SHA-256 is ${held.sha256}`;
  if (held.bytes !== segment.bytes) return `it says it has ${held.bytes} bytes, not ${segment.bytes}`;
  if (held.lock !== "compliance") return held.lock === null ? "it is not locked" : "its lock is in governance mode";
  if (held.retainUntil === null || held.retainUntil < until) {
    return `it is locked until ${held.retainUntil === null ? "no time" : toRfc3339(held.retainUntil)}, not ${toRfc3339(until)}`;
  }
  return null;
}

async function upload(
  request: UploadRequest,
  list: Omit<SegmentList, "segments">,
  segment: ListedSegment,
): Promise<SegmentUpload> {
  const { profileDir, store, retainUntil, now } = request;
  const { file, sha256, sealedAt } = segment;
  const { place } = store;
  const name = objectName(list.origin, file);
  const until = retainUntil(sealedAt);
  const receipt = receiptOf(readReceipts(profileDir), place, file);
  if (until <= now()) {
    if (receipt) return { file, outcome: "over", versionId: receipt.versionId, retainUntil: receipt.retainUntil };
    throw new Fault(
      "WORM-RETAIN",
      "validation",
      `${file} was sealed on ${toRfc3339(sealedAt)}; its time would have ended on ${toRfc3339(until)}`,
      "Give a longer --retain; it counts from when the segment was sealed.",
    );
  }
  let held = receipt ? await store.head(name, receipt.versionId) : null;
  let outcome: SegmentUpload["outcome"] = held ? "kept" : "found";
  held ??= await store.head(name);
  if (held === null) {
    const written = await store.put(name, { bytes: sealedBytes(list.folder, segment), sha256, retainUntil: until });
    if (written !== null) outcome = "uploaded";
    held = await store.head(name, written ?? undefined);
    if (held === null) throw notKept(place, name, "it is not there");
  }
  if (outcome !== "uploaded") {
    if (held.sha256 !== null && held.sha256 !== sha256) throw different(place, name, held.versionId);
    const weak = held.lock !== "compliance" || (held.retainUntil ?? 0) < until;
    if (weak && held.sha256 !== null) {
      await store.lengthen(name, held.versionId, until);
      held = (await store.head(name, held.versionId)) ?? held;
      outcome = "lengthened";
    }
  }
  const short = shortfall(held, segment, until);
  if (short !== null) throw notKept(place, name, short);
  const kept = { versionId: held.versionId, retainUntil: toRfc3339(held.retainUntil ?? until) };
  if (receipt?.versionId !== kept.versionId || receipt.retainUntil !== kept.retainUntil) {
    const first = receipt?.versionId === kept.versionId ? receipt.uploadedAt : toRfc3339(now());
    keepReceipt(profileDir, { file, sha256, place, name, ...kept, uploadedAt: first });
  }
  return { file, outcome, ...kept };
}

/**
 * Uploads every sealed segment that the store does not hold yet, oldest first, and remembers one only after the store has
 * said that it holds these bytes, locked in compliance mode for that long. What was interrupted goes on with the next call.
 * Also beside a running desk. Throws the store's Faults, `WORM-DIFFERENT`, `WORM-NOT-KEPT`, `WORM-RETAIN`, `ARCHIVE-CHANGED`,
 * `ARCHIVE-SEGMENT`, `ARCHIVE-RECEIPTS`.
 */
export async function uploadSegments(request: UploadRequest): Promise<readonly SegmentUpload[]> {
  const { segments, ...list } = listSegments(request.profileDir);
  if (segments.length > 0) await request.store.requireLock();
  const done: SegmentUpload[] = [];
  for (const segment of segments) {
    const one = await upload(request, list, segment);
    done.push(one);
    request.onSegment?.(one, done.length, segments.length);
  }
  return done;
}
