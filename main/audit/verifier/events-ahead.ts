import type { Primitives } from "../primitives.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { EventTexts, Miscounted } from "./event-texts.ts";
import { type CursorOptions, type CursorPlace, drive, type Reading } from "./json-cursor.ts";
import { EventPacker, eventAt, type PackedEvents, type SpareHasher } from "./packed-events.ts";

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

/**
 * What is done ahead: reads the events that begin at a place, hands them on in packs, hashed where there is time for it, and
 * tells at last where they end.
 */
export function readAhead(
  options: CursorOptions,
  place: CursorPlace,
  bytesOf: (offset: number, length: number) => Uint8Array,
  tell: (told: PackedEvents | EventsEnd) => void,
  hasher?: SpareHasher,
): void {
  const packer = new EventPacker(tell, hasher);
  const texts = new EventTexts(options, place, "nothing", packer);
  try {
    for (;;) if (texts.quick() === null) drive(texts.next(), bytesOf);
  } catch {
    packer.flush();
    tell({ end: texts.end });
  }
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
      this.#place = 0;
    }
    return eventAt(this.#primitives, this.#pack, this.#place++, this.#seq++);
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
}
