import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import type { Primitives } from "../primitives.ts";
import { type BundledEvent, DoubtfulEvent, KnownBundledEvent } from "./bundled-event.ts";
import { Miscounted } from "./event-texts.ts";
import type { CursorPlace, Reading } from "./json-cursor.ts";
import { leafBytes, type PackedEvents, stride } from "./packed-events.ts";
import { preimageOfScanned, type ScannedEvent } from "./scan-event.ts";

/** Somebody beside the verifier who reads the events of a file ahead of it, on another thread. */
export interface EventsAhead {
  /** The events of the file begin here. */
  begin(place: CursorPlace): void;
  /** Whether the next ones are at hand, so that nobody has to wait for them. */
  isReady(): boolean;
  /** The next ones, in order, and at last where they end; `null` where that is not known. Waits for them. */
  take(): PackedEvents | EventsEnd | null;
}

/** No more events could be read: their list ends at this byte of the file, or it is none, and -1. */
export interface EventsEnd {
  readonly end: number;
}

/** The events of a file, one after the other, of whoever reads them. */
export interface EventSource {
  /** The next one where it is at hand; otherwise `null`. */
  quick(): BundledEvent | null;
  /** The next one. Throws {@link Miscounted}. */
  next(): Reading<BundledEvent>;
}

const nothing: PackedEvents = {
  count: 0,
  arena: new Uint8Array(0),
  places: new Int32Array(0),
  numbers: new Float64Array(0),
  leaves: null,
  texts: [],
  odd: new Map(),
  doubtful: new Map(),
};

/** The events that somebody reads ahead. */
export class EventsTaken implements EventSource {
  readonly #primitives: Primitives;
  readonly #ahead: EventsAhead;
  #pack = nothing;
  /** Of the events of the pack; where nobody has hashed them yet each is as it is taken. */
  #leaves: Uint8Array = new Uint8Array(0);
  #place = 0;
  #seq: number;

  constructor(primitives: Primitives, ahead: EventsAhead, first: number) {
    this.#primitives = primitives;
    this.#ahead = ahead;
    this.#seq = first;
  }

  /** Whether the next event has to be waited for. */
  get isWaiting(): boolean {
    return this.#place >= this.#pack.count && !this.#ahead.isReady();
  }

  quick(): BundledEvent {
    while (this.#place >= this.#pack.count) {
      const pack = this.#ahead.take();
      if (pack === null || "end" in pack) throw new Miscounted();
      this.#pack = pack;
      this.#leaves = pack.leaves ?? new Uint8Array(leafBytes * pack.count);
      this.#place = 0;
    }
    return this.#eventAt(this.#place++, this.#seq++);
  }

  /** Whether no more are left, and their list ends at this byte of the file. */
  endsAt(offset: number): boolean {
    if (this.#place < this.#pack.count) return false;
    const told = this.#ahead.take();
    return told !== null && "end" in told && told.end === offset;
  }

  // biome-ignore lint/correctness/useYield: nothing of the file is wished for here.
  *next(): Reading<BundledEvent> {
    return this.quick();
  }

  /** The event at a place of the pack, as the checks see it; `seq` is the number its place in the bundle gives it. */
  #eventAt(place: number, seq: number): BundledEvent {
    const { doubtful, leaves } = this.#pack;
    const text = doubtful.size === 0 ? undefined : doubtful.get(place);
    if (text !== undefined) return new DoubtfulEvent(this.#primitives, text, seq);
    const { sha256Into, decodeUtf8 } = this.#primitives;
    const scanned = scannedAt(this.#pack, place);
    const from = leafBytes * place;
    if (leaves === null) sha256Into(preimageOfScanned(scanned), this.#leaves, from);
    return new KnownBundledEvent(decodeUtf8, scanned, seq, this.#leaves.subarray(from, from + leafBytes));
  }
}

function scannedAt({ arena, places, numbers, texts, odd }: PackedEvents, place: number): ScannedEvent {
  const of = (column: number): number => places[stride * place + column] as number;
  const unusual = odd.size === 0 ? undefined : odd.get(place);
  return {
    arena,
    from: of(0),
    to: of(1),
    prevAt: of(2),
    dataAt: of(3),
    type: journalEventTypes[of(4)] as ScannedEvent["type"],
    at: texts[of(5)] as string,
    mono: unusual === undefined ? (numbers[2 * place + 1] as number) : unusual,
    seq: numbers[2 * place] as number,
    session: texts[of(6)] as string,
  };
}
