import fc from "fast-check";
import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64 } from "../../main/audit/byte-text.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import { verifyBundle } from "../../main/audit/verifier/verify-bundle.ts";
import { formatVkey, verifyingKey } from "../../main/audit/verifying-key.ts";
import { first, forge, origin, stranger } from "./forged-bundle.ts";
import { codesOf, edit, flip, session, verify } from "./verifying.ts";

const text = (bundle: unknown = forge()): string => JSON.stringify(bundle);
const part = (change: (bundle: Bundle) => void): Bundle => {
  const { events: texts, checkpoints: notes, claims } = forge({ checkpoints: [{ size: 2 }, { size: 4 }, { size: 8 }] });
  const bundle = composeBundle(nodePrimitives, { origin, texts, notes, from: 3, to: 6, claims });
  change(bundle);
  return bundle;
};
/** A checkpoint's three lines changed, its signature kept. */
const lines = (change: (lines: string[]) => void): Bundle =>
  edit((b) => {
    const all = b.checkpoints[1]!.split("\n");
    change(all);
    b.checkpoints[1] = all.join("\n");
  });
const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

/** Bundles that nobody honest writes, each with a code that refuses it. */
const corpus: [code: string, what: string, text: () => string][] = [
  ["V01", "an empty file", () => ""],
  ["V01", "white space", () => " \n\t"],
  ["V01", "a byte order mark", () => `\ufeff${text()}`],
  ["V01", "a member twice", () => text().replace('"macs":null', '"macs":null,"macs":null')],
  ["V01", "a member twice, once escaped", () => text().replace('"macs":null', '"macs":null,"m\\u0061cs":null')],
  [
    "V01",
    "a member twice inside an anchor",
    () => text().replace('"anchors":[]', '"anchors":[{"kind":"a","kind":"b"}]'),
  ],
  ["V01", "a prototype", () => text().replace('"macs":null', '"__proto__":null')],
  ["V01", "nesting without end", () => text().replace('"metrics":[]', `"metrics":[${deep(100_000)}]`)],
  ["V01", "nesting that is cut off", () => `{"events":${"[".repeat(200_000)}`],
  ["V01", "a text that never ends", () => `{"events":["${"a".repeat(3_000_000)}`],
  ["V01", "a text longer than any value may be", () => `{"origin":"${"a".repeat(9_000_000)}"}`],
  ["V01", "a trailing comma among the events", () => text().replace('],"macs"', ',],"macs"')],
  ["V01", "two commas among the events", () => text().replace('","{', '",,"{')],
  ["V01", "two documents", () => text() + text()],
  ["V01", "a thousand unknown members", () => `{${Array.from({ length: 2000 }, (_, i) => `"k${i}":0`).join()}}`],
  ["V01", "a control character in an event", () => text().replace("note 2", "note\u00012")],
  ["V01", "a number with a leading zero", () => text().replace('"from":0', '"from":00')],
  ["V02", "an array instead", () => "[]"],
  ["V02", "null instead", () => "null"],
  ["V02", "no members", () => "{}"],
  ["V02", "events that are no array", () => text().replace(/"events":\[.*?\],"macs"/, '"events":{},"macs"')],
  ["V02", "events that are no texts", () => text({ ...forge(), events: [{}] })],
  ["V02", "an event longer than allowed", () => text({ ...forge(), events: ["a".repeat(1_048_577)] })],
  [
    "V02",
    "an event longer than allowed that ends like one",
    () => text({ ...forge(), events: [`${"a".repeat(1_048_577)}}`, "{}"] }),
  ],
  ["V02", "a range with fractions", () => text({ ...forge(), range: { from: 0.5, to: 7 } })],
  ["V02", "a range below zero", () => text({ ...forge(), range: { from: -1, to: 7 } })],
  ["V02", "a range beyond what numbers hold", () => text({ ...forge(), range: { from: 0, to: 2 ** 53 } })],
  [
    "V04",
    "a range that ends before it begins, and so no event",
    () => text(part((b) => Object.assign(b, { range: { from: 3, to: 2 }, events: [], inclusion: [] }))),
  ],
  ["V02", "an origin with a line end", () => text({ ...forge(), origin: "proofdesk/a\nb" })],
  ["V02", "an origin with a plus", () => text({ ...forge(), origin: "a+b" })],
  ["V02", "macs that nobody can check", () => text({ ...forge(), macs: ["00"] })],
  ["V02", "a proof of a hundred hashes", () => text(part((b) => (b.inclusion[0]!.proof = Array(100).fill("A"))))],
  ["V02", "more vkeys than allowed", () => text({ ...forge(), vkeys: Array(300_001).fill("k") })],
  ["V04", "a range from seven to zero", () => text({ ...forge(), range: { from: 7, to: 0 } })],
  ["V04", "a range of nine quadrillion", () => text({ ...forge(), range: { from: 0, to: Number.MAX_SAFE_INTEGER } })],
  ["V04", "no events", () => text(edit((b) => b.events.splice(0)))],
  ["V02", "an event that is a number", () => text(edit((b) => (b.events[3] = "1e999")))],
  ["V03", "an event with a lone surrogate", () => text(edit((b) => (b.events[3] = '{"a":"\\ud800"}')))],
  ["V07", "a checkpoint of size zero", () => text(lines((l) => (l[1] = "0")))],
  ["V07", "a checkpoint with a leading zero", () => text(lines((l) => (l[1] = "08")))],
  ["V07", "a checkpoint of a size that numbers do not hold", () => text(lines((l) => (l[1] = "9".repeat(400))))],
  ["V07", "a root of 31 bytes", () => text(lines((l) => (l[2] = toBase64(new Uint8Array(31)))))],
  ["V07", "a root that is no base64", () => text(lines((l) => (l[2] = "*".repeat(44))))],
  ["V07", "a root with stray bits", () => text(lines((l) => (l[2] = l[2]!.replace(/.=$/, "B="))))],
  ["V07", "a hyphen for the dash", () => text(lines((l) => (l[4] = l[4]!.replace("—", "-"))))],
  ["V07", "two dashes", () => text(lines((l) => (l[4] = `— ${l[4]}`)))],
  ["V07", "a signature of 63 bytes", () => text(shortSignature(63))],
  ["V07", "a signature of no bytes", () => text(shortSignature(0))],
  ["V07", "seventeen signatures", () => text(lines((l) => l.splice(5, 0, ...Array(16).fill(l[4]))))],
  [
    "V07",
    "only signatures of unknown keys",
    () => text(lines((l) => (l[4] = `— other ${toBase64(new Uint8Array(68))}`))),
  ],
  ["V07", "a checkpoint of another origin", () => text(lines((l) => (l[0] = "proofdesk/another")))],
  [
    "V07",
    "a false line beside a right one",
    () => text(edit((b) => (b.checkpoints[1] += flip(b.checkpoints[1]!).split("\n\n")[1]!))),
  ],
  [
    "V08",
    "a proof of a hash of 31 bytes",
    () => text(part((b) => (b.inclusion[0]!.proof[0] = toBase64(new Uint8Array(31))))),
  ],
  ["V08", "a proof that is no base64", () => text(part((b) => (b.inclusion[0]!.proof[0] = "????")))],
  ["V08", "a proof against no checkpoint", () => text(part((b) => (b.inclusion[0]!.size = 0)))],
  ["V08", "proofs in another order", () => text(part((b) => b.inclusion.reverse()))],
  ["V08", "one proof too many", () => text(part((b) => b.inclusion.push({ seq: 99, size: 8, proof: [] })))],
  ["V09", "a link from size zero", () => text(part((b) => b.consistency.push({ from: 0, to: 8, proof: [] })))],
  ["V09", "a link from a size to itself", () => text(part((b) => b.consistency.push({ from: 8, to: 8, proof: [] })))],
  ["V09", "a link backwards", () => text(part((b) => b.consistency.push({ from: 8, to: 4, proof: [] })))],
  [
    "V10",
    "a token that is no base64",
    () => text(edit((b) => b.anchors.push({ kind: "receipt", size: 8, token: "?" }))),
  ],
  [
    "V12",
    "a monotonic clock of a million digits",
    () => text(forge({ alter: (e) => (e.seq === 4 ? { ...e, mono: "9".repeat(900_000) } : e) })),
  ],
  ["V07", "one key listed a thousand times, whose id every line bears", () => text(listedOftenKey())],
  ["V08", "thousands of keys, each announced and followed by a checkpoint", () => text(keyForEverySession(3000))],
];

function listedOftenKey(): Bundle {
  const bundle = forge({ checkpoints: [{ size: 8, key: stranger }] });
  const [head, line] = flip(bundle.checkpoints[0]!).split("\n\n");
  return { ...bundle, vkeys: Array(1000).fill(formatVkey(stranger)), checkpoints: [`${head}\n\n${line!.repeat(16)}`] };
}

function keyForEverySession(sessions: number): Bundle {
  const keys = Array.from({ length: sessions }, (_, i) => nodePrimitives.sha256(nodePrimitives.utf8(String(i))));
  const bundle = forge({
    events: keys.map((publicKey) => session("session", { ...first, publicKey })),
    checkpoints: keys.map((root, i) => ({ size: i + 3, root })),
  });
  return { ...bundle, vkeys: keys.map((key) => formatVkey(verifyingKey(nodePrimitives, origin, key))) };
}

function shortSignature(bytes: number): Bundle {
  const id = Buffer.from(first.keyId, "hex");
  return lines((l) => {
    l[4] = `— ${origin} ${Buffer.concat([id, Buffer.alloc(bytes)]).toString("base64")}`;
  });
}

test.each(corpus)("%s refuses %s, in bounded time", (code, _what, make) => {
  const hostile = make();
  const before = process.threadCpuUsage();
  const report = verifyBundle(nodePrimitives, hostile);
  // What it costs, however busy the machine is.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(3000);
  expect(codesOf(report)).toContain(code);
  expect(report.exitCode).toBe(code === "V01" ? 2 : 1);
  expect(Object.values(report.levels).flat().length).toBeLessThan(120);
});

test("bytes that are no UTF-8 are refused, wherever they stand", () => {
  const honest = Buffer.from(text());
  for (const at of [1, 300, honest.length - 2]) {
    const bytes = Buffer.from(honest);
    bytes[at] = 0xff;
    const latin = { ...nodePrimitives, utf8: () => bytes };
    expect(codesOf(verifyBundle(latin, ""))).toEqual(["V01"]);
  }
});

test("a bundle is read alike in whatever pieces it comes, also where they cut a character or an escape", () => {
  const bundle = forge({
    events: [{ type: "note.added", data: { text: 'a "quote" — a \\ and a 🜚 }" and }\\" ,' } }],
  });
  const spaced = JSON.stringify(bundle, null, 1);
  for (const document of [JSON.stringify(bundle), spaced]) {
    const whole = verifyBundle(nodePrimitives, document);
    expect(whole.exitCode).toBe(0);
    for (const chunkBytes of [4, 5, 7, 13, 64, 1000])
      expect(verifyBundle(nodePrimitives, document, undefined, { chunkBytes })).toEqual(whole);
  }
});

test("whatever single character is changed, taken away or put in, the bundle fails or says the same", () => {
  const honest = text();
  const before = verify(forge());
  fc.assert(
    fc.property(
      fc.nat(honest.length - 1),
      fc.constantFrom("replace", "remove", "insert"),
      fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", "0", "9", "a", " ", "\n", "\u0000", "é", "🜚"),
      (at, how, sign) => {
        const changed =
          honest.slice(0, at) + (how === "remove" ? "" : sign) + honest.slice(at + (how === "insert" ? 0 : 1));
        const report = verifyBundle(nodePrimitives, changed);
        if (report.exitCode === 0) expect(report).toEqual(before);
      },
    ),
    { numRuns: 500 },
  );
});

test("documents of any shape are answered with a code, never with an exception", () => {
  const members = Object.keys(forge()) as (keyof Bundle)[];
  fc.assert(
    fc.property(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 6 }), (member, value) => {
      const report = verify({ ...forge(), [member]: value });
      expect([0, 1, 2]).toContain(report.exitCode);
      if (report.exitCode === 1) expect(codesOf(report).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
