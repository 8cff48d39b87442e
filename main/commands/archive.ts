import { toRfc3339 } from "../../shared/model/time.ts";
import { type Archived, archiveEvents } from "../adapters/journal-sqlite/archive-events.ts";
import { readReceipts, type UploadReceipt } from "../adapters/journal-sqlite/archive-receipts.ts";
import { type ListedSegment, listSegments } from "../adapters/journal-sqlite/list-segments.ts";
import { timeBefore } from "./calendar-age.ts";

export interface ArchiveOptions {
  readonly profileDir: string;
  readonly olderThan?: string;
  readonly now: number;
}

export type ArchiveResult = Archived & { readonly before: string; readonly lines: readonly string[] };

/** The `archive` command: old events go into sealed segments. Throws Faults, `PROFILE-IN-USE` and `STORAGE-CHAIN` among them. */
export function runArchive({ profileDir, olderThan = "12mo", now }: ArchiveOptions): ArchiveResult {
  const before = timeBefore(now, olderThan, "--older-than");
  const archived = archiveEvents({ profileDir, before, now });
  const { events, segments, hotFrom } = archived;
  const lines =
    events === 0
      ? [`Nothing is older than ${toRfc3339(before)} and covered by a checkpoint of an earlier session.`]
      : [
          `Archived ${events} events from before ${toRfc3339(before)}:`,
          ...segments.map(({ file, from, to, bytes }) => `  ${file}: ${from} to ${to}, ${bytes} bytes`),
          `The journal's own file begins at event ${hotFrom}; everything reads and verifies as before.`,
        ];
  return { ...archived, before: toRfc3339(before), lines };
}

/** Where a segment was uploaded to. */
export type ListedUpload = Pick<UploadReceipt, "place" | "versionId" | "retainUntil" | "uploadedAt">;

/** What the archive of a profile holds, for a person and a program. */
export interface ArchiveList {
  readonly folder: string;
  /** `sealedAt` in RFC 3339. */
  readonly segments: readonly (Omit<ListedSegment, "sealedAt"> & {
    readonly sealedAt: string;
    readonly uploads: readonly ListedUpload[];
  })[];
  readonly lines: readonly string[];
}

/**
 * The `archive --list` command: the segments of a profile, oldest first, and what its receipts say about uploads. Throws Faults
 * `STORAGE-NONE` and `ARCHIVE-RECEIPTS`.
 */
export function listArchive(profileDir: string): ArchiveList {
  const { folder, segments } = listSegments(profileDir);
  const receipts = readReceipts(profileDir);
  const listed = segments.map((segment) => {
    const own = receipts.filter(({ file, sha256 }) => file === segment.file && sha256 === segment.sha256);
    const uploads = own.map(({ place, versionId, retainUntil, uploadedAt }) => ({
      place,
      versionId,
      retainUntil,
      uploadedAt,
    }));
    return { ...segment, sealedAt: toRfc3339(segment.sealedAt), uploads };
  });
  const lines = listed.flatMap(({ file, from, to, bytes, sealedAt, uploads }) => [
    `${file}  ${from} to ${to}  ${bytes} bytes  sealed ${sealedAt}`,
    ...uploads.map(
      ({ place, versionId, retainUntil, uploadedAt }) =>
        `  uploaded ${uploadedAt} to ${place}, locked until ${retainUntil}, version ${versionId}`,
    ),
  ]);
  const none = "Nothing is archived: all events are in the journal's own file.";
  return { folder, segments: listed, lines: lines.length === 0 ? [none] : lines };
}
