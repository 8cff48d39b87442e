import { toRfc3339 } from "../../../shared/model/time.ts";
import type { WriteOnceStore } from "../../ports/write-once-store.ts";
import { readReceipts, receiptOf } from "./archive-receipts.ts";
import { type LocalState, localState } from "./archive-segment-bytes.ts";
import { objectName, shortfall } from "./archive-upload.ts";
import { listSegments } from "./list-segments.ts";

/** A segment compared with its copy in a store. */
export interface CheckedUpload {
  readonly file: string;
  readonly local: LocalState;
  /** `weaker`: the right bytes, but not locked in compliance mode for as long as they should be. */
  readonly remote: "kept" | "missing" | "different" | "weaker";
  readonly versionId: string | null;
  /** What somebody put over the version that was uploaded; it takes nothing away from that one. */
  readonly over: "deletion" | "version" | null;
  /** RFC 3339. */
  readonly retainUntil: string | null;
  /** What is wrong with the copy, `null` where nothing is. */
  readonly problem: string | null;
}

export interface UploadCheck {
  readonly profileDir: string;
  readonly store: WriteOnceStore;
  /** How long a segment that was sealed then should be kept; without it, as long as its receipt says. */
  readonly retainUntil: ((sealedAt: number) => number) | null;
  readonly now: number;
}

/**
 * Asks the store for each segment's copy and compares it with what was sealed here, and the file on the disk as well. Where a
 * receipt names a version it is that one which counts, whatever was put over it. Throws the store's Faults and `ARCHIVE-RECEIPTS`.
 */
export async function checkUploads({ profileDir, store, retainUntil, now }: UploadCheck): Promise<CheckedUpload[]> {
  const { origin, folder, segments } = listSegments(profileDir);
  const receipts = readReceipts(profileDir);
  if (segments.length > 0) await store.requireLock();
  const checked: CheckedUpload[] = [];
  for (const segment of segments) {
    const { file, sealedAt, sha256 } = segment;
    const name = objectName(origin, file);
    const receipt = receiptOf(receipts, store.place, file);
    const newest = await store.head(name);
    const held = (receipt && (await store.head(name, receipt.versionId))) ?? newest;
    const about = { file, local: localState(folder, segment) };
    if (held === null) {
      checked.push({
        ...about,
        remote: "missing",
        versionId: null,
        over: null,
        retainUntil: null,
        problem: "it is not there",
      });
      continue;
    }
    const until = Math.max(retainUntil?.(sealedAt) ?? 0, receipt ? Date.parse(receipt.retainUntil) : 0);
    const ended = held.retainUntil !== null && held.retainUntil <= now;
    const problem = shortfall(held, segment, until) ?? (ended ? "the time of its lock has ended" : null);
    const remote = problem === null ? "kept" : held.sha256 === sha256 ? "weaker" : "different";
    const locked = held.retainUntil === null ? null : toRfc3339(held.retainUntil);
    const over = newest === null ? "deletion" : newest.versionId === held.versionId ? null : "version";
    checked.push({ ...about, remote, versionId: held.versionId, over, retainUntil: locked, problem });
  }
  return checked;
}
