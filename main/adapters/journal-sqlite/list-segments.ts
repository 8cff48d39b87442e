import { join } from "node:path";
import { Archive, segmentFolder } from "./archive.ts";
import { openRecord } from "./open-record.ts";
import { readOrigin } from "./stored-origin.ts";

/** A sealed segment of a profile. */
export interface ListedSegment {
  readonly file: string;
  /** First and last event, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** Of the sealed file, lower-case hex. */
  readonly sha256: string;
  /** UTC milliseconds. */
  readonly sealedAt: number;
}

/** The sealed segments of a profile. */
export interface SegmentList {
  /** Whose journal they are of. */
  readonly origin: string;
  readonly folder: string;
  /** Oldest first. */
  readonly segments: readonly ListedSegment[];
}

/** The segments that a profile's journal knows, also beside a running desk. Throws Faults `STORAGE-NONE`, `JOURNAL-OLDER`. */
export function listSegments(profileDir: string): SegmentList {
  const { db } = openRecord(profileDir);
  try {
    const segments = new Archive(db).list().map((segment) => ({
      file: segment.file,
      from: segment.from_seq,
      to: segment.to_seq,
      bytes: segment.bytes,
      sha256: segment.sha256,
      sealedAt: segment.sealed_at,
    }));
    return { origin: readOrigin(db), folder: join(profileDir, segmentFolder), segments };
  } finally {
    db.close();
  }
}
