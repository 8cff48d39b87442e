import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { withinLimits } from "../../main/audit/bundle-budget.ts";
import { maxEventLength, mostMembers } from "../../main/audit/bundle-limits.ts";
import { type BundleMember, composeBundle } from "../../main/audit/compose-bundle.ts";
import { numbered, pagesOf } from "../../main/audit/event-page.ts";
import { KeySuccession } from "../../main/audit/verifier/announced-keys.ts";
import { formatVkey } from "../../main/audit/verifying-key.ts";
import { first, forge, forgerKey, origin, second } from "./forged-bundle.ts";
import { codesOf, note, rotation, session, verify } from "./verifying.ts";

const sizesOf = (bundle: Bundle): number[] => bundle.checkpoints.map((one) => Number(one.split("\n")[1]));

/** Thirty events and a checkpoint for each from the second on; a rotation, two exports, and a receipt for checkpoint 9. */
const journal = ((): Bundle => {
  const events = Array.from({ length: 28 }, (_, n) => note({ text: `${n}` }));
  const exported = { type: "export.created", data: { from: 0, to: null, file: "b.json" } };
  const receipt = { type: "anchor.received", data: { kind: "receipt", size: 9, token: "" } };
  for (const [seq, event] of [
    [5, rotation(second)],
    [12, receipt],
    [17, exported],
    [29, exported],
  ] as const)
    events[seq - 2] = event as (typeof events)[number];
  const signed = (size: number) =>
    size < 6 ? { size } : size === 6 ? { size, key: first, also: second } : { size, key: second };
  return forge({ events, checkpoints: Array.from({ length: 29 }, (_, n) => signed(n + 2)) });
})();
const range = (from: number, to: number, most?: number): Bundle => {
  const { events: texts, checkpoints: notes, claims } = journal;
  return composeBundle(nodePrimitives, { origin, texts, notes, from, to, claims, ...(most && { most }) });
};

test("a bundle carries every checkpoint of its range while they are few", () => {
  expect(sizesOf(range(0, 29))).toHaveLength(29);
  expect(sizesOf(range(0, 29, 29))).toHaveLength(29);
  expect(sizesOf(range(3, 20))).toHaveLength(18);
});

test("of very many checkpoints it keeps the ends, those over a rotation, those held outside and those of exports", () => {
  expect(sizesOf(range(0, 29, 6))).toEqual([2, 6, 9, 18, 29, 30]);
  const ten = sizesOf(range(0, 29, 10));
  expect(ten).toHaveLength(10);
  expect(ten).toEqual(expect.arrayContaining([2, 6, 9, 18, 29, 30]));
});

test("a bundle from which checkpoints are left out proves the same", () => {
  const whole = range(0, 29, 6);
  whole.anchors = [];
  const said = (bundle: Bundle): string[] => codesOf(verify(bundle));
  // The receipt quotes nothing; that apart, nothing fails.
  expect(said(range(0, 29))).toEqual(["V10"]);
  expect(said(range(0, 29, 6))).toEqual(["V10"]);
  const notes = (bundle: Bundle): string[] => verify(bundle).levels.completeness.map(({ text }) => text);
  expect(notes(range(0, 29, 6))).toEqual(notes(range(0, 29)));
  for (let from = 10; from < 29; from++) expect(said(range(from, 28, 5)), `from ${from}`).toEqual([]);
  expect(sizesOf(range(10, 28, 5))).toHaveLength(5);
});

const written = (change: Partial<Bundle>, texts: readonly string[] = journal.events): (() => void) => {
  const pages = pagesOf(numbered(texts), new Set());
  const members = Object.entries({ ...journal, ...change, events: pages }) as unknown as BundleMember[];
  return () => {
    for (const [, value] of withinLimits(members))
      if (typeof value === "object" && value !== null && Symbol.iterator in value) for (const _ of value);
  };
};
const anchor = { kind: "receipt", size: 9, token: "" };

test.each([
  ["more anchors than allowed", written({ anchors: Array(mostMembers.anchors + 1).fill(anchor) })],
  ["more keys than allowed", written({ vkeys: Array(mostMembers.vkeys + 1).fill("k") })],
  [
    "tokens that together are too long",
    written({ anchors: Array(300).fill({ ...anchor, token: "A".repeat(900_000) }) }),
  ],
  ["a claim that is too long", written({ claims: { ...journal.claims, metrics: ["x".repeat(8_000_000)] } })],
  ["an event that is too long", written({}, [...journal.events, "x".repeat(maxEventLength + 1)])],
])("a bundle is not written with %s", (_, write) => {
  expect(write).toThrow(expect.objectContaining({ name: "Fault", code: "EXPORT-LIMIT" }));
});

test("a bundle with as much as a verifier reads is written", () => {
  expect(
    written({ anchors: Array(mostMembers.anchors).fill(anchor), vkeys: Array(mostMembers.vkeys).fill("k") }),
  ).not.toThrow();
});

test("a journal of more sessions without a keychain than any year has is read", () => {
  const keys = Array.from({ length: 1500 }, (_, n) => forgerKey(10 + (n % 200), n));
  const bundle = forge({ events: keys.map((key) => session("session", key)) });
  bundle.vkeys.push(...keys.map(formatVkey));
  expect(bundle.vkeys.length).toBeGreaterThan(1000);
  expect(codesOf(verify(bundle))).toEqual([]);
});

test("a file that announces keys without end fills no memory: beyond the limit they break the succession", () => {
  const succession = new KeySuccession(nodePrimitives, origin, { most: 3 });
  for (const text of forge({ events: [11, 12, 13, 14].map((n) => session("session", forgerKey(n))) }).events)
    succession.follow(JSON.parse(text));
  expect(succession.keys).toHaveLength(3);
  expect(succession.breaks.map(({ text }) => text)).toEqual(Array(2).fill("the journal announces more than 3 keys"));
});
