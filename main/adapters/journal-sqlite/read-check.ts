import { timingSafeEqual } from "node:crypto";
import { leafHexOf } from "../../audit/leaf.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { type EventMarks, eventMarks } from "./event-marks.ts";
import { type LeafMac, leafMac } from "./leaf-mac.ts";
import type { RowKeys } from "./mac-keys.ts";
import { type MarkedRow, withoutMac } from "./row-macs.ts";
import { brokenChain } from "./storage-fault.ts";

/** A row as it is read. Only who has keys asks for its marks. */
export interface ReadRow extends Partial<MarkedRow> {
  readonly seq: number;
  readonly text: string;
  /** As it was stored, lower-case hex; `null` of an archived event, whose segment's file is checked as a whole. */
  readonly leaf: string | null;
}

/** A session, and whether it had a keychain, by its own word. */
export interface SessionBegin {
  readonly seq: number;
  readonly withoutKeychain: boolean;
}

/** What a row without a mac that can be checked is judged by. */
export interface Surroundings {
  /** The sessions that began up to an event, in order, and at least one after it, if there is one. */
  sessions(upTo: number): readonly SessionBegin[];
  /** Whether one of the rows `from` to `to`, inclusive, carries the version of a key that is kept. */
  isMarked(from: number, to: number): boolean;
}

/** Holds every row that is read against what was stored of it: its number, its hash, and its mac where a key is kept. */
export class ReadCheck {
  readonly #from: number | null;
  readonly #macs: ReadonlyMap<number, LeafMac>;
  readonly #surroundings: Surroundings;
  /** Rows that were found to be unmarked. */
  #unmarked = { from: 0, to: -1 };

  /** `keys` is `null` where no keychain answers. */
  constructor(keys: RowKeys | null, surroundings: Surroundings) {
    this.#from = keys?.from ?? null;
    this.#macs = new Map([...(keys?.kept ?? [])].map(([version, key]) => [version, leafMac(key)]));
    this.#surroundings = surroundings;
  }

  /** Whether there are macs to be checked: otherwise nobody need fetch them. */
  get withMacs(): boolean {
    return this.#from !== null;
  }

  /** Answers a row's leaf, lower-case hex, and the leaf it names as that of the event before it. Throws a Fault `STORAGE-CHAIN`. */
  check(row: ReadRow): { readonly leaf: string; readonly prev: string } {
    const { seq, text } = row;
    const where = `event ${seq}`;
    const leaf = leafHexOf(nodePrimitives, text);
    if (row.leaf !== null && row.leaf !== leaf)
      throw brokenChain(where, "its bytes do not have the hash they were stored with");
    const marks = eventMarks(text) ?? parsedMarks(text, where);
    if (marks.seq !== seq) throw brokenChain(where, "its bytes say another number");
    if (this.#from !== null) this.#checkMac(seq, leaf, row);
    return { leaf, prev: marks.prev };
  }

  #checkMac(seq: number, leaf: string, { mac = null, mac_version: version = null }: ReadRow): void {
    const known = version === null ? undefined : this.#macs.get(version);
    if (known !== undefined) {
      if (mac?.length === 32 && timingSafeEqual(mac, known(Buffer.from(leaf, "hex")))) return;
      throw brokenChain(`event ${seq}`, "its row was not written by this desk: its mac is false");
    }
    const excused =
      this.#from === null || seq < this.#from || (version !== null && this.#ofSessionWithoutKey(seq, version));
    if (!excused) throw withoutMac(seq);
  }

  #ofSessionWithoutKey(seq: number, version: number): boolean {
    const sessions = this.#surroundings.sessions(seq);
    const after = sessions.findIndex((session) => session.seq > seq);
    const own = after === 0 ? undefined : sessions.at(after < 0 ? -1 : after - 1);
    if (own?.withoutKeychain === true) return true;
    const next = after < 0 ? undefined : sessions[after];
    return version === 0 && next?.withoutKeychain === true && this.#isMerged(seq, next.seq - 1);
  }

  /** What a session could not store is merged, with version 0, right before the next one records that it began. */
  #isMerged(seq: number, last: number): boolean {
    const { from, to } = this.#unmarked;
    if (seq >= from && last === to) return true;
    if (this.#surroundings.isMarked(seq, last)) return false;
    this.#unmarked = { from: seq, to: last };
    return true;
  }
}

/** Of an event that has another form than the desk writes. Throws a Fault `STORAGE-CHAIN`. */
function parsedMarks(text: string, where: string): EventMarks {
  try {
    return JSON.parse(text) as EventMarks;
  } catch {
    throw brokenChain(where, "its bytes are not an event");
  }
}
