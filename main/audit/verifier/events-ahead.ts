import type { Primitives } from "../primitives.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { EventTexts, Miscounted } from "./event-texts.ts";
import { type CursorOptions, type CursorPlace, drive, type Reading } from "./json-cursor.ts";
import { EventPacker, eventAt, type PackedEvents } from "./packed-events.ts";

/** Somebody beside the verifier who reads the events of a file ahead of it, on another thread. */
export interface EventsAhead {
  /** The events of the file begin here. */
  begin(place: CursorPlace): void;
  /** The next ones, in order; `null` where there are no more that could be read. Waits for them. */
  take(): PackedEvents | null;
}

/** The events of a file, one after the other, of whoever reads them. */
export interface EventSource {
  /** The next one where it is at hand; otherwise `null`. */
  quick(): BundledEvent | null;
  /** The next one. Throws {@link Miscounted}. */
  next(): Reading<BundledEvent>;
}

/**
 * What is done ahead: reads the events that begin at a place, hands them on in packs, and a `null` at last. Behind the last
 * event nothing can be read as one; who counts them knows whether that came too early.
 */
export function readAhead(
  options: CursorOptions,
  place: CursorPlace,
  bytesOf: (offset: number, length: number) => Uint8Array,
  tell: (pack: PackedEvents | null) => void,
): void {
  const packer = new EventPacker(tell);
  const texts = new EventTexts(options, place, false, packer);
  try {
    for (;;) if (texts.quick() === null) drive(texts.next(), bytesOf);
  } catch {
    packer.flush();
    tell(null);
  }
}

const nothing: PackedEvents = {
  count: 0,
  arena: new Uint8Array(0),
  places: new Int32Array(0),
  numbers: new Float64Array(0),
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

  quick(): BundledEvent {
    while (this.#place >= this.#pack.count) {
      const pack = this.#ahead.take();
      if (pack === null) throw new Miscounted();
      this.#pack = pack;
      this.#place = 0;
    }
    return eventAt(this.#primitives, this.#pack, this.#place++, this.#seq++);
  }

  // biome-ignore lint/correctness/useYield: nothing of the file is wished for here.
  *next(): Reading<BundledEvent> {
    return this.quick();
  }
}
