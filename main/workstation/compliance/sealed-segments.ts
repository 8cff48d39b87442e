import path from "node:path";
import type { SegmentView } from "../../../shared/contract/compliance.ts";
import { Archive, segmentFolder } from "../../adapters/journal-sqlite/archive.ts";
import { openRecord } from "../../adapters/journal-sqlite/open-record.ts";

/** The sealed segments of a profile, oldest first, and the folder they lie in. */
export function sealedSegments(profileDir: string): { folder: string; segments: SegmentView[] } {
  const { db } = openRecord(profileDir);
  try {
    const segments = new Archive(db).list().map((segment) => ({
      file: segment.file,
      from: segment.from_seq,
      to: segment.to_seq,
      bytes: segment.bytes,
      sealedAt: segment.sealed_at,
    }));
    return { folder: path.join(profileDir, segmentFolder), segments };
  } finally {
    db.close();
  }
}
