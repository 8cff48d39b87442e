import fc from "fast-check";
import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { Bundle } from "../../main/audit/bundle.ts";
import { parseStrictJson } from "../../main/audit/strict-json.ts";
import { verifyBundle } from "../../main/audit/verifier/verify-bundle.ts";
import { forge } from "./forged-bundle.ts";
import { note } from "./verifying.ts";

const whole = JSON.stringify(
  forge({ events: [note({ text: "one" }), note({ text: "two" }), note({ text: "three" })] }),
).replaceAll('"{', '\n"{');

/** What a reader says of a text who holds all of it in memory: unreadable, no bundle, or a bundle of so many events. */
function held(text: string): { readonly exit: number; readonly events: number } {
  let read: unknown;
  try {
    read = parseStrictJson(text, { maxLength: 8_000_000, maxDepth: 32 });
  } catch {
    return { exit: 2, events: 0 };
  }
  const parsed = Bundle.safeParse(read);
  return parsed.success ? { exit: 0, events: parsed.data.events.length } : { exit: 1, events: 0 };
}

function verified(text: string): { readonly exit: number; readonly events: number } {
  const { exitCode, events, levels } = verifyBundle(nodePrimitives, text, undefined, { chunkBytes: 512 });
  const formed = levels.integrity.every(({ code, text: said }) => code !== "V02" || !said.startsWith("not a known"));
  return { exit: exitCode === 2 ? 2 : formed ? 0 : 1, events };
}

test("the bundle that is changed below is whole", () => {
  expect(held(whole)).toEqual({ exit: 0, events: 5 });
  expect(verified(whole)).toEqual({ exit: 0, events: 5 });
});

test.each([
  ["two texts that look like one", '"abc" , "def}",'],
  ["two texts that look like one, without white space", '"","}",'],
  ["a text that does not end like an object", '"abc",'],
  ["a text with a wrong escape", '"{\\x}",'],
  ["a text with a control character", '"{\u0001}",'],
  ["a text with a zero", '"{\u0000}",'],
  ["a zero between texts", '\u0000"{}",'],
  ["something behind a text", '"a"b}",'],
  ["two commas", '"{}",,'],
  ["no comma", '"{}"'],
  ["an escaped quote before the end", '"{}\\"}",'],
  ["a number", "1,"],
  ["an object", '{"a":"{}"},'],
  ["white space around it", ' \n\t"{}" \r\n, '],
])("events with %s among them are read as by a reader who holds the file", (_what, text) => {
  const changed = whole.replace('\n"{', `\n${text}\n"{`);
  expect(changed).not.toBe(whole);
  expect(verified(changed)).toEqual(held(changed));
});

test("any change of a few characters is read as by a reader who holds the file", () => {
  const sign = fc.oneof(
    fc.constantFrom("", '"', "\\", "}", "{", ",", "]", "[", '}"', '",', '"}', '","', "\n", "\u0000", "é", "\\u0022"),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(3), sign), { minLength: 1, maxLength: 3 }), (changes) => {
      let text = whole;
      for (const [at, taken, put] of changes) {
        const place = at % text.length;
        text = text.slice(0, place) + put + text.slice(place + taken);
      }
      expect(verified(text)).toEqual(held(text));
    }),
    { numRuns: 500 },
  );
});
