import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Fault } from "../../../shared/model/fault.ts";
import { reachStep } from "./journal-step.ts";
import type { MacKeys } from "./mac-keys.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** Room for about four thousand events: what a desk says while it only closes what is open. */
export const sideLogBytes = 2 * 1024 * 1024;
const hashBytes = 32;
const headBytes = 4 + 2 * hashBytes;
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const macOf = (key: KeyObject, bytes: Uint8Array): Buffer =>
  createHmac("sha256", key).update("proofdesk-side-log\n").update(bytes).digest();

/** What a record holds; who wrote it is told by its mac. */
const Kept = z.strictObject({
  seq: z.int().min(0),
  head: z.string(),
  tail: z.string(),
  type: z.string(),
  orderId: z.string().nullable(),
  trace: z.string(),
});

/** What stands behind the last record: how many there are, and a hash over all of them in their order. */
const Ended = z.strictObject({ events: z.int().min(1), chain: z.string() });
/** A length with this bit is that of the end. */
const endMark = 0x8000_0000;
/** Room for the end and for the zero behind it. */
const endRoom = headBytes + 160;
const chained = (before: Uint8Array, body: Uint8Array): Buffer => sha256(Buffer.concat([before, sha256(body)]));
const noChain = Buffer.alloc(hashBytes);

/** Whose records a side log takes in. */
export interface SideLogKeys {
  readonly write: KeyObject;
  /** Keys of which one must have marked a record; `null` where nobody can tell. */
  readonly read: readonly KeyObject[] | null;
}

/**
 * The keys of a journal's side log: those that mark its rows. A session without a keychain has one that anybody could work
 * out; its records count where the journal says that the session before had none, or where no kept key can tell.
 * `nextSeq` is the first event that is not in the journal yet.
 */
export function sideLogKeys(
  origin: string,
  { from, kept, current }: MacKeys,
  nextSeq: number,
  lastStorage: unknown,
): SideLogKeys {
  const open = createSecretKey(sha256(Buffer.from(`proofdesk-side-log\n${origin}`)));
  if (from === null) return { write: open, read: null };
  if (from >= nextSeq) return { write: current.key, read: null };
  return { write: current.key, read: [...kept.values(), ...(lastStorage === "session" ? [open] : [])] };
}

function foreign(path: string): Fault {
  return new Fault(
    "STORAGE-SIDE-LOG",
    "security",
    `${path} holds events that no desk with this journal's keys has put there: they are not taken in`,
    "Move the file out of the profile and keep it, then compare positions and orders with the venue: exits that were made while the disk was full may be in no record.",
  );
}

const pathIn = (profileDir: string): string => join(profileDir, "emergency.log");

/** A journal that begins takes in nothing of one before it: its log, the last that is left of it, lies aside from here on. */
export function setAsideEarlierLog(profileDir: string): void {
  const path = pathIn(profileDir);
  if (existsSync(path)) renameSync(path, `${path}.earlier`);
}

/**
 * A file beside the journal that takes events when the journal cannot: its blocks are written in good times, so that it
 * can be written on a full disk. Each record is a length (4 bytes, little-endian), a SHA-256, a mac and JSON; the first length
 * of zero ends the log, a record that does not match its hash was torn and counts for nothing, and one that does but was not
 * marked by a desk of this journal is refused: what is merged is signed. Behind the last record stands the end, marked like
 * one, written with it and written over by the next: who takes records off the end of the log cannot end it before them,
 * unless they kept a copy from when it was so long. Nothing tells of a log that is emptied whole: where the disk is full
 * there is no other place that could.
 */
export class SideLog {
  readonly #path: string;
  readonly #file: number;
  readonly #keys: SideLogKeys;
  #open = true;
  #at = 0;
  /** Bytes in use, the end among them. */
  #used = 0;
  #events = 0;
  #chain: Buffer = noChain;
  #ends = true;
  #kept = 0;
  #refused = 0;

  /** Opens the profile's log and sees to its blocks; a disk that is full already may have none to give, and then it keeps nothing. Throws a Fault `STORAGE-SIDE-LOG`. */
  constructor(profileDir: string, keys: SideLogKeys) {
    const path = pathIn(profileDir);
    this.#path = path;
    this.#keys = keys;
    const size = existsSync(path) ? statSync(path).size : 0;
    this.#file = openSync(path, size > 0 ? "r+" : "w+", 0o600);
    if (size < sideLogBytes) {
      try {
        writeAll(this.#file, Buffer.alloc(sideLogBytes - size), size);
        fsyncSync(this.#file);
      } catch (error) {
        if ((error as { code?: string }).code !== "ENOSPC" && (error as { code?: string }).code !== "EDQUOT")
          throw error;
      }
    }
    try {
      for (const { bytes, body } of this.#records()) this.#count(bytes, body);
      const end = this.#readEnd();
      this.#ends = this.#events === 0 || end > 0;
      this.#used = this.#at + end;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Events kept and, when there was no room, not kept since this log was opened. */
  get counts(): { readonly kept: number; readonly refused: number } {
    return { kept: this.#kept, refused: this.#refused };
  }

  /** Whether the log ended, when it was opened, where a desk had ended it; so does one that holds nothing. */
  get ends(): boolean {
    return this.#ends;
  }

  /** Every whole record, in order. */
  read(): StagedEvent[] {
    return [...this.#records()].map(({ event }) => event);
  }

  /** Keeps events on disk before it returns, as many as there is room for below `limit`. */
  keep(events: readonly StagedEvent[], limit = sideLogBytes): void {
    const bodies: Buffer[] = [];
    let end = this.#at;
    for (const event of events) {
      const body = Buffer.from(JSON.stringify(event), "utf8");
      end += headBytes + body.length;
      if (end + endRoom > limit) break;
      bodies.push(body);
    }
    const kept = bodies.length;
    try {
      if (!this.#open) throw new Error("the log is closed");
      if (kept > 0) {
        const last = { events: this.#events + kept, chain: bodies.reduce(chained, this.#chain).toString("hex") };
        const ended = this.#recordOf(Buffer.from(JSON.stringify(last), "utf8"), endMark);
        const bytes = Buffer.concat([...bodies.map((body) => this.#recordOf(body)), ended]);
        writeAll(this.#file, bytes, this.#at);
        fdatasyncSync(this.#file);
        for (const body of bodies) this.#count(headBytes + body.length, body);
        this.#used = this.#at + ended.length;
      }
      reachStep("side-log-kept");
      this.#kept += kept;
      this.#refused += events.length - kept;
    } catch {
      this.#refused += events.length;
    }
  }

  /** Forgets every record; its blocks stay. Call it when they are in the journal. */
  empty(): void {
    if (this.#used > 0) {
      writeAll(this.#file, Buffer.alloc(this.#used), 0);
      fsyncSync(this.#file);
    }
    this.#at = 0;
    this.#used = 0;
    this.#events = 0;
    this.#chain = noChain;
  }

  close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  #count(bytes: number, body: Uint8Array): void {
    this.#at += bytes;
    this.#events += 1;
    this.#chain = chained(this.#chain, body);
  }

  #recordOf(body: Buffer, mark = 0): Buffer {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(mark + body.length);
    return Buffer.concat([head, sha256(body), macOf(this.#keys.write, body), body]);
  }

  /** The bytes of the end behind the last record; 0 where there is none, or one of other records. */
  #readEnd(): number {
    const log = Buffer.alloc(endRoom);
    readSync(this.#file, log, 0, log.length, this.#at);
    const length = log.readUInt32LE(0) - endMark;
    if (length <= 0 || length > endRoom - headBytes) return 0;
    const body = log.subarray(headBytes, headBytes + length);
    const isWhole = sha256(body).equals(log.subarray(4, 4 + hashBytes));
    if (!isWhole || !this.#isMarked(body, log.subarray(4 + hashBytes, headBytes))) return 0;
    const end = Ended.safeParse(parsed(body));
    const isOwn = end.data?.events === this.#events && end.data.chain === this.#chain.toString("hex");
    return isOwn ? headBytes + length : 0;
  }

  *#records(): Generator<{ readonly event: StagedEvent; readonly bytes: number; readonly body: Uint8Array }> {
    const log = Buffer.alloc(sideLogBytes);
    readSync(this.#file, log, 0, log.length, 0);
    let before = -1;
    for (let at = 0; at + headBytes <= log.length; ) {
      const length = log.readUInt32LE(at);
      const [hashAt, macAt, bodyAt] = [at + 4, at + 4 + hashBytes, at + headBytes];
      const body = log.subarray(bodyAt, bodyAt + length);
      if (length === 0 || body.length < length || !sha256(body).equals(log.subarray(hashAt, macAt))) return;
      const event = this.#eventOf(body, log.subarray(macAt, bodyAt));
      // A desk numbers what it keeps: a record that stands twice, or elsewhere, was put there.
      if (event.seq <= before) throw foreign(this.#path);
      before = event.seq;
      yield { event, bytes: headBytes + length, body };
      at += headBytes + length;
    }
  }

  #eventOf(body: Buffer, mac: Buffer): StagedEvent {
    const event = this.#isMarked(body, mac) ? Kept.safeParse(parsed(body)) : null;
    if (event?.success !== true) throw foreign(this.#path);
    return event.data as StagedEvent;
  }

  #isMarked(body: Buffer, mac: Buffer): boolean {
    const { read } = this.#keys;
    return read === null || read.some((key) => timingSafeEqual(macOf(key, body), mac));
  }
}

/** Writes all of it: a disk that fills takes a part without a word, and says so only of the next one. */
function writeAll(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const written = writeSync(file, bytes, done, bytes.length - done, at + done);
    if (written === 0) throw new Error("the disk took nothing");
    done += written;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
