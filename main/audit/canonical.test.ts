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

test("keys made up without end are written like the few that the desk knows", () => {
  for (let i = 0; i < 6000; i++) {
    const made = { [`z${i}`]: i, [`a${i}`]: "b" };
    if (canonicalize(made) !== `{"a${i}":"b","z${i}":${i}}`) throw new Error(canonicalize(made));
  }
  expect(canonicalize({ orderId: "o", cause: null })).toBe('{"cause":null,"orderId":"o"}');
});

test("the first place that cannot be written is named, however deep", () => {
  const bad = { b: 0.5, a: [{ fine: 1 }, { z: 1, rows: [{ text: "x" }, { text: 1.5 }] }] };
  expect(() => canonicalize(bad)).toThrow("/a/1/rows/1/text is a number that is not a safe integer");
});

test("a frozen record is written the same each time, and what is frozen around changing values is written anew", () => {
  const flat = Object.freeze({ b: "2", a: null });
  const inner = { n: 1 };
  const around = Object.freeze({ inner, flat });
  expect([canonicalize(flat), canonicalize([flat, flat])]).toEqual([
    '{"a":null,"b":"2"}',
    '[{"a":null,"b":"2"},{"a":null,"b":"2"}]',
  ]);
  expect(canonicalize(around)).toBe('{"flat":{"a":null,"b":"2"},"inner":{"n":1}}');
  inner.n = 2;
  expect(canonicalize(around)).toBe('{"flat":{"a":null,"b":"2"},"inner":{"n":2}}');
  const deep = Array.from({ length: 64 }).reduce<unknown>((value) => [value], flat);
  expect(() => canonicalize(deep as never)).toThrow("nested deeper");
});
