import fc from "fast-check";
import { expect, test } from "vitest";
import { JournalEvent, type JournalValue, journalEventTypes } from "../../../shared/model/journal-event.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../canonical.ts";
import { parseStrictJson } from "../strict-json.ts";
import { BundledEvent } from "./bundled-event.ts";
import { scanEvent } from "./scan-event.ts";

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

function quickly(text: string): ReturnType<typeof slowly> {
  const { readable, canonical, known } = new BundledEvent(nodePrimitives, text, 0);
  return { readable, canonical, known: known !== null };
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
  const { seq, prev, type, at, mono, session } = JSON.parse(text);
  expect(scanEvent(text)).toEqual({ seq, prev, type, at, mono, session });
});

test("any event is judged at a glance as it is judged slowly", () => {
  fc.assert(
    fc.property(event, (made) => {
      fc.pre(!JSON.stringify(made).includes("__proto__"));
      const text = canonicalize(made as unknown as JournalValue);
      expect(quickly(text)).toEqual({ readable: true, canonical: true, known: true });
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
