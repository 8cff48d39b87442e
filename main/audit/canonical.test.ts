import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { canonicalize } from "./canonical.ts";

const { value } = fc.letrec<{ value: JournalValue; leaf: JournalValue }>((tie) => ({
  leaf: fc.oneof(fc.string({ unit: "grapheme" }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

test("what is written canonically reads back as the same value, and writes the same again", () => {
  fc.assert(
    fc.property(value, (journalValue) => {
      const text = canonicalize(journalValue);
      const back = JSON.parse(text) as JournalValue;
      expect(canonicalize(back)).toBe(text);
      expect(back).toEqual(JSON.parse(JSON.stringify(journalValue)));
    }),
  );
});

test("the order in which keys were added does not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer(), { noNullPrototype: true }), (record) => {
      const turned = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalize(turned)).toBe(canonicalize(record));
    }),
  );
});

test("keys sort by UTF-16 code units, as RFC 8785 §3.2.3 shows", () => {
  const sample = { "€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, ö: 7 };
  expect(canonicalize(sample)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test("strings use the shortest escapes of RFC 8785 §3.2.2.2", () => {
  expect(canonicalize('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
});

test("negative zero is written as zero", () => {
  expect(canonicalize([-0])).toBe("[0]");
});

test.each([
  ["a float", { price: 1.5 }, "/price"],
  ["an integer beyond 2^53", { size: 2 ** 53 }, "/size"],
  ["not a number", [1, Number.NaN], "/1"],
  ["a lone surrogate", { note: "\ud800" }, "/note"],
  ["a lone surrogate in a key", { "\udc00": 1 }, "/"],
  ["undefined", { a: { b: undefined } }, "/a/b"],
])("%s is refused with its path", (_, bad, path) => {
  const attempt = (): string => canonicalize(bad as JournalValue);
  expect(attempt).toThrow(Fault);
  expect(attempt).toThrow(path);
});

test("nesting beyond the limit is refused instead of exhausting the stack", () => {
  let deep: JournalValue = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(() => canonicalize(deep)).toThrow("nested deeper than 64");
});

/** RFC 8785 word for word and nothing else; `null` for what must be refused. */
function canonicalOrRefused(value: unknown): string | null {
  if (typeof value === "string") return value.isWellFormed() ? JSON.stringify(value) : null;
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return null;
  if (Array.isArray(value)) {
    const members = Array.from(value, canonicalOrRefused);
    return members.includes(null) ? null : `[${members.join(",")}]`;
  }
  const members = Object.keys(value)
    .sort()
    .map((key) => [canonicalOrRefused(key), canonicalOrRefused((value as Record<string, unknown>)[key])]);
  return members.flat().includes(null) ? null : `{${members.map((member) => member.join(":")).join(",")}}`;
}

const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom(
    "\ud800",
    "\udc00x",
    "\\ud800",
    "\\\\ud",
    "\u2028",
    "\u007f",
    '"',
    "\\",
    "\0",
    "😀",
    "ud",
    "1",
    "10",
    "9",
  ),
  fc.constantFrom("toJSON", "__proto__", "constructor", "length", ""),
);
const { odd } = fc.letrec<{ odd: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    { weight: 4, arbitrary: oddText },
    { weight: 2, arbitrary: fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.constantFrom(null, -0)) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, 0.5, 2 ** 53, Number.NaN, 1n, Symbol.iterator) },
  ),
  odd: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("odd"), { maxLength: 4 }),
    fc.array(fc.tuple(oddText, tie("odd")), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
    fc
      .array(fc.tuple(oddText, tie("odd")), { maxLength: 4 })
      .map((members) => Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))),
  ),
}));

test("whatever order its keys were added in, a value is written as RFC 8785 says or refused", () => {
  fc.assert(
    fc.property(odd, (drawn) => {
      const expected = canonicalOrRefused(drawn);
      if (expected === null) expect(() => canonicalize(drawn as JournalValue)).toThrow(Fault);
      else expect(canonicalize(drawn as JournalValue)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test("only a record's own keys and what it holds are written, whatever it says of itself", () => {
  const inherits = Object.assign(Object.create({ a: 1 }) as object, { b: 2 });
  const moment = new Date(0);
  const list = Object.assign([1], { toJSON: () => "no" });
  const written = [inherits, moment, Object.assign(Object.create(null) as object, { b: 1, a: 2 })] as unknown;
  expect(canonicalize(written as JournalValue)).toBe('[{"b":2},{},{"a":2,"b":1}]');
  expect(canonicalize({ list: [list] } as unknown as JournalValue)).toBe('{"list":[[1]]}');
});

test("a list with a hole is refused by its place, and what hides in a record does not speak for it", () => {
  const holed = Object.assign([1], { 2: 2 });
  expect(() => canonicalize({ a: holed } as unknown as JournalValue)).toThrow(
    expect.objectContaining({ code: "JOURNAL-VALUE", message: expect.stringContaining("/a/1") }) as Error,
  );
  const hiding = Object.defineProperty({ a: 1 }, "toJSON", { value: () => ({ other: true }), enumerable: false });
  expect(canonicalize(hiding)).toBe('{"a":1}');
});

test("the first place that cannot be written is named, however deep", () => {
  const bad = { b: 0.5, a: [{ fine: 1 }, { z: 1, rows: [{ text: "x" }, { text: 1.5 }] }] };
  expect(() => canonicalize(bad)).toThrow("/a/1/rows/1/text is a number that is not a safe integer");
});
