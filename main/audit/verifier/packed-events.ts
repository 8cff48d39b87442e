import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import type { Primitives } from "../primitives.ts";
import type { EventMaker } from "./event-texts.ts";
import { preimageOfScanned, type ScannedEvent } from "./scan-event.ts";

/** Integers per event: four places in the arena, its type, its time and its session. */
export const stride = 7;
/** Bytes of a leaf. */
export const leafBytes = 32;
/** Events, and characters of doubtful texts, that are gathered before they are handed on: what a pack takes is bounded. */
const mostEvents = 4096;
const mostDoubtful = 1_000_000;
const none = -1;

/** Events of one arena as columns, as one thread hands them to another. */
export interface PackedEvents {
  readonly count: number;
  readonly arena: Uint8Array;
  readonly places: Int32Array;
  /** In turn the number an event gives itself, and the nanoseconds of its monotonic clock. */
  readonly numbers: Float64Array;
  /** The leaves of all of them, 32 bytes each, where who gathered them had time for that. */
  readonly leaves: Uint8Array | null;
  /** Times and sessions, by the numbers that `places` has of them. */
  readonly texts: readonly string[];
  /** Monotonic times that are no plain number, by the event's place in the pack. */
  readonly odd: ReadonlyMap<number, bigint | null>;
  /** The texts of events that the scanner leaves to others, by their place in the pack. */
  readonly doubtful: ReadonlyMap<number, string>;
}

/** The memory of a pack: handed over with it, not copied. */
export const buffersOf = ({ arena, places, numbers, leaves }: PackedEvents): ArrayBuffer[] =>
  [arena, places, numbers, ...(leaves === null ? [] : [leaves])].map(({ buffer }) => buffer as ArrayBuffer);

/** Takes over the hashing of events from who checks them, while there is time for that. */
export interface SpareHasher {
  readonly sha256Into: Primitives["sha256Into"];
  readonly hasTime: () => boolean;
}

const typeNumbers: ReadonlyMap<string, number> = new Map(journalEventTypes.map((type, number) => [type, number]));

/** Gathers events into packs, each of one arena. */
export class EventPacker implements EventMaker<true> {
  readonly #emit: (pack: PackedEvents) => void;
  readonly #hasher: SpareHasher | undefined;
  #arena: Uint8Array = new Uint8Array(0);
  #count = 0;
  #places: number[] = [];
  #numbers: number[] = [];
  #texts: string[] = [];
  #odd = new Map<number, bigint | null>();
  #doubtful = new Map<number, string>();
  #doubtfulLength = 0;
  #at = none;
  #session = none;

  /** `emit` owns what it is given. */
  constructor(emit: (pack: PackedEvents) => void, hasher?: SpareHasher) {
    this.#emit = emit;
    this.#hasher = hasher;
  }

  known(scanned: ScannedEvent): true {
    const { arena, from, to, prevAt, dataAt, type, at, mono, seq, session } = scanned;
    if (arena !== this.#arena) {
      this.flush();
      this.#arena = arena;
    }
    if (at !== this.#texts[this.#at]) this.#at = this.#texts.push(at) - 1;
    if (session !== this.#texts[this.#session]) this.#session = this.#texts.push(session) - 1;
    const typeNumber = typeNumbers.get(type) as number;
    this.#places.push(from, to, prevAt, dataAt, typeNumber, this.#at, this.#session);
    const plain = typeof mono === "number";
    if (!plain) this.#odd.set(this.#count, mono);
    this.#numbers.push(seq, plain ? mono : 0);
    this.#count += 1;
    return true;
  }

  doubtful(text: string): true {
    this.#doubtful.set(this.#count, text);
    this.#places.push(0, 0, 0, 0, 0, 0, 0);
    this.#numbers.push(0, 0);
    this.#count += 1;
    this.#doubtfulLength += text.length;
    if (this.#doubtfulLength > mostDoubtful || this.#count >= mostEvents) {
      // Who scans may still write into the arena.
      const arena = this.#arena;
      this.#arena = arena.slice();
      this.flush();
      this.#arena = arena;
    }
    return true;
  }

  #leaves(sha256Into: Primitives["sha256Into"]): Uint8Array {
    const leaves = new Uint8Array(leafBytes * this.#count);
    for (let place = 0; place < this.#count; place++) {
      const from = this.#places[stride * place] as number;
      const to = this.#places[stride * place + 1] as number;
      // The others are hashed by their texts.
      if (to > 0) sha256Into(preimageOfScanned({ arena: this.#arena, from, to }), leaves, leafBytes * place);
    }
    return leaves;
  }

  /** Hands on what was gathered. */
  flush(): void {
    if (this.#count === 0) return;
    this.#emit({
      count: this.#count,
      arena: this.#arena,
      places: new Int32Array(this.#places),
      numbers: new Float64Array(this.#numbers),
      leaves: this.#hasher?.hasTime() === true ? this.#leaves(this.#hasher.sha256Into) : null,
      texts: this.#texts,
      odd: this.#odd,
      doubtful: this.#doubtful,
    });
    this.#arena = new Uint8Array(0);
    this.#count = 0;
    this.#places = [];
    this.#numbers = [];
    this.#texts = [];
    this.#odd = new Map();
    this.#doubtful = new Map();
    this.#doubtfulLength = 0;
    this.#at = none;
    this.#session = none;
  }
}
