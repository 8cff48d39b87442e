import fc from "fast-check";
import { expect, test } from "vitest";
import { TextArena } from "./text-arena.ts";

const expected = (head: string, prev: string, tail: string): Buffer => Buffer.from(`\0${head}${prev}${tail}`, "utf8");
const wellFormed = fc.string({ unit: "grapheme" });

test("the bytes of an event are those of its texts after a zero, whatever they hold", () => {
  const arena = new TextArena();
  fc.assert(
    fc.property(wellFormed, fc.stringMatching(/^[0-9a-f]{64}$/), wellFormed, (head, prev, tail) => {
      expect(arena.leaf(head, prev, tail).equals(expected(head, prev, tail))).toBe(true);
    }),
  );
});

test("earlier bytes stay what they are when the arena goes on to its next buffer, and one text may be larger than it", () => {
  const arena = new TextArena();
  const texts = Array.from({ length: 200 }, (_, i) => `${i}`.repeat(4_000));
  const written = texts.map((text) => arena.leaf(text, "ab", "€"));
  const large = arena.leaf("€".repeat(500_000), "ab", "");
  expect(written.every((bytes, i) => bytes.equals(expected(texts[i] as string, "ab", "€")))).toBe(true);
  expect(large.equals(expected("€".repeat(500_000), "ab", ""))).toBe(true);
});
