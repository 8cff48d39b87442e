import { toRfc3339 } from "../../shared/model/time.ts";
import { type Archived, archiveEvents } from "../adapters/journal-sqlite/archive-events.ts";
import { type ListedSegment, listSegments } from "../adapters/journal-sqlite/list-segments.ts";
import { UsageError } from "./usage-error.ts";

const dayMs = 86_400_000;
/** Months and years are those of the calendar, so that "12mo" is the same day a year ago. */
const agePattern = /^(\d{1,4})(d|w|mo|y)$/;

/** The time that lies an age before `now`, UTC milliseconds: `90d`, `6w`, `12mo`, `2y`. Throws a UsageError. */
export function timeBefore(now: number, age: string): number {
  const [, count = "0", unit] = agePattern.exec(age) ?? [];
  const n = Number(count);
  const date = new Date(now);
  if (unit === "d" || unit === "w") return now - n * dayMs * (unit === "w" ? 7 : 1);
  if (unit === undefined) {
    throw new UsageError(
      `--older-than does not understand "${age}"`,
      "Give a number and d, w, mo or y, for example 12mo.",
    );
  }
  return date.setUTCMonth(date.getUTCMonth() - n * (unit === "y" ? 12 : 1));
}

export interface ArchiveOptions {
  readonly profileDir: string;
  readonly olderThan?: string;
  readonly now: number;
}

export type ArchiveResult = Archived & { readonly before: string; readonly lines: readonly string[] };

/** The `archive` command: old events go into sealed segments. Throws Faults, `PROFILE-IN-USE` and `STORAGE-CHAIN` among them. */
export function runArchive({ profileDir, olderThan = "12mo", now }: ArchiveOptions): ArchiveResult {
  const before = timeBefore(now, olderThan);
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

/** What the archive of a profile holds, for a person and a program. */
export interface ArchiveList {
  readonly folder: string;
  /** `sealedAt` in RFC 3339. */
  readonly segments: readonly (Omit<ListedSegment, "sealedAt"> & { readonly sealedAt: string })[];
  readonly lines: readonly string[];
}

/** The `archive --list` command: the segments of a profile, oldest first. Throws a Fault `STORAGE-NONE`. */
export function listArchive(profileDir: string): ArchiveList {
  const { folder, segments } = listSegments(profileDir);
  const listed = segments.map((segment) => ({ ...segment, sealedAt: toRfc3339(segment.sealedAt) }));
  const lines = listed.map(
    ({ file, from, to, bytes, sealedAt }) => `${file}  ${from} to ${to}  ${bytes} bytes  sealed ${sealedAt}`,
  );
  const none = "Nothing is archived: all events are in the journal's own file.";
  return { folder, segments: listed, lines: lines.length === 0 ? [none] : lines };
}
