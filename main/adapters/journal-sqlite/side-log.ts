import { createHash } from "node:crypto";
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { reachStep } from "./journal-step.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** Room for about four thousand events: what a desk says while it only closes what is open. */
export const sideLogBytes = 2 * 1024 * 1024;
const hashBytes = 32;
const headBytes = 4 + hashBytes;
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/**
 * A file beside the journal that takes events when the journal cannot: its blocks are written in good times, so that it
 * can be written on a full disk. Each record is a length (4 bytes, little-endian), a SHA-256 and JSON; the first length of
 * zero ends the log, and a record that does not match its hash was torn and counts for nothing.
 */
export class SideLog {
  readonly #file: number;
  #open = true;
  #at = 0;
  #kept = 0;
  #refused = 0;

  /** Opens the profile's log and sees to its blocks; a disk that is full already may have none to give, and then it keeps nothing. */
  constructor(profileDir: string) {
    const path = join(profileDir, "emergency.log");
    const size = existsSync(path) ? statSync(path).size : 0;
    this.#file = openSync(path, size > 0 ? "r+" : "w+", 0o600);
    if (size < sideLogBytes) {
      try {
        writeSync(this.#file, Buffer.alloc(sideLogBytes - size), 0, sideLogBytes - size, size);
        fsyncSync(this.#file);
      } catch (error) {
        if ((error as { code?: string }).code !== "ENOSPC" && (error as { code?: string }).code !== "EDQUOT")
          throw error;
      }
    }
    for (const { bytes } of this.#records()) this.#at += bytes;
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
      records.push(head, sha256(body), body);
    }
    const kept = records.length / 3;
    try {
      if (!this.#open) throw new Error("the log is closed");
      const bytes = Buffer.concat(records);
      writeSync(this.#file, bytes, 0, bytes.length, this.#at);
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
      writeSync(this.#file, Buffer.alloc(this.#at), 0, this.#at, 0);
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
    for (let at = 0; at + headBytes <= log.length; ) {
      const length = log.readUInt32LE(at);
      const body = log.subarray(at + headBytes, at + headBytes + length);
      if (length === 0 || body.length < length || !sha256(body).equals(log.subarray(at + 4, at + headBytes))) return;
      yield { event: JSON.parse(body.toString("utf8")) as StagedEvent, bytes: headBytes + length };
      at += headBytes + length;
    }
  }
}
