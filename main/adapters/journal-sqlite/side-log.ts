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
 * marked by a desk of this journal is refused: what is merged is signed.
 */
export class SideLog {
  readonly #path: string;
  readonly #file: number;
  readonly #keys: SideLogKeys;
  #open = true;
  #at = 0;
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
      for (const { bytes } of this.#records()) this.#at += bytes;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Events kept and, when there was no room, not kept since this log was opened. */
  get counts(): { readonly kept: number; readonly refused: number } {
    return { kept: this.#kept, refused: this.#refused };
  }

  /** Every whole record, in order. */
  read(): StagedEvent[] {
    return [...this.#records()].map(({ event }) => event);
  }

  /** Keeps events on disk before it returns, as many as there is room for below `limit`. */
  keep(events: readonly StagedEvent[], limit = sideLogBytes): void {
    const records: Buffer[] = [];
    let end = this.#at;
    for (const event of events) {
      const body = Buffer.from(JSON.stringify(event), "utf8");
      const head = Buffer.alloc(4);
      head.writeUInt32LE(body.length);
      end += headBytes + body.length;
      // The zero that ends the log must fit behind the last record.
      if (end + 4 > limit) break;
      records.push(Buffer.concat([head, sha256(body), macOf(this.#keys.write, body), body]));
    }
    const kept = records.length;
    try {
      if (!this.#open) throw new Error("the log is closed");
      const bytes = Buffer.concat(records);
      writeAll(this.#file, bytes, this.#at);
      fdatasyncSync(this.#file);
      reachStep("side-log-kept");
      this.#at += bytes.length;
      this.#kept += kept;
      this.#refused += events.length - kept;
    } catch {
      this.#refused += events.length;
    }
  }

  /** Forgets every record; its blocks stay. Call it when they are in the journal. */
  empty(): void {
    if (this.#at > 0) {
      writeAll(this.#file, Buffer.alloc(this.#at), 0);
      fsyncSync(this.#file);
    }
    this.#at = 0;
  }

  close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  *#records(): Generator<{ readonly event: StagedEvent; readonly bytes: number }> {
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
      yield { event, bytes: headBytes + length };
      at += headBytes + length;
    }
  }

  #eventOf(body: Buffer, mac: Buffer): StagedEvent {
    const { read } = this.#keys;
    const isMarked = read === null || read.some((key) => timingSafeEqual(macOf(key, body), mac));
    const event = isMarked ? Kept.safeParse(parsed(body)) : null;
    if (event?.success !== true) throw foreign(this.#path);
    return event.data as StagedEvent;
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
