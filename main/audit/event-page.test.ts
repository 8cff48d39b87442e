import fc from "fast-check";
import { expect, test } from "vitest";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { cutPage, type EventPage, leavesOf, numbered, pagesOf, textAt } from "./event-page.ts";
import { leafOf } from "./leaf.ts";

const zeroed = (texts: readonly string[]): Uint8Array => Buffer.from(texts.map((text) => `\0${text}`).join(""));

/** The same events, once as texts and once as bytes. */
const both = (first: number, texts: readonly string[]): EventPage[] =>
  [texts, zeroed(texts)].map((one) => ({ first, events: texts.length, texts: one, leaves: null, told: new Map() }));

const text = fc.string({ unit: "grapheme", maxLength: 9 }).map((one) => one.replaceAll("\0", "0"));

test("a page of texts and one of bytes are cut, read and hashed alike", () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 9 }),
      fc.nat(100),
      fc.nat(8),
      fc.nat(8),
      (texts, first, a, b) => {
        const [from, to] = [a % texts.length, b % texts.length].sort((x, y) => x - y) as [number, number];
        const [asTexts, asBytes] = both(first, texts) as [EventPage, EventPage];
        const cut = texts.slice(from, to + 1);
        expect(cutPage(asTexts, first + from, first + to)).toEqual({ events: cut.length, texts: cut });
        const { events, texts: bytes } = cutPage(asBytes, first + from, first + to);
        expect(events).toBe(cut.length);
        expect(Buffer.from(bytes as Uint8Array).equals(zeroed(cut))).toBe(true);
        for (const page of [asTexts, asBytes]) {
          expect(textAt(nodePrimitives, page, first + from)).toBe(texts[from]);
          expect(
            Buffer.from(leavesOf(nodePrimitives, page)).equals(
              Buffer.concat(texts.map((one) => leafOf(nodePrimitives, one))),
            ),
          ).toBe(true);
        }
      },
    ),
  );
});

test("leaves that somebody has hashed are not hashed again", () => {
  const leaves = new Uint8Array(32).fill(7);
  expect(leavesOf(nodePrimitives, { first: 0, events: 1, texts: ["x"], leaves, told: new Map() })).toBe(leaves);
});

test("events come in pages in order, a new one behind a gap, and those of a type are told", () => {
  const note = '{"type":"note.added","v":1}';
  const texts = Array.from({ length: 600 }, (_, n) => (n % 100 === 99 ? note : `{"n":${n}}`));
  const all = [...numbered(texts)];
  const pages = [
    ...pagesOf(
      all.filter(({ seq }) => seq !== 300),
      new Set(["note.added"]),
    ),
  ];
  expect(pages.map(({ first, events }) => [first, events])).toEqual([
    [0, 250],
    [250, 50],
    [301, 250],
    [551, 49],
  ]);
  expect(pages.flatMap(({ texts: some }) => some as string[])).toEqual(texts.toSpliced(300, 1));
  expect(pages.flatMap(({ told }) => [...told.keys()])).toEqual([99, 199, 299, 399, 499, 599]);
  expect([...pagesOf([], new Set())]).toEqual([]);
});
