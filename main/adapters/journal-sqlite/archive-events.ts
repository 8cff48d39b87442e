import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { sameBytes, toHex } from "../../audit/byte-text.ts";
import { readEvent } from "../../audit/event-text.ts";
import { leafOf, noPrevious } from "../../audit/leaf.ts";
import { holdProfile } from "../profile/profile-hold.ts";
import { syncFolder } from "../profile/write-whole.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { Archive, type Segment, segmentFolder } from "./archive.ts";
import { reachStep } from "./journal-step.ts";
import { lastSessionOpened } from "./last-session.ts";
import { type Db, openForWriting } from "./open-database.ts";
import { requireRecord } from "./open-record.ts";
import { keyLabel } from "./schema.ts";
import { SegmentFile, type SegmentRow, writeSegment } from "./segment-file.ts";
import { brokenChain, describeStorageError, storageFault } from "./storage-fault.ts";
import { packPeaks, unpackPeaks } from "./stored-edge.ts";
import { readOrigin } from "./stored-origin.ts";
import { verifyStored } from "./verify-stored.ts";

export interface ArchiveRequest {
  readonly profileDir: string;
  /** Events from before this time are archived, UTC milliseconds. */
  readonly before: number;
  readonly now: number;
  /** The most events of one segment. Default 100,000. */
  readonly segmentEvents?: number;
  /** Gives the room that the events took back to the disk. Default true. */
  readonly compact?: boolean;
}

/** What was archived. */
export interface Archived {
  readonly events: number;
  readonly segments: readonly {
    readonly file: string;
    readonly from: number;
    readonly to: number;
    readonly bytes: number;
  }[];
  /** The first event that stays in the journal's own file. */
  readonly hotFrom: number;
}

interface SignedSize {
  readonly size: number;
  readonly note: string;
}

/** The checkpoints that may end a segment: over events of earlier sessions only, all of them from before `before`. */
function endsBefore(db: Db, before: number, from: number): SignedSize[] {
  const session = lastSessionOpened(db)?.seq ?? 0;
  const sizes = db
    .prepare("SELECT size, note FROM checkpoints WHERE size > ? AND size <= ? ORDER BY size")
    .all(from, session) as SignedSize[];
  const text = db.prepare("SELECT bytes FROM events WHERE seq = ?").pluck();
  const limit = toRfc3339(before);
  let low = 0;
  let high = sizes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bytes = text.get((sizes[middle] as SignedSize).size - 1) as string;
    if (readEvent(bytes).at < limit) low = middle + 1;
    else high = middle;
  }
  return sizes.slice(0, low);
}

/** Ends of segments of at most `most` events where checkpoints are that near; the last of `ends` always is one. */
function cuts(ends: readonly SignedSize[], from: number, most: number): SignedSize[] {
  const chosen: SignedSize[] = [];
  let begins = from;
  for (const [place, end] of ends.entries()) {
    const next = ends[place + 1];
    if (next !== undefined && next.size - begins <= most) continue;
    chosen.push(end);
    begins = end.size;
  }
  return chosen;
}

/** Writes one segment, reads it back from the disk, and only then lets its events leave the journal's file, in one transaction. */
function seal(db: Db, origin: string, folder: string, from: number, end: SignedSize, now: number): Segment {
  const archive = new Archive(db);
  const earlier = archive.list().at(-1);
  const prev = earlier === undefined ? noPrevious : toHex(earlier.leaf);
  const frontier = unpackPeaks(from, earlier?.peaks ?? Buffer.alloc(0));
  const to = end.size - 1;
  const rows = db.prepare("SELECT seq, bytes, mac, mac_version FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq");
  const stored = (): IterableIterator<SegmentRow> => rows.iterate(from, to) as IterableIterator<SegmentRow>;
  const leaf = db.prepare("SELECT leaf FROM events WHERE seq = ?").pluck().get(to) as Buffer;
  const file = `segment-${String(from).padStart(10, "0")}-${String(to).padStart(10, "0")}.pds`;
  const header = { origin, from, to, prev, last: toHex(leaf), checkpoint: end.note };
  const written = writeSegment(join(folder, file), header, stored());
  const segment = new SegmentFile(join(folder, file));
  try {
    const again = segment.read(from, to);
    for (const { seq, bytes, mac, mac_version: version } of stored()) {
      const read = again.next().value as SegmentRow | undefined;
      const same = read?.seq === seq && read.bytes === bytes && read.mac_version === version;
      const marked = mac === null ? read?.mac === null : read?.mac?.equals(mac);
      if (!same || marked !== true) throw brokenChain(`event ${seq}`, "the segment that was written reads otherwise");
      frontier.append(leafOf(nodePrimitives, bytes));
    }
  } finally {
    segment.close();
  }
  const row: Segment = {
    from_seq: from,
    to_seq: to,
    file,
    ...written,
    leaf,
    peaks: packPeaks(frontier),
    sealed_at: now,
  };
  db.transaction(() => {
    db.prepare(
      `INSERT INTO segments (from_seq, to_seq, file, bytes, sha256, leaf, peaks, sealed_at)
       VALUES (@from_seq, @to_seq, @file, @bytes, @sha256, @leaf, @peaks, @sealed_at)`,
    ).run(row);
    // What announces keys is read at every start: it stays.
    db.prepare(
      `DELETE FROM events WHERE seq BETWEEN ? AND ? AND seq NOT IN
       (SELECT e.seq FROM labels l JOIN label_events e ON e.no = l.no WHERE l.label = ?)`,
    ).run(from, to, keyLabel);
    reachStep("segment-entered");
  }).immediate();
  reachStep("segment-committed");
  return row;
}

/**
 * Moves old events of a profile whose desk is closed into sealed, compressed segments. Everything is checked before, and
 * each segment is on disk and was read back before its events leave the journal's file; a process that dies in between
 * leaves both. Throws Faults `PROFILE-IN-USE`, `STORAGE-NONE`, `JOURNAL-MISSING`, `STORAGE-CHAIN`,
 * `ARCHIVE-SEGMENT`, `STORAGE-FULL`.
 */
export function archiveEvents(request: ArchiveRequest): Archived {
  const { profileDir, before, now, segmentEvents = 100_000, compact = true } = request;
  const path = requireRecord(profileDir);
  const hold = holdProfile(profileDir, { pid: process.pid, since: toRfc3339(now) });
  let db: Db | null = null;
  try {
    db = openForWriting(path);
    const origin = readOrigin(db);
    const from = new Archive(db).tip + 1;
    const ends = cuts(endsBefore(db, before, from), from, segmentEvents);
    // From where the archive ends: what lies in it was checked when it was sealed, and is with every whole check.
    if (ends.length > 0) verifyStored(db, origin, Number.MAX_SAFE_INTEGER - 1);
    const folder = join(profileDir, segmentFolder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // The folder's own name must outlast a power cut before any event leaves the journal.
    syncFolder(profileDir);
    const segments: Segment[] = [];
    for (const end of ends) {
      segments.push(seal(db, origin, folder, (segments.at(-1)?.to_seq ?? from - 1) + 1, end, now));
    }
    // Also what an earlier call could not give back, because the disk was full.
    if (compact && Number(db.pragma("freelist_count", { simple: true })) > 0) {
      db.exec("VACUUM");
      db.pragma("wal_checkpoint(TRUNCATE)");
    }
    const hotFrom = new Archive(db).tip + 1;
    return {
      events: hotFrom - from,
      segments: segments.map(({ from_seq, to_seq, file, bytes }) => ({ file, from: from_seq, to: to_seq, bytes })),
      hotFrom,
    };
  } catch (error) {
    throw error instanceof Fault ? error : storageFault(describeStorageError(error), error);
  } finally {
    db?.close();
    hold.release();
  }
}

/** Reads a sealed segment by itself: its header, its numbers, its chain. For who holds the file and nothing else. Throws a Fault `ARCHIVE-SEGMENT` or `STORAGE-CHAIN`. */
export function checkSegment(file: string): { readonly origin: string; readonly from: number; readonly to: number } {
  const segment = new SegmentFile(file);
  try {
    const { origin, from, to, prev: first, last } = segment.header;
    let prev = first;
    let next = from;
    for (const { seq, bytes } of segment.read(from, to)) {
      const event = readEvent(bytes);
      if (seq !== next || event.seq !== seq || event.prev !== prev) {
        throw brokenChain(`event ${next}`, "it does not follow the event before it");
      }
      prev = toHex(leafOf(nodePrimitives, bytes));
      next += 1;
    }
    if (next !== to + 1 || !sameBytes(Buffer.from(prev, "hex"), Buffer.from(last, "hex"))) {
      throw brokenChain(`event ${next - 1}`, "the segment ends otherwise than it says");
    }
    return { origin, from, to };
  } finally {
    segment.close();
  }
}
