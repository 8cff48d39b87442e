import type { DeskAt } from "../../../shared/contract/audit.ts";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { OrderHistory } from "../../engine/order-history.ts";
import type { DeskMemory, MemoryBasis } from "../desk-memory.ts";
import { DeskReplica } from "../desk-replica.ts";
import type { FindIntent } from "../order-history.ts";

/** Where a reel reads its events, from one to another, both inclusive. */
export interface ReelSource {
  read(from: number, to: number): Iterable<JournalEvent>;
  readonly history: OrderHistory;
  readonly findIntent: FindIntent;
}

/** What was known after an event: from here a replica goes on. */
interface Frame {
  readonly seq: number;
  readonly memory: DeskMemory;
}

/** Events between two frames at first: so many are read again at most where somebody steps back. */
const usualSpacing = 2000;
/** Somebody who steps back steps back again: so far before the event, frames are kept this near to each other. */
const nearEvents = 500;
const nearSpacing = 100;
/** Frames that are kept; where there are more, every second one is let go. */
const mostFrames = 24;

/**
 * A desk's record as a film that stops at any event. It runs forwards as a restart would read the record, keeps what was
 * known at some events on the way, and goes back by running on from the last of them.
 */
export class DeskReel {
  readonly #source: ReelSource;
  readonly #basis: MemoryBasis;
  readonly #frames: Frame[] = [];
  /** Those before the event that was gone back to last. */
  #near: Frame[] = [];
  #replica: DeskReplica;
  #seq = -1;
  #spacing: number;

  constructor(source: ReelSource, basis: MemoryBasis, spacing = usualSpacing) {
    this.#source = source;
    this.#basis = basis;
    this.#spacing = spacing;
    this.#replica = new DeskReplica(basis, source.history, source.findIntent, null);
  }

  /**
   * The desk once event `seq` was written down; as far as the record goes where it ends before. Throws what reading the
   * record or showing one of its events throws.
   */
  at(seq: number): DeskAt {
    const frame = this.#frameBefore(seq);
    const isBack = this.#seq > seq;
    if (isBack || (frame?.seq ?? -1) > this.#seq) this.#goBack(frame);
    try {
      if (isBack && seq - this.#seq > nearSpacing) this.#approach(seq);
      this.#readOn(seq);
    } catch (error) {
      // An event that was half taken in must not be shown a second time.
      this.#goBack(frame);
      throw error;
    }
    return this.#replica.shown;
  }

  #frameBefore(seq: number): Frame | undefined {
    const near = this.#near.findLast((one) => one.seq <= seq);
    const frame = this.#frames.findLast((one) => one.seq <= seq);
    return (near?.seq ?? -1) > (frame?.seq ?? -1) ? near : frame;
  }

  /** Keeps frames on the way to an event that is gone back to. */
  #approach(seq: number): void {
    const near: Frame[] = [];
    const first = Math.max(this.#seq + nearSpacing, seq - nearEvents);
    for (let stop = first; stop < seq; stop += nearSpacing) {
      this.#readOn(stop);
      near.push(this.#frame());
    }
    this.#near = near;
  }

  #frame(): Frame {
    return { seq: this.#seq, memory: structuredClone(this.#replica.memory) };
  }

  #readOn(seq: number): void {
    for (const event of this.#source.read(this.#seq + 1, seq)) {
      this.#replica.take(event);
      this.#seq = event.seq;
      if (this.#seq - (this.#frames.at(-1)?.seq ?? -1) >= this.#spacing) this.#keep();
    }
  }

  #goBack(frame: Frame | undefined): void {
    // What is kept is taken over as it is: a copy, so that it stays as it was.
    const memory = frame === undefined ? null : structuredClone(frame.memory);
    const { history, findIntent } = this.#source;
    this.#replica = new DeskReplica(this.#basis, history, findIntent, memory);
    this.#seq = frame?.seq ?? -1;
  }

  #keep(): void {
    this.#frames.push(this.#frame());
    if (this.#frames.length <= mostFrames) return;
    this.#spacing *= 2;
    const kept = this.#frames.filter((_, index) => index % 2 === 1);
    this.#frames.splice(0, this.#frames.length, ...kept);
  }
}
