import type { JournalEventType } from "../../../shared/model/journal-event.ts";
import { mostBytes, type PlacedEvent, place } from "./placed-event.ts";
import type { StagedEvent } from "./writer-messages.ts";

/**
 * Events that follow each other, on their way to the writer's thread. Their bytes lie in memory that both threads see: they
 * are written once, the writer hashes and stores them where they are, and should it end they are still at hand.
 */
export interface StagedGroup {
  /** Seq of the first. */
  readonly from: number;
  readonly memory: SharedArrayBuffer;
  /** Where the first begins. */
  readonly at: number;
  /** Of each event in turn the place of `prev` and the end, counted from the start of the memory. */
  readonly places: readonly number[];
  /** Of each event in turn its type, its order (empty for none) and its trace. */
  readonly labels: readonly string[];
}

const arenaBytes = 1 << 20;

interface Arena {
  readonly bytes: Buffer<SharedArrayBuffer>;
  /** The last event in it. */
  last: number;
}

/** Collects staged events until they are handed over. */
export class Staging {
  #arena: Arena = newArena(arenaBytes);
  /** Arenas that have been filled, in order: those whose events are on disk are written over. */
  #filled: Arena[] = [];
  #from = 0;
  #at = 0;
  #end = 0;
  #places: number[] = [];
  #labels: string[] = [];

  /** Events that wait to be handed over. */
  get size(): number {
    return this.#places.length / 2;
  }

  /** Whether an event can join those that wait; otherwise they must be taken first. */
  hasRoom(event: StagedEvent): boolean {
    return this.size === 0 || this.#end + mostBytes(event) <= this.#arena.bytes.length;
  }

  /** Adds an event; all up to `durableSeq` may be written over. */
  add(event: StagedEvent, durableSeq: number): void {
    if (this.size === 0) this.#begin(event, durableSeq);
    const { seq, type, orderId, trace } = event;
    const { prevAt, end } = place(event, this.#arena.bytes, this.#end);
    this.#end = end;
    this.#arena.last = seq;
    this.#places.push(prevAt, end);
    this.#labels.push(type, orderId ?? "", trace);
  }

  take(): StagedGroup {
    const group = {
      from: this.#from,
      memory: this.#arena.bytes.buffer,
      at: this.#at,
      places: this.#places,
      labels: this.#labels,
    };
    this.#places = [];
    this.#labels = [];
    return group;
  }

  #begin(event: StagedEvent, durableSeq: number): void {
    const bytes = mostBytes(event);
    if (this.#end + bytes > this.#arena.bytes.length) {
      this.#filled.push(this.#arena);
      this.#arena = this.#writtenOver(bytes, durableSeq) ?? newArena(Math.max(arenaBytes, bytes));
      this.#end = 0;
    }
    this.#from = event.seq;
    this.#at = this.#end;
  }

  /** The newest filled arena whose events are on disk; older ones are let go, so that a burst leaves nothing behind. */
  #writtenOver(bytes: number, durableSeq: number): Arena | null {
    let spare: Arena | null = null;
    while ((this.#filled[0]?.last ?? Number.POSITIVE_INFINITY) <= durableSeq) spare = this.#filled.shift() ?? null;
    return spare !== null && spare.bytes.length >= bytes ? spare : null;
  }
}

function newArena(bytes: number): Arena {
  return { bytes: Buffer.from(new SharedArrayBuffer(bytes)), last: -1 };
}

/** The seq of a group's last event. */
export function lastOf({ from, places }: StagedGroup): number {
  return from + places.length / 2 - 1;
}

/** The events of a group, into a list. */
export function unpackGroup({ from, memory, at, places, labels }: StagedGroup, into: PlacedEvent[]): void {
  const bytes = Buffer.from(memory);
  let begin = at;
  for (let n = 0; 2 * n < places.length; n++) {
    const [prevAt, end] = [places[2 * n] as number, places[2 * n + 1] as number];
    const [type, order, trace] = [labels[3 * n] as JournalEventType, labels[3 * n + 1], labels[3 * n + 2] as string];
    const orderId = order === undefined || order === "" ? null : order;
    into.push({ seq: from + n, preimage: bytes.subarray(begin, end), prevAt: prevAt - begin, type, orderId, trace });
    begin = end;
  }
}
