import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { type EventBytes, viewOf } from "./event-bytes.ts";

/** What stands at a place of an event that differs from event to event. */
export const slots = { scalar: 0, name: 1, cause: 2, time: 3, data: 4, session: 5, mono: 6, prev: 7, seq: 8 } as const;
export type Slot = (typeof slots)[keyof typeof slots];
/** Of these somebody wants to know where they stand; the others need only be of their kind. */
const firstField = slots.time;
/** These differ from event to event. */
const firstOwn = slots.mono;

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

/**
 * Reads the value of a place and says where its field stands; `false` where it is none. So many bytes of it, of a text its
 * quote among them, are `known` to be good and written already.
 */
export function readSlot(slot: Slot, bytes: EventBytes, fields: EventFields, known = 0): boolean {
  const from = bytes.to;
  switch (slot) {
    case slots.scalar:
      return known > 0 ? bytes.text() && bytes.quote() : bytes.scalar();
    case slots.name:
      return known > 0 ? bytes.text() : bytes.name();
    case slots.cause:
      return bytes.none() || bytes.natural() >= 0;
    case slots.time:
      fields.time = from - known;
      return bytes.time(known);
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

/** Tells where a field stands that is the same as in an event before. */
function keepSlot(slot: Slot, from: number, to: number, fields: EventFields): void {
  if (slot === slots.time) fields.time = from;
  else if (slot === slots.data) fields.data = from;
  else {
    fields.session = from;
    fields.sessionEnd = to;
  }
}

const backslash = 92;
/** Bytes of a quote in the file. */
const escapedQuote = 2;

/** Of each place: what stands there, from where to where in the file, and from where to where in the arena. */
const stride = 5;
/** Longer events, and those of more values, are each read as if they were the first. */
const longest = 16_384;
const mostSlots = 1024;

/** Forms of events that come after those of one form, and are looked for first. */
const mostNext = 3;

/**
 * What stands between the values of an event that was read: of another that has the same there, only its values need to be
 * read to know that it is canonical and of the form of `JournalEvent`.
 */
class EventForm {
  readonly type: JournalEvent["type"];
  readonly #escaped: DataView;
  readonly #plain: DataView;
  readonly #end: number;
  readonly #places: Int32Array;
  /** The forms of events that came after one of this form, the last one first. */
  readonly next: EventForm[] = [];

  constructor(type: JournalEvent["type"], escaped: Uint8Array, plain: Uint8Array, places: Int32Array) {
    this.type = type;
    this.#escaped = viewOf(escaped);
    this.#plain = viewOf(plain);
    this.#end = escaped.length;
    this.#places = places;
  }

  /** An event of that form came after one of this. */
  leadsTo(form: EventForm): void {
    const { next } = this;
    if (next[0] === form) return;
    const place = next.indexOf(form);
    if (place >= 0) next.splice(place, 1);
    else if (next.length === mostNext) next.pop();
    next.unshift(form);
  }

  /** That form is no longer remembered. */
  forget(form: EventForm): void {
    const place = this.next.indexOf(form);
    if (place >= 0) this.next.splice(place, 1);
  }

  /** Whether what stands here is of this form; it is then read to its end, and otherwise as far as was looked at. */
  reads(bytes: EventBytes, fields: EventFields): boolean {
    const escaped = this.#escaped;
    const places = this.#places;
    const end = this.#end;
    let passed = 0;
    let written = 0;
    for (let place = 0; ; ) {
      const differs = passed + bytes.sameAs(escaped, passed, end - passed);
      let slot = places[place] as Slot;
      // Values that are the same are good ones.
      while ((places[place + 2] as number) < differs && slot < firstOwn) {
        if (slot >= firstField) {
          const before = bytes.to - written;
          keepSlot(slot, before + (places[place + 3] as number), before + (places[place + 4] as number), fields);
        }
        place += stride;
        slot = places[place] as Slot;
      }
      const begins = places[place + 1] as number;
      if (differs < begins) {
        bytes.at += differs - passed;
        return false;
      }
      const known = this.#known(slot, place, differs);
      bytes.write(this.#plain, written, (places[place + 3] as number) + known);
      // A text's quote is escaped in the file.
      bytes.at += begins + known + (slot === slots.scalar && known > 0 ? 1 : 0) - passed;
      if (place + stride === places.length) return true;
      if (!readSlot(slot, bytes, fields, known)) return false;
      passed = places[place + 2] as number;
      written = places[place + 4] as number;
      place += stride;
    }
  }

  /** How much of a value that differs is the same before that, and as good as it was there: bytes in the arena. */
  #known(slot: Slot, place: number, differs: number): number {
    const begins = this.#places[place + 1] as number;
    const ends = this.#places[place + 2] as number;
    if (slot === slots.name || slot === slots.time) return Math.min(differs, ends) - begins;
    if (slot !== slots.scalar || this.#escaped.getUint8(begins) !== backslash) return 0;
    const same = Math.min(differs, ends - escapedQuote) - begins - escapedQuote;
    return same > 0 ? same + 1 : 0;
  }
}

const none: readonly EventForm[] = [];
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
    const { at } = bytes;
    const likely = this.#last?.next ?? none;
    const known = this.#triedOf(likely, none, bytes, fields) ?? this.#triedOf(this.#forms, likely, bytes, fields);
    if (known === null) return null;
    this.#earn(bytes.at - at);
    this.#follow(known);
    return known.type;
  }

  /** The form that stands here, of those that were not tried yet; `null` where it is none of them. */
  #triedOf(
    forms: readonly EventForm[],
    tried: readonly EventForm[],
    bytes: EventBytes,
    fields: EventFields,
  ): EventForm | null {
    for (let i = 0; i < forms.length && this.#credit >= 0; i++) {
      const form = forms[i] as EventForm;
      if (!tried.includes(form) && this.#isOf(form, bytes, fields)) return form;
    }
    return null;
  }

  /** Whether an event is of a form; where it is not, it has to be read from its begin. */
  #isOf(form: EventForm, bytes: EventBytes, fields: EventFields): boolean {
    const { at, to } = bytes;
    if (form.reads(bytes, fields)) return true;
    this.#credit -= bytes.at - at + tryCost;
    bytes.at = at;
    bytes.to = to;
    return false;
  }

  #earn(read: number): void {
    this.#credit = Math.min(mostCredit, this.#credit + read);
  }

  #follow(form: EventForm): void {
    this.#last?.leadsTo(form);
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
    this.#places.push(firstOwn, length, length, to - this.#to, to - this.#to);
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

  /** Nothing leads on to what is forgotten, so that it is gone. */
  #forget(forgotten: EventForm | undefined): void {
    if (forgotten === undefined) return;
    for (const form of this.#forms) form.forget(forgotten);
    if (this.#last === forgotten) this.#last = null;
  }
}
