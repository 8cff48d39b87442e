import fc from "fast-check";
import { expect, test } from "vitest";
import { JournalEvent, type JournalValue, journalEventTypes } from "../../../shared/model/journal-event.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../canonical.ts";
import { parseStrictJson } from "../strict-json.ts";
import { type BundledEvent, DoubtfulEvent } from "./bundled-event.ts";
import { BundledEvents, EventTexts } from "./event-texts.ts";
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

/** The one event of an array, as it is read off the bytes of a file; the way it was written in may be the slow one. */
function readOne(json: string): BundledEvent {
  const bytes = Buffer.from(`[${json}]`);
  const options = { bytes: bytes.length, decode: nodePrimitives.decodeUtf8, encode: nodePrimitives.utf8 };
  const limits = { maxDepth: 32, maxElement: 8_000_000, chunkBytes: 64 };
  const place = { offset: 1, before: 1 };
  const texts = new EventTexts({ ...options, ...limits }, place, true, new BundledEvents(nodePrimitives, 0));
  return drive(texts.next(), (offset, length) => bytes.subarray(offset, offset + length));
}

function quickly(text: string): ReturnType<typeof slowly> {
  const { readable, canonical, known } = readOne(JSON.stringify(text));
  return { readable, canonical, known: known !== null };
}

/** All that the checks see of an event. */
function seen({ seq, leaf, saysSeq, known, event, data }: BundledEvent) {
  const { type, at, mono, session } = known ?? {};
  return { seq, leaf: Buffer.from(leaf).toString("hex"), saysSeq, type, at, mono, session, event, data };
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
  const made = canonicalize({
    v: 1,
    seq: 1,
    prev: "00".repeat(32),
    type: "note.added",
    at: "2026-01-31T12:00:00.000Z",
    mono: "1",
    session: "s",
    actor: { kind: "desk", id: "d" },
    trace: "t",
    cause: null,
    data: {},
  });
  const text = made.replace('"data":{}', `"data":${data}`);
  expect(quickly(text)).toEqual(slowly(text));
});
