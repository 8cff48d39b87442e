import { createHash } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import { Fault } from "../../../shared/model/fault.ts";
import { syncFolder } from "../profile/write-whole.ts";
import { reachStep } from "./journal-step.ts";

/** The first line of a segment; `blocks` says where in the bytes after it which events lie. */
const SegmentHeader = z.strictObject({
  format: z.literal("proofdesk-segment/1"),
  origin: z.string(),
  from: z.int().min(0),
  /** Inclusive. */
  to: z.int().min(0),
  /** Leaf of the event before the first and of the last, lower-case hex. */
  prev: z.string().length(64),
  last: z.string().length(64),
  /** The signed checkpoint that covers exactly the events up to `to`. */
  checkpoint: z.string(),
  blocks: z.array(z.tuple([z.int().min(0), z.int().min(0), z.int().min(1)])),
});
export type SegmentHeader = z.infer<typeof SegmentHeader>;

/** An event as a segment holds it: its exact bytes and the mac of its row. */
export interface SegmentRow {
  readonly seq: number;
  readonly bytes: string;
  readonly mac: Buffer | null;
  readonly mac_version: number | null;
}

/** So many events are packed together: reading one of them unpacks these. */
const blockEvents = 256;
const headLength = 8;
/** No block of the desk's own comes near it: what unpacks to more was not written by one. */
const mostUnpacked = 1 << 28;

/** One line per event: version and mac of its row (`-` where it has none) and its canonical bytes, which hold no line end. */
function lineOf({ bytes, mac, mac_version: version }: SegmentRow): string {
  return `${version ?? "-"} ${mac === null ? "-" : mac.toString("hex")} ${bytes}\n`;
}

function rowOf(line: string, seq: number): SegmentRow {
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  const [version, mac] = [line.slice(0, first), line.slice(first + 1, second)];
  return {
    seq,
    bytes: line.slice(second + 1),
    mac: mac === "-" ? null : Buffer.from(mac, "hex"),
    mac_version: version === "-" ? null : Number(version),
  };
}

/**
 * Writes a segment beside its place, brings it to disk, and gives it its name, for its owner to read only. The header's
 * length stands before it as eight decimal digits. Returns its size and SHA-256.
 */
export function writeSegment(
  file: string,
  header: Omit<SegmentHeader, "format" | "blocks">,
  rows: Iterable<SegmentRow>,
): { readonly bytes: number; readonly sha256: string } {
  const packed: Buffer[] = [];
  const blocks: [number, number, number][] = [];
  let offset = 0;
  let lines: string[] = [];
  let first = header.from;
  const pack = (): void => {
    if (lines.length === 0) return;
    const block = zstdCompressSync(Buffer.from(lines.join("")));
    blocks.push([first, offset, block.length]);
    packed.push(block);
    offset += block.length;
    first += lines.length;
    lines = [];
  };
  for (const row of rows) {
    lines.push(lineOf(row));
    if (lines.length === blockEvents) pack();
  }
  pack();
  if (first !== header.to + 1)
    throw new RangeError(`segment ${header.from} to ${header.to} got ${first - header.from} events`);
  const head = Buffer.from(`${JSON.stringify({ format: "proofdesk-segment/1", ...header, blocks })}\n`);
  const pieces = [Buffer.from(String(head.length).padStart(headLength, "0")), head, ...packed];
  const temporary = join(dirname(file), `.${basename(file)}.new`);
  rmSync(temporary, { force: true });
  const hash = createHash("sha256");
  let bytes = 0;
  const fd = openSync(temporary, "wx", 0o600);
  try {
    for (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at);
    }
    fsyncSync(fd);
  } catch (error) {
    // On a full disk half a segment would take what room is left.
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  reachStep("segment-written");
  chmodSync(temporary, 0o400);
  renameSync(temporary, file);
  syncFolder(dirname(file));
  reachStep("segment-renamed");
  return { bytes, sha256: hash.digest("hex") };
}

/** A segment that is gone or cannot be unpacked. */
export function unreadableSegment(file: string, why: string): Fault {
  return new Fault(
    "ARCHIVE-SEGMENT",
    "storage",
    `the archive's segment ${file} cannot be read: ${why}`,
    "Put the file back from a backup, or with archive --fetch from where it was uploaded to; without it a desk does not start, and what it holds cannot be shown or verified.",
  );
}

/** An open segment. */
export class SegmentFile {
  readonly header: SegmentHeader;
  readonly #file: string;
  readonly #fd: number;
  readonly #bodyAt: number;
  /** The block that was unpacked last, and its first event. */
  #unpacked: { readonly block: number; readonly lines: readonly string[] } | null = null;

  /** Throws a Fault `ARCHIVE-SEGMENT`. */
  constructor(file: string) {
    this.#file = file;
    try {
      this.#fd = openSync(file, "r");
    } catch (error) {
      throw unreadableSegment(file, (error as Error).message);
    }
    try {
      const length = Number(this.#bytes(0, headLength).toString());
      if (!Number.isSafeInteger(length) || length <= 0 || length > 100_000_000) throw new RangeError("no header");
      this.header = SegmentHeader.parse(JSON.parse(this.#bytes(headLength, length).toString()));
      this.#bodyAt = headLength + length;
    } catch (error) {
      closeSync(this.#fd);
      throw unreadableSegment(file, (error as Error).message);
    }
  }

  /** Its events `from` to `to`, inclusive, in order. */
  *read(from: number, to: number): IterableIterator<SegmentRow> {
    const { blocks, from: begin, to: last } = this.header;
    for (let block = this.#blockOf(Math.max(from, begin)); block >= 0 && block < blocks.length; block++) {
      const first = (blocks[block] as [number, number, number])[0];
      if (first > Math.min(to, last)) return;
      for (const [place, line] of this.#lines(block).entries()) {
        const seq = first + place;
        if (seq >= from && seq <= to) yield rowOf(line, seq);
      }
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #blockOf(seq: number): number {
    return this.header.blocks.findLastIndex(([first]) => first <= seq);
  }

  #lines(block: number): readonly string[] {
    if (this.#unpacked?.block === block) return this.#unpacked.lines;
    const [, offset, length] = this.header.blocks[block] as [number, number, number];
    let lines: readonly string[];
    try {
      lines = zstdDecompressSync(this.#bytes(this.#bodyAt + offset, length), { maxOutputLength: mostUnpacked })
        .toString()
        .slice(0, -1)
        .split("\n");
    } catch (error) {
      throw unreadableSegment(this.#file, (error as Error).message);
    }
    this.#unpacked = { block, lines };
    return lines;
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const read = readSync(this.#fd, bytes, 0, length, at);
    if (read < length) throw new RangeError(`it ends after ${at + read} bytes`);
    return bytes;
  }
}
