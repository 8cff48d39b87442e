import { leafOf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";

/** Texts of events that follow each other, or the bytes of each behind a zero byte, which no event has in it. */
export interface EventTexts {
  /** How many there are. */
  readonly events: number;
  readonly texts: readonly string[] | Uint8Array;
}

/** Events of a record that follow each other. */
export interface EventPage extends EventTexts {
  /** Seq of the first. */
  readonly first: number;
  /** 32 bytes of each, where who read the page has them already. */
  readonly leaves: Uint8Array | null;
  /** Texts of the events of types that were asked for, by their seq. */
  readonly told: ReadonlyMap<number, string>;
}

const togetherEvents = 250;

/** Events in pages, of which those of some types are told. */
export function* pagesOf(
  stored: Iterable<{ readonly seq: number; readonly text: string }>,
  types: ReadonlySet<string>,
): Generator<EventPage> {
  const ends = Array.from(types, (type) => `"type":"${type}","v":1}`);
  let first = 0;
  let texts: string[] = [];
  let told = new Map<number, string>();
  for (const { seq, text } of stored) {
    if (texts.length === togetherEvents || seq !== first + texts.length) {
      if (texts.length > 0) yield { first, events: texts.length, texts, leaves: null, told };
      [first, texts, told] = [seq, [], new Map()];
    }
    texts.push(text);
    if (ends.some((end) => text.endsWith(end))) told.set(seq, text);
  }
  if (texts.length > 0) yield { first, events: texts.length, texts, leaves: null, told };
}

/** Texts as the events of a record, from the first on. */
export function* numbered(texts: Iterable<string>): Generator<{ readonly seq: number; readonly text: string }> {
  let seq = 0;
  for (const text of texts) yield { seq: seq++, text };
}

/** The events `from` to `to` of a page, inclusive. */
export function cutPage({ first, events, texts }: EventPage, from: number, to: number): EventTexts {
  if (from === first && to === first + events - 1) return { events, texts };
  const cut = { events: to - from + 1 };
  if (!(texts instanceof Uint8Array)) return { ...cut, texts: texts.slice(from - first, to - first + 1) };
  return { ...cut, texts: texts.subarray(placeOf(texts, from - first), placeOf(texts, to - first + 1)) };
}

/** Where the bytes of one text begin, with the zero byte before them. */
function placeOf(bytes: Uint8Array, index: number): number {
  let place = 0;
  for (let n = 0; n < index; n++) {
    const next = bytes.indexOf(0, place + 1);
    place = next < 0 ? bytes.length : next;
  }
  return place;
}

/** The text of an event of a page. */
export function textAt(primitives: Primitives, page: EventPage, seq: number): string {
  const { texts } = cutPage(page, seq, seq);
  if (!(texts instanceof Uint8Array)) return texts[0] ?? "";
  return primitives.decodeUtf8(texts.subarray(1)) ?? "";
}

/** The leaves of a page: those it has, or else the hashes of its texts. */
export function leavesOf(primitives: Primitives, page: EventPage): Uint8Array {
  if (page.leaves !== null) return page.leaves;
  const leaves = new Uint8Array(32 * page.events);
  for (let n = 0; n < page.events; n++)
    leaves.set(leafOf(primitives, textAt(primitives, page, page.first + n)), 32 * n);
  return leaves;
}
