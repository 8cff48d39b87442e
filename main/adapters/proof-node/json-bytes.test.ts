import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonBytes } from "./json-bytes.ts";

test("whatever is put in stands there as the platform writes it", () => {
  const unit = fc.oneof(
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.constantFrom('"', "\\", "\n", "\u0000", "\ud800", "\udc00", "\ufffd", "\uffff", "é", "𐀀", "\u007f"),
  );
  const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join(""));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), text), { maxLength: 10 }), (parts) => {
      const bytes = new JsonBytes(8);
      for (const [asText, part] of parts) {
        if (asText) bytes.text(part);
        else bytes.json(JSON.stringify(part));
      }
      expect(bytes.take().toString("utf8")).toBe(parts.map(([, part]) => JSON.stringify(part)).join(""));
      expect(bytes.length).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test("a text longer than all that was put in before finds room", () => {
  const bytes = new JsonBytes(8);
  bytes.json("[");
  bytes.text('"'.repeat(100_000));
  expect(bytes.take().length).toBe(200_003);
});

test("texts behind zero bytes stand there as the members of a list", () => {
  const unit = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 4 }),
    fc.constantFrom('"', "\\", "\n", "\u0001", "\ufffd", "é", "𐀀", "\u007f", ""),
  );
  const text = fc.array(unit, { maxLength: 20 }).map((units) => units.join("").replaceAll("\0", "0"));
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 8 }), { maxLength: 4 }), (pages) => {
      const bytes = new JsonBytes(8);
      for (const texts of pages) bytes.texts(Buffer.from(texts.map((one) => `\0${one}`).join("")));
      const expected = pages.map((texts) => texts.map((one) => JSON.stringify(one)).join(",\n")).join("");
      expect(bytes.take().toString("utf8")).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});
