import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { JournalEvent, type JournalValue } from "../../../shared/model/journal-event.ts";
import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../canonical.ts";
import { parseStrictJson } from "../strict-json.ts";
import { type BundledEvent, BundledEvents, DoubtfulEvent } from "./bundled-event.ts";
import { EventBytes } from "./event-bytes.ts";
import { EventTexts } from "./event-texts.ts";
import { drive } from "./json-cursor.ts";

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("desk", "é", 'a"b', "a\\b", "\u2028"),
);
const value = fc.letrec<{ value: JournalValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -1, 999_999_999_999_999, -999_999_999_999_999, 10 ** 15, true, false, null, "", "}", '"', "\\"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 5 }), tie("value"), { maxKeys: 5 }),
  ),
})).value;
const event = fc.record({
  v: fc.constant(1),
  seq: fc.nat(),
  prev: fc.constant("0a".repeat(32)),
  type: fc.constantFrom(...journalEventTypes),
  at: fc.constant("2026-01-31T12:00:00.000Z"),
  mono: fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String),
  session: name,
  actor: fc.record({ kind: fc.constantFrom("person", "trader", "model", "desk"), id: name }),
  trace: name,
  cause: fc.option(fc.nat()),
  data: fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 6 }),
});

/** A note as it is written, with what it tells. */
const noteOf = (seq: number, data: JournalValue): string =>
  canonicalize({
    v: 1,
    seq,
    prev: "00".repeat(32),
    type: "note.added",
    at: "2026-01-31T12:00:00.000Z",
    mono: String(seq),
    session: "s",
    actor: { kind: "desk", id: "d" },
    trace: "t",
    cause: null,
    data,
  });

/** What the slow way says of a text: the platform's parser, the schema, and the canonical form written anew. */
function slowly(text: string): { readable: boolean; canonical: boolean; known: boolean } {
  let read: unknown;
  try {
    read = parseStrictJson(text, { maxLength: 1_048_576, maxDepth: 64 });
  } catch {
    return { readable: false, canonical: false, known: false };
  }
  let canonical = false;
  try {
    canonical = canonicalize(read as JournalValue) === text;
  } catch {
    // Not writable: not canonical.
  }
  return { readable: true, canonical, known: JournalEvent.safeParse(read).success };
}

/** The events of an array, as they are read off the bytes of a file; the way they were written in may be the slow one. */
function readAll(...jsons: readonly string[]): BundledEvent[] {
  const bytes = Buffer.from(`[${jsons.join(",")}]`);
  const options = { bytes: bytes.length, decode: nodePrimitives.decodeUtf8, encode: nodePrimitives.utf8 };
  const { isUtf8 } = nodePrimitives;
  const limits = { maxDepth: 32, maxElement: 8_000_000, chunkBytes: 64 };
  const place = { offset: 1, before: 1 };
  const texts = new EventTexts(
    { ...options, ...limits, isUtf8 },
    place,
    "parsed",
    new BundledEvents(nodePrimitives, 0),
  );
  return jsons.map(() => drive(texts.next(), (offset, length) => bytes.subarray(offset, offset + length)));
}

const readOne = (json: string): BundledEvent => readAll(json)[0] as BundledEvent;

function quickly(text: string): ReturnType<typeof slowly> {
  const { readable, canonical, known } = readOne(JSON.stringify(text));
  return { readable, canonical, known: known !== null };
}

/** All that the checks see of an event. */
function seen(bundled: BundledEvent) {
  const { type, at, mono, session } = bundled.known ?? {};
  const leaf = Buffer.from(bundled.leaf).toString("hex");
  const { seq, saysSeq } = bundled;
  return { seq, leaf, saysSeq, type, at, mono, session, event: bundled.whole(), data: bundled.data() };
}

test("what the desk writes is known at a glance, and read as it stands", () => {
  const text = canonicalize({
    v: 1,
    seq: 17,
    prev: "ab".repeat(32),
    type: "order.filled",
    at: "2026-01-31T12:00:00.000Z",
    mono: "123",
    session: "s-1",
    actor: { kind: "desk", id: "engine" },
    trace: "t",
    cause: 16,
    data: { a: [1, -2, { b: null }], c: true, d: {}, e: [], price: "1.5", é: "ü" },
  });
  const read = readOne(JSON.stringify(text));
  expect(read.scanned).not.toBeNull();
  expect(seen(read)).toEqual(seen(new DoubtfulEvent(nodePrimitives, text, 0)));
  expect(read.follows(Buffer.from("ab".repeat(32), "hex"))).toBe(true);
  expect(read.follows(Buffer.from(`${"ab".repeat(31)}aa`, "hex"))).toBe(false);
});

test("any event is judged at a glance as it is judged slowly", () => {
  fc.assert(
    fc.property(event, (made) => {
      fc.pre(!JSON.stringify(made).includes("__proto__"));
      const text = canonicalize(made as unknown as JournalValue);
      expect(quickly(text)).toEqual({ readable: true, canonical: true, known: true });
      expect(seen(readOne(JSON.stringify(text)))).toEqual(seen(new DoubtfulEvent(nodePrimitives, text, 0)));
    }),
    { numRuns: 500 },
  );
});

test("any event that was changed in one place is judged at a glance as it is judged slowly", () => {
  const signs = fc.constantFrom(
    "",
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "-",
    ".",
    "e",
    " ",
    "\n",
    "\u0001",
    "\ud800",
    "a",
  );
  fc.assert(
    fc.property(event, fc.nat(), fc.nat(2), signs, (made, at, taken, sign) => {
      const text = canonicalize(made as unknown as JournalValue);
      const place = at % text.length;
      const changed = text.slice(0, place) + sign + text.slice(place + taken);
      expect(quickly(changed)).toEqual(slowly(changed));
    }),
    { numRuns: 3000 },
  );
});

test("an event is the same however the file escapes it, and what is no JSON text is told from what is", () => {
  const signs = fc.constantFrom("", '"', "\\", '\\"', "\\\\", "\\u0061", "\\n", "\n", "\u0000", "é", "a", '"}', '}"');
  fc.assert(
    fc.property(event, fc.nat(), fc.nat(2), signs, (made, at, taken, sign) => {
      const json = JSON.stringify(canonicalize(made as unknown as JournalValue));
      const place = 1 + (at % (json.length - 2));
      const changed = json.slice(0, place) + sign + json.slice(Math.min(place + taken, json.length - 1));
      fc.pre(changed.isWellFormed());
      let text: unknown;
      try {
        text = JSON.parse(changed);
      } catch {
        return;
      }
      expect(seen(readOne(changed))).toEqual(seen(new DoubtfulEvent(nodePrimitives, text as string, 0)));
    }),
    { numRuns: 3000 },
  );
});

const texts: readonly JournalValue[] = [
  "",
  "b",
  "longer than it was",
  "é",
  "0a".repeat(32),
  "99",
  "2026-02-28T23:59:59.999Z",
];
const others: readonly JournalValue[] = [0, 7, 123_456, -3, true, null, "a", ["a"], {}];

/** Another event that may well have the form of this one: some of its texts and numbers are others, by the dice. */
function likeIt(made: JournalValue, dice: () => number): JournalValue {
  if (Array.isArray(made)) return made.map((item) => likeIt(item, dice));
  if (typeof made === "object" && made !== null)
    return Object.fromEntries(
      Object.entries(made as { [key: string]: JournalValue }).map(([key, item]) => [key, likeIt(item, dice)]),
    );
  const thrown = dice();
  if (thrown % 4 !== 0) return made;
  const kind = typeof made === "string" && thrown % 32 !== 0 ? texts : others;
  return kind[thrown % kind.length] as JournalValue;
}

test("an event of a form that was read before is judged as if it were the first", () => {
  let recalled = 0;
  fc.assert(
    fc.property(event, fc.infiniteStream(fc.nat(999)), fc.nat(), fc.nat(2), fc.string({ maxLength: 2 }), (...made) => {
      const [first, dice, at, taken, sign] = made;
      fc.pre(!JSON.stringify(first).includes("__proto__"));
      const { data, ...rest } = first as unknown as { readonly [key: string]: JournalValue };
      const throwOne = (): number => dice.next().value as number;
      const like = (): string => {
        const head = throwOne() % 4 === 0 ? (likeIt(rest, throwOne) as typeof rest) : rest;
        return canonicalize({ ...head, mono: String(throwOne()), data: likeIt(data as JournalValue, throwOne) });
      };
      const text = canonicalize(first as unknown as JournalValue);
      const place = at % text.length;
      const written = [text, like(), text, like(), text.slice(0, place) + sign + text.slice(place + taken), text];
      fc.pre(written.every((each) => each.isWellFormed()));
      const read = readAll(...written.map((each) => JSON.stringify(each)));
      for (const [index, each] of written.entries()) {
        expect(seen(read[index] as BundledEvent)).toEqual(seen(new DoubtfulEvent(nodePrimitives, each, index)));
        expect((read[index] as BundledEvent).canonical).toBe(slowly(each).canonical);
      }
      if (read[1]?.scanned && written[1] !== text) recalled += 1;
    }),
    { numRuns: 1000 },
  );
  expect(recalled).toBeGreaterThan(50);
});

test.each([
  ['"seq":1', '"seq":01'],
  ['"seq":1', '"seq":-1'],
  ['"seq":1', '"seq":1.5'],
  ['"seq":1', '"seq":1000000000000000000'],
  ['"mono":"1"', '"mono":""'],
  ['"mono":"1"', '"mono":"1e3"'],
  ['"mono":"1"', `"mono":"${"9".repeat(21)}"`],
  ['"session":"s"', '"session":""'],
  ['"trace":"t"', '"trace":""'],
  ["00".repeat(32), "0A".repeat(32)],
  ["00".repeat(32), "00".repeat(31)],
  ["00".repeat(32), "00".repeat(33)],
  ['"id":"d"', '"id":""'],
  ['"id":"d"', '"id":"desk"'],
  ['"id":"d"', '"id":"d\u0007"'],
  ['"kind":"desk"', '"kind":"des"'],
  ['"kind":"desk"', '"kind":"model"'],
  ["12:00:00.000Z", "12:00:00.001Z"],
  ["12:00:00.000Z", "12:00:00.00:Z"],
  ["12:00:00.000Z", "12:00:00.0000Z"],
  ["12:00:00.000Z", "12:00:00.00Z"],
  ['"cause":null', '"cause":0'],
  ['"cause":null', '"cause":-1'],
  ['"cause":null', '"cause":01'],
  ['"cause":null', '"cause":nul'],
  ["note.added", "note.add"],
  ['"text":"a word"', '"text":"a word'],
  ['"text":"a word"', '"text":"a worm"'],
  ['"text":"a word"', '"text":"a w"'],
  ['"text":"a word"', '"text":"a wordy"'],
  ['"text":"a word"', '"text":"a wörd"'],
  ['"text":"a word"', '"text":"a wor\\\\d"'],
  ['"text":"a word"', '"text":"a word\\\\"'],
  ['"text":"a word"', '"text":"a word\\""'],
  ['"text":"a word"', '"text":"a wor\nd"'],
  ['"text":"a word"', '"text":"a wor\u001fd, and more of it"'],
  ['"text":"a word"', '"text":""'],
  ['"text":"a word"', '"text":7'],
  ['"text":"a word"', '"text":null'],
  ['"text":"a word"', '"text":"\\u0061 word"'],
])(
  "an event that had the form of the one before it but for %s, now %s, is judged as it is judged slowly",
  (was, is) => {
    const usual = noteOf(1, { text: "a word" });
    const changed = usual.replace(was, is);
    expect(changed).not.toBe(usual);
    const [first, second, third] = readAll(...[usual, changed, usual].map((each) => JSON.stringify(each)));
    expect(first?.scanned).not.toBeNull();
    expect(seen(second as BundledEvent)).toEqual(seen(new DoubtfulEvent(nodePrimitives, changed, 1)));
    expect(second?.canonical).toBe(slowly(changed).canonical);
    expect(third?.scanned).not.toBeNull();
  },
);

test("a file made to be tried in vain is not tried for long", () => {
  const values = 60;
  // Every form is like the others up to its last key, and no value is the one of before.
  const made = (seq: number) =>
    noteOf(seq, { list: Array.from({ length: values }, () => seq % 10), [`z${seq % 40}`]: seq });
  const looks = vi.spyOn(EventBytes.prototype, "sameAs");
  const written = Array.from({ length: 2000 }, (_, seq) => made(seq));
  const read = readAll(...written.map((each) => JSON.stringify(each)));
  expect(read.every(({ scanned }) => scanned !== null)).toBe(true);
  expect(looks.mock.calls.length / read.length).toBeLessThan(3 * values);
  looks.mockRestore();
});

test("of more forms than are remembered, and of events too long to be, each is read as it stands", () => {
  const made = (seq: number) =>
    noteOf(seq, {
      [`key${seq % 23}`]: seq,
      long: "x".repeat(seq % 5 === 0 ? 20_000 : 1),
      many: Array(seq % 7 === 0 ? 2000 : 1).fill(0),
    });
  const written = Array.from({ length: 120 }, (_, seq) => made(seq));
  const read = readAll(...written.map((each) => JSON.stringify(each)));
  for (const [index, each] of written.entries()) {
    expect(read[index]?.scanned).not.toBeNull();
    expect(seen(read[index] as BundledEvent)).toEqual(seen(new DoubtfulEvent(nodePrimitives, each, index)));
  }
});

test.each([
  ["keys in another order", '{"b":1,"a":2}'],
  ["a key twice", '{"a":1,"a":2}'],
  ["a prototype", '{"__proto__":1}'],
  ["a fraction", '{"a":1.5}'],
  ["an exponent", '{"a":1e2}'],
  ["minus zero", '{"a":-0}'],
  ["a leading zero", '{"a":01}'],
  ["an integer beyond 2^53", '{"a":9007199254740993}'],
  ["a needless escape", '{"a":"\\u0061"}'],
  ["white space", '{"a": 1}'],
  ["half a character", '{"a":"\ud800"}'],
  ["nesting up to the limit", `{"a":${"[".repeat(62)}${"]".repeat(62)}}`],
  ["nesting beyond the limit", `{"a":${"[".repeat(63)}${"]".repeat(63)}}`],
  ["nesting without end", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`],
])("data with %s is judged at a glance as it is judged slowly", (_what, data) => {
  const made = noteOf(1, {});
  const text = made.replace('"data":{}', `"data":${data}`);
  expect(quickly(text)).toEqual(slowly(text));
});
