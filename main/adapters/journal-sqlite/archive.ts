import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Statement } from "better-sqlite3";
import type { Db } from "./open-database.ts";
import { SegmentFile, type SegmentRow, unreadableSegment } from "./segment-file.ts";
import { brokenChain } from "./storage-fault.ts";

/** The folder of a profile that holds its sealed segments. */
export const segmentFolder = "segments";
/** A name that leads out of that folder is none that a desk has given. */
const segmentName = /^segment-\d{10,}-\d{10,}\.pds$/;

/** A sealed segment as the journal knows it. */
export interface Segment {
  readonly from_seq: number;
  readonly to_seq: number;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The last event's leaf and the tree's peaks behind it: the hot part is checked from here. */
  readonly leaf: Buffer;
  readonly peaks: Buffer;
  /** UTC milliseconds. */
  readonly sealed_at: number;
}

/** The events of a journal that lie in sealed segments beside it. Segments are opened when they are read. */
export class Archive {
  readonly #folder: string;
  readonly #all: Statement<[], Segment>;
  readonly #tip: Statement<[], number>;
  #open: { readonly from: number; readonly segment: SegmentFile } | null = null;
  /** Files that were found to be what was sealed, and as which state of theirs. */
  readonly #sealed = new Map<string, string>();

  /** `profileDir` is where the segments are, unless they lie beside the journal's file. */
  constructor(db: Db, profileDir = dirname(db.name)) {
    this.#folder = join(profileDir, segmentFolder);
    this.#all = db.prepare("SELECT * FROM segments ORDER BY from_seq");
    this.#tip = db.prepare<[], number>("SELECT COALESCE(MAX(to_seq), -1) FROM segments").pluck();
  }

  /** The last archived event, -1 for none. Throws a Fault `STORAGE-CHAIN` where a damaged table holds something else there. */
  get tip(): number {
    const tip = this.#tip.get() ?? -1;
    if (!Number.isSafeInteger(tip)) throw brokenChain("the archive", "where its last segment ends is no number");
    return tip;
  }

  /** Throws a Fault `STORAGE-CHAIN` where a segment's name is none that the desk gives. */
  list(): Segment[] {
    const segments = this.#all.all();
    for (const { from_seq: from, file } of segments) {
      if (!segmentName.test(file))
        throw brokenChain(`the archive from event ${from} on`, "its segment has a false name");
    }
    return segments;
  }

  /** Archived events, `to` inclusive. Throws a Fault `STORAGE-CHAIN` where a segment's file is not what was sealed, `ARCHIVE-SEGMENT` where it is gone. */
  *read(from: number, to: number): IterableIterator<SegmentRow> {
    for (const segment of this.list()) {
      if (segment.to_seq < from || segment.from_seq > to) continue;
      yield* this.#segment(segment).read(from, to);
    }
  }

  /** Reads every segment's file as it lies there. Throws a Fault `STORAGE-CHAIN` where one is not what was sealed, `ARCHIVE-SEGMENT` where it is gone. */
  checkFiles(): void {
    this.#sealed.clear();
    for (const segment of this.list()) this.#checkFile(segment);
  }

  event(seq: number): SegmentRow | null {
    for (const row of this.read(seq, seq)) return row;
    return null;
  }

  /** Hashes a file unless it is as it was when it was last found to be what was sealed. */
  #checkFile({ file, sha256, from_seq: from }: Segment): void {
    const path = join(this.#folder, file);
    const state = stateOf(path);
    if (this.#sealed.get(file) === state) return;
    if (digestOf(path) !== sha256)
      throw brokenChain(`event ${from} or after it`, `the archive's segment ${file} is not the one that was sealed`);
    this.#sealed.set(file, state);
  }

  #segment(sealed: Segment): SegmentFile {
    const { from_seq: from, file } = sealed;
    this.#checkFile(sealed);
    if (this.#open?.from === from) return this.#open.segment;
    this.#open?.segment.close();
    this.#open = null;
    const segment = new SegmentFile(join(this.#folder, file));
    this.#open = { from, segment };
    return segment;
  }
}

/** What changes whenever a file does. Throws a Fault `ARCHIVE-SEGMENT` for one that is gone. */
function stateOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch (error) {
    throw unreadableSegment(file, (error as Error).message);
  }
}

function digestOf(file: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(1 << 20);
  try {
    const fd = openSync(file, "r");
    try {
      for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) hash.update(piece.subarray(0, read));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw unreadableSegment(file, (error as Error).message);
  }
  return hash.digest("hex");
}
