import { closeSync, openSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { fileIdentity, pieceReader } from "../../main/adapters/proof-node/read-pieces.ts";
import { ScanAhead } from "../../main/adapters/proof-node/scan-ahead.ts";
import type { EventsAhead } from "../../main/audit/verifier/events-ahead.ts";
import { drive } from "../../main/audit/verifier/json-cursor.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import { verification } from "../../main/audit/verifier/verify-bundle.ts";
import { forge } from "./forged-bundle.ts";
import { chunkBytes, countOf, inTurn, piecesOf } from "./in-turn.ts";
import { withProfile } from "./sample-journal.ts";
import { codesOf, note } from "./verifying.ts";

const unset = ["RISK-001..RISK-052"];
const verdict = { clear: [], maxPassingSize: "2", outcome: "approved", reducing: false, rows: [], unset };

/** Events of which some are verdicts, some leave the quick way, and some have a clock of more digits than a number holds. */
const events = Array.from({ length: 400 }, (_, n) => {
  if (n % 5 === 0) return { type: "risk.judged", data: { orderId: `o-${n}`, ...verdict } };
  if (n % 5 === 1) return { type: "order.submitted", data: { orderId: `o-${n - 1}`, venue: "paper" } };
  return note({ text: n % 7 === 0 ? `line\nbreak ${n}` : n % 7 === 1 ? `größer ${n}` : `note ${n}` });
});
const whole = JSON.stringify(
  forge({ events, alter: (event) => ({ ...event, mono: String(10n ** 16n + BigInt(String(event["mono"]))) }) }),
).replaceAll('"{', '\n"{');
const begins = whole.indexOf('\n"{');
const ends = whole.lastIndexOf('}",') + 3;
const lines = whole.slice(begins, ends).split("\n");

function alone(bytes: Uint8Array, remembered?: string): VerificationReport {
  return drive(verification(nodePrimitives, bytes.length, { chunkBytes, remembered }), piecesOf(bytes));
}

/** Over a real file with a real thread; `opened` happens once the file is open. */
function beside(
  file: string,
  bytes: Uint8Array,
  opened: () => void = () => {},
): VerificationReport & { readonly taken: number } {
  writeFileSync(file, bytes);
  const handle = openSync(file, "r");
  opened();
  const thread = new ScanAhead({ file, bytes: bytes.length, identity: fileIdentity(handle) }, { chunkBytes });
  let taken = 0;
  const ahead: EventsAhead = {
    begin: (place) => thread.begin(place),
    isReady: () => thread.isReady(),
    take: () => {
      const message = thread.take();
      taken += countOf(message);
      return message;
    },
  };
  try {
    const report = drive(verification(nodePrimitives, bytes.length, { chunkBytes, ahead }), pieceReader(handle));
    return { ...report, taken };
  } finally {
    thread.end();
    closeSync(handle);
  }
}

/** Where one portion of the file ends and the next begins, more or less. */
const borders = Array.from({ length: Math.floor(whole.length / chunkBytes) }, (_, n) => begins + (n + 1) * chunkBytes);

const swapped = (a: number, b: number): string => {
  const other = [...lines];
  [other[a], other[b]] = [lines[b] as string, lines[a] as string];
  return whole.slice(0, begins) + other.join("\n") + whole.slice(ends);
};

/** The same bundle with its macs and checkpoints before the events. */
function earlier(text: string): string {
  const from = text.indexOf('"macs":null');
  const to = text.indexOf('"inclusion":');
  const checkpoints = text.slice(from, to);
  return (text.slice(0, from) + text.slice(to)).replace('"events":[', `${checkpoints}"events":[`);
}

const damages: Readonly<Record<string, { readonly text: string; readonly codes: readonly string[] }>> = {
  nothing: { text: whole, codes: [] },
  "a changed digit": { text: whole.replace("note 38", "note 39"), codes: ["V05", "V08"] },
  "two events in each other's place": { text: swapped(150, 151), codes: ["V04", "V05", "V08"] },
  "an event twice": { text: whole.replace(lines[60] as string, `${lines[60]}\n${lines[60]}`), codes: ["V04"] },
  "an event that is gone": { text: whole.replace(`${lines[90]}\n`, ""), codes: ["V04"] },
  "the end cut off": { text: whole.slice(0, whole.length / 2), codes: ["V01"] },
  "an event that is no JSON": { text: whole.replace('{\\"actor', '{\\"act\\"or'), codes: ["V03"] },
  "an event more than the range says": {
    text: whole.replace(`${lines.at(-1)}`, `${lines.at(-1)}\n${lines.at(-1)}`.replace('}"\n', '}",\n')),
    codes: ["V04"],
  },
  "a comma too many": { text: whole.replace(lines[30] as string, `${lines[30]},`), codes: ["V01"] },
  "a comma too many before the first": { text: whole.replace('"events":[', '"events":[,'), codes: ["V01"] },
  "a comma too many behind the last": { text: whole.replace('],"macs"', ',],"macs"'), codes: ["V01"] },
  "a comma that is missing": { text: whole.replace('}",\n', '}"\n'), codes: ["V01"] },
  "a sign that is no white space": { text: whole.replace('}",\n', '}",\u0001\n'), codes: ["V01"] },
  "a byte that is no UTF-8": { text: whole, codes: ["V01"] },
  "something that looks like the end of the events behind them": {
    text: whole.replace('"claims":{', '"claims":{"list":["a"],"macs":[],'),
    codes: ["V02"],
  },
  "something that looks like it in a text before the events": {
    text: whole.replace('"events":[', '"more":["}"],"macs":[1],"events":['),
    codes: ["V01"],
  },
  "what comes behind the events before them": { text: earlier(whole), codes: [] },
  "a text that is none": { text: whole.replace(lines[70] as string, "17,"), codes: ["V02"] },
};

test.each(Object.entries(damages))("%s is reported alike by one thread and by two", (what, { text, codes }) =>
  withProfile((dir) => {
    const bytes = Buffer.from(text);
    if (what === "a byte that is no UTF-8") bytes[text.indexOf("note 38")] = 0xff;
    const one = alone(bytes);
    expect(codesOf(one)).toEqual(expect.arrayContaining([...codes]));
    expect(codesOf(one).length > 0).toBe(codes.length > 0);
    const two = inTurn(bytes);
    expect(two).toEqual({ ...one, taken: two.taken });
    expect(beside(join(dir, "bundle.json"), bytes)).toEqual(two);
    if (codes.length === 0) expect(two.taken).toBe(events.length + 2);
  }),
);

test.each([
  ["an event more than there are", whole.replace(/"to":\d+/, `"to":${events.length + 2}`), events.length + 2],
  ["a comma too many", whole.replace(lines[30] as string, `${lines[30]},`), 0],
  ["a text that is no JSON", whole.replace("note 38", "note\u000138"), 0],
])("a remembered checkpoint that is none makes nobody say of %s what was not read", (_, text, count) => {
  const bytes = Buffer.from(text);
  const one = alone(bytes, "no note");
  expect(one).toMatchObject({ exitCode: 2, events: count });
  expect(one.levels.integrity.some(({ outcome }) => outcome === "pass")).toBe(count > 0);
  expect(inTurn(bytes, "no note")).toEqual({ ...one, taken: 0 });
});

test("who has somebody ahead reads of a file of the usual form only what stands around the events", () => {
  // More of it lies among the events than is looked through for their end.
  const bytes = Buffer.from(whole.replace('}",\n', `}",${" ".repeat(4 << 20)}\n`));
  let read = 0;
  const report = inTurn(bytes, undefined, (offset, length) => {
    read += length;
    return bytes.subarray(offset, offset + length);
  });
  expect(codesOf(report)).toEqual([]);
  expect(report.events).toBe(events.length + 2);
  expect(report.taken).toBe(report.events);
  expect(read).toBeLessThan(bytes.length / 2);
});

test("whatever byte is changed, wherever one portion meets the next, both say the same", () => {
  const near = fc
    .tuple(fc.constantFrom(...borders), fc.integer({ min: -300, max: 300 }))
    .map(([border, off]) => border + off);
  const anywhere = fc.integer({ min: 0, max: whole.length - 1 });
  fc.assert(
    fc.property(fc.oneof(near, anywhere), fc.constantFrom(0, 10, 34, 44, 48, 92, 93, 125, 200), (at, code) => {
      const bytes = Buffer.from(whole);
      bytes[at] = code;
      const { taken: _, ...two } = inTurn(bytes);
      expect(two).toEqual(alone(bytes));
    }),
    { numRuns: 40 },
  );
});

test("a thread that never speaks is given up, and the file is read without it", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const bytes = Buffer.from(whole);
    writeFileSync(file, bytes);
    const none = { file: join(dir, "none"), bytes: bytes.length, identity: "" };
    const silent = new ScanAhead(none, { chunkBytes, patienceMs: 1 });
    const report = drive(verification(nodePrimitives, bytes.length, { chunkBytes, ahead: silent }), piecesOf(bytes));
    silent.end();
    expect(report).toEqual(alone(bytes));
  }));

test("a file that has taken the name of the one that is open is not read in its place", () =>
  withProfile((dir) => {
    const file = join(dir, "bundle.json");
    const other = join(dir, "other.json");
    const bytes = Buffer.from(damages["a changed digit"]?.text ?? "");
    writeFileSync(other, whole);
    const report = beside(file, bytes, () => renameSync(other, file));
    expect(report).toEqual({ ...alone(bytes), taken: 0 });
  }));
