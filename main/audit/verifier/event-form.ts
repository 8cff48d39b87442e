import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { type EventBytes, viewOf } from "./event-bytes.ts";

/** What stands at a place of an event that differs from event to event. */
export const slots = { scalar: 0, name: 1, data: 2, mono: 3, prev: 4, seq: 5, session: 6 } as const;
export type Slot = (typeof slots)[keyof typeof slots];
/** Of these somebody wants to know where they stand; the others need only be of their kind. */
const firstField = slots.data;

/** Where in the arena the fields of an event begin that was read last. */
export interface EventFields {
  time: number;
  data: number;
  mono: number;
  monoEnd: number;
  prev: number;
  seq: number;
  session: number;
  sessionEnd: number;
}

/** Reads the value of a place and says where its field stands; `false` where it is none. */
export function readSlot(slot: Slot, bytes: EventBytes, fields: EventFields): boolean {
  const from = bytes.to;
  switch (slot) {
    case slots.scalar:
      return bytes.scalar();
    case slots.name:
      return bytes.name();
    case slots.data:
      fields.data = from;
      return true;
    case slots.mono: {
      fields.mono = from;
      const read = bytes.digits();
      fields.monoEnd = bytes.to;
      return read;
    }
    case slots.prev:
      fields.prev = from;
      return bytes.hash();
    case slots.seq:
      fields.seq = bytes.natural();
      return fields.seq >= 0;
    case slots.session: {
      fields.session = from;
      const read = bytes.name();
      fields.sessionEnd = bytes.to;
      return read;
    }
  }
}

/** Of each place: what stands there, from where to where in the file, and from where to where in the arena. */
const stride = 5;
/** Longer events, and those of more values, are each read as if they were the first. */
const longest = 16_384;
const mostSlots = 1024;

/**
 * What stands between the values of an event that was read: of another that has the same there, only its values need to be
 * read to know that it is canonical and of the form of `JournalEvent`.
 */
class EventForm {
  readonly type: JournalEvent["type"];
  readonly #escaped: DataView;
  readonly #plain: DataView;
  readonly #places: Int32Array;
  /** The form of the event that came after one of this form the last time; of a form that is forgotten none. */
  next: EventForm | null = null;
  isForgotten = false;

  constructor(type: JournalEvent["type"], escaped: Uint8Array, plain: Uint8Array, places: Int32Array) {
    this.type = type;
    this.#escaped = viewOf(escaped);
    this.#plain = viewOf(plain);
    this.#places = places;
  }

  /** Whether what stands here is of this form; it is then read to its end, and otherwise as far as was looked at. */
  reads(bytes: EventBytes, fields: EventFields): boolean {
    const escaped = this.#escaped;
    const places = this.#places;
    const end = escaped.byteLength;
    let passed = 0;
    let written = 0;
    for (let place = 0; ; ) {
      const differs = passed + bytes.sameAs(escaped, passed, end - passed);
      // Values that are the same are good ones.
      while ((places[place + 2] as number) < differs && (places[place] as number) < firstField) place += stride;
      const begins = places[place + 1] as number;
      if (differs < begins) {
        bytes.at += differs - passed;
        return false;
      }
      const plainTo = places[place + 3] as number;
      bytes.write(this.#plain, written, plainTo);
      bytes.at += begins - passed;
      if (place + stride === places.length) return true;
      if (!readSlot(places[place] as Slot, bytes, fields)) return false;
      passed = places[place + 2] as number;
      written = places[place + 4] as number;
      place += stride;
    }
  }
}

/** Forms that are remembered; a desk writes about as many events one after the other before they are alike again. */
const mostForms = 16;
/** Forms may be tried in vain over so many bytes more than were read of events: whatever a file holds, little of it is read often. */
const mostCredit = 16_384;
/** What a try costs beside the bytes it looks at. */
const tryCost = 64;

/** Remembers the forms of events that were read. */
export class EventForms {
  readonly #forms: EventForm[] = [];
  #oldest = 0;
  #last: EventForm | null = null;
  #credit = mostCredit;
  #places: number[] = [];
  #from = 0;
  #to = 0;

  /** The type of the event that stands here, where it is of a form that was read before; otherwise `null`. */
  recall(bytes: EventBytes, fields: EventFields): JournalEvent["type"] | null {
    const { at, to } = bytes;
    const likely = this.#last?.next ?? null;
    if (likely !== null && !likely.isForgotten && this.#isOf(likely, bytes, fields, at, to)) return likely.type;
    for (const form of this.#forms) {
      if (this.#credit < 0) break;
      if (form !== likely && this.#isOf(form, bytes, fields, at, to)) return form.type;
    }
    return null;
  }

  /** Whether an event is of a form; where it is not, it has to be read from its begin. */
  #isOf(form: EventForm, bytes: EventBytes, fields: EventFields, at: number, to: number): boolean {
    if (form.reads(bytes, fields)) {
      this.#earn(bytes.at - at);
      this.#follow(form);
      return true;
    }
    this.#credit -= bytes.at - at + tryCost;
    bytes.at = at;
    bytes.to = to;
    return false;
  }

  #earn(read: number): void {
    this.#credit = Math.min(mostCredit, this.#credit + read);
  }

  #follow(form: EventForm): void {
    if (this.#last?.isForgotten === false) this.#last.next = form;
    this.#last = form;
  }

  /** An event is read in full from here on: its values are to be told. */
  begin({ at, to }: EventBytes): void {
    this.#places = [];
    this.#from = at;
    this.#to = to;
  }

  /** A value was read that began at these places of file and arena. */
  value(slot: Slot, at: number, to: number, bytes: EventBytes): void {
    if (this.#credit < 0 || this.#places.length >= stride * mostSlots) return;
    this.#places.push(slot, at - this.#from, bytes.at - this.#from, to - this.#to, bytes.to - this.#to);
  }

  /** The event whose values were told was read to its end. */
  learn(type: JournalEvent["type"], { bytes, at, out, to }: EventBytes): void {
    const length = at - this.#from;
    const isTooMuch = length > longest || this.#credit < 0 || this.#places.length >= stride * mostSlots;
    this.#earn(length);
    if (isTooMuch) {
      this.#last = null;
      return;
    }
    // Where the event ends stands a value that nothing reads.
    this.#places.push(firstField, length, length, to - this.#to, to - this.#to);
    const form = new EventForm(
      type,
      new Uint8Array(bytes.subarray(this.#from, at)),
      new Uint8Array(out.subarray(this.#to, to)),
      Int32Array.from(this.#places),
    );
    this.#forget(this.#forms[this.#oldest]);
    this.#forms[this.#oldest] = form;
    this.#oldest = (this.#oldest + 1) % mostForms;
    this.#follow(form);
  }

  /** Nothing leads on from what is forgotten, so that it is gone. */
  #forget(form: EventForm | undefined): void {
    if (form === undefined) return;
    form.isForgotten = true;
    form.next = null;
  }
}
