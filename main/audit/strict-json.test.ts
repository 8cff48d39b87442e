import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStrictJson, StrictJsonError } from "./strict-json.ts";

const limits = { maxLength: 100_000, maxDepth: 16 };

test("documents read as the platform reads them, however they are spaced", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, space) => {
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      const text = JSON.stringify(value, null, space);
      expect(parseStrictJson(text, limits)).toEqual(JSON.parse(text));
    }),
  );
});

test("what the platform refuses is refused", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.string({ minLength: 1, maxLength: 2 }), (value, at, noise) => {
      const text = JSON.stringify(value);
      const place = at % (text.length + 1);
      const changed = text.slice(0, place) + noise + text.slice(place);
      let platform: unknown;
      try {
        platform = JSON.parse(changed);
      } catch {
        expect(() => parseStrictJson(changed, limits)).toThrow(StrictJsonError);
        return;
      }
      try {
        expect(parseStrictJson(changed, limits)).toEqual(platform);
      } catch (error) {
        expect((error as Error).message).toContain("appears twice");
      }
    }),
  );
});

test.each([
  ['{"a":1,"a":1}', "appears twice"],
  ['{"a":1,"\\u0061":1}', "appears twice"],
  ['{"a":{"b":1,"b":2}}', "appears twice"],
  ['{"__proto__":1}', "appears twice"],
  ["[".repeat(50_000), "nested deeper"],
  ["[1", "comma or ]"],
  ['{"a":1', "comma or }"],
  ['{"a" 1}', "colon"],
  ["{a:1}", "key is expected"],
  ["01", "follows the document"],
  ["[1,]", "value is expected"],
  ['"\n"', "control character"],
  ['"\\x"', "wrong escape"],
  ['"open', "does not end"],
  ['"open\\"', "does not end"],
  ['"long"'.padEnd(100_001), "longer than"],
])("%.30s is refused: %s", (text, reason) => {
  expect(() => parseStrictJson(text, limits)).toThrow(reason);
});
