import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64 } from "../../main/audit/byte-text.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import type { Primitives } from "../../main/audit/primitives.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import { verifyBundle } from "../../main/audit/verifier/verify-bundle.ts";
import { formatVkey, verifyingKey } from "../../main/audit/verifying-key.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import { type Forgery, first, forge, origin, second, stranger } from "./forged-bundle.ts";
import { codesOf, edit, flip, note, rotation, session, verify } from "./verifying.ts";

test("an untouched bundle passes every integrity check, and is given no verdict over all", () => {
  const report = verify(forge());
  expect(codesOf(report)).toEqual([]);
  expect(report.exitCode).toBe(0);
  expect(report.levels.integrity.map(({ code }) => code)).toEqual([
    "V01",
    "V02",
    "V03",
    "V04",
    "V05",
    "V06",
    "V07",
    "V08",
    "V09",
    "V11",
    "V14",
  ]);
  expect(report.levels.time.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual(["V12 pass", "V12 note"]);
  expect(report.levels.completeness.every(({ outcome }) => outcome === "note")).toBe(true);
});

test("a removed event, a swapped pair, a changed digit and a cut tail are found by those who hold no key too", () => {
  const removed = edit((b) => b.events.splice(4, 1));
  expect(codesOf(verify(removed))).toEqual(expect.arrayContaining(["V04", "V05", "V08"]));
  const renumbered = edit((b) => {
    b.events.splice(4, 1);
    b.range.to--;
  });
  expect(codesOf(verify(renumbered))).toEqual(expect.arrayContaining(["V04", "V05", "V08"]));
  const swapped = edit((b) => b.events.splice(4, 2, b.events[5]!, b.events[4]!));
  expect(codesOf(verify(swapped))).toEqual(["V04", "V05", "V08", "V12"]);
  const changed = edit((b) => (b.events[4] = b.events[4]!.replace("0.5", "0.6")));
  expect(codesOf(verify(changed))).toEqual(["V05", "V08"]);
  const last = edit((b) => (b.events[7] = b.events[7]!.replace("0.5", "0.6")));
  expect(codesOf(verify(last))).toEqual(["V08"]);
  const cut = edit((b) => {
    b.events.pop();
    b.range.to--;
  });
  expect(codesOf(verify(cut))).toEqual(["V08"]);
});

test("the committed next key and a session's own key may sign what follows them", () => {
  const rotated = forge({
    events: [rotation(second)],
    checkpoints: [{ size: 2 }, { size: 3, key: second, also: first }],
  });
  expect(codesOf(verify(rotated))).toEqual([]);
  const report = verify(forge({ events: [session("session", stranger)], checkpoints: [{ size: 3, key: stranger }] }));
  expect(codesOf(report)).toEqual([]);
  expect(report.levels.integrity.filter(({ outcome }) => outcome === "note").map(({ code }) => code)).toEqual(["V06"]);
});

test("signatures of unknown keys and algorithms are passed over where a known one holds", () => {
  const witness = `— witness.example ${toBase64(new Uint8Array(80))}\n`;
  expect(codesOf(verify(edit((b) => (b.checkpoints[1] += witness))))).toEqual([]);
});

test("a remembered checkpoint must be continued: rewritten, shortened and foreign journals fail V09", () => {
  const remembered = forge().checkpoints[1]!;
  const longer = { events: [...Array(9).keys()].map((n) => note({ text: `note ${n + 2}`, size: "0.5" })) };
  expect(verify(forge(), remembered).exitCode).toBe(0);
  expect(verify(forge(longer), remembered).exitCode).toBe(0);
  expect(verify(forge({ ...longer, checkpoints: [{ size: 8 }, { size: 11 }] }), remembered).exitCode).toBe(0);
  const rewritten = { events: longer.events.map(() => note({ text: "another", size: "0.5" })) };
  expect(codesOf(verify(forge(rewritten), remembered))).toEqual(["V09"]);
  expect(codesOf(verify(forge({ events: [] }), remembered))).toEqual(["V09"]);
  expect(codesOf(verify(forge(longer), flip(remembered)))).toEqual(["V09"]);
  expect(codesOf(verify(forge(), remembered.replace(origin, "proofdesk/other")))).toEqual(["V09"]);
  expect(verify(forge(), "no note").exitCode).toBe(2);
});

const partial = (from: number, to: number): Bundle => {
  const whole = forge({ checkpoints: [{ size: 2 }, { size: 4 }, { size: 5 }, { size: 8 }] });
  return composeBundle(nodePrimitives, {
    origin,
    texts: whole.events,
    notes: whole.checkpoints,
    from,
    to,
    claims: whole.claims,
  });
};

test("a part of a journal proves each event under a checkpoint, and the checkpoints' links", () => {
  for (let from = 0; from < 8; from++) {
    for (let to = from; to < 8; to++) {
      const bundle = partial(from, to);
      expect(codesOf(verify(bundle)), `${from} to ${to}`).toEqual([]);
      expect(bundle.inclusion.length).toBe(from === 0 && to === 7 ? 0 : to - from + 1);
    }
  }
});

test("a part with a changed event, a foreign proof or a missing one fails V08; with a broken link V09", () => {
  const change = (alter: (bundle: Bundle) => void): string[] => {
    const bundle = partial(3, 6);
    alter(bundle);
    return codesOf(verify(bundle));
  };
  expect(change((b) => (b.events[3] = b.events[3]!.replace("0.5", "0.6")))).toEqual(["V08"]);
  expect(change((b) => b.inclusion[0]!.proof.reverse())).toEqual(["V08"]);
  expect(change((b) => b.inclusion.pop())).toEqual(["V08"]);
  expect(change((b) => b.inclusion.push(b.inclusion[0]!))).toEqual(["V08"]);
  expect(change((b) => (b.inclusion[0]!.proof[0] = "AAAA"))).toEqual(["V08"]);
  expect(change((b) => (b.inclusion[0]!.proof[0] = "?"))).toEqual(["V08"]);
  expect(change((b) => (b.inclusion[0]!.size = 7))).toEqual(["V08"]);
  expect(change((b) => b.consistency.pop())).toEqual(["V09"]);
  expect(change((b) => (b.consistency[0]!.proof = []))).toEqual(["V09"]);
  expect(change((b) => b.vkeys.splice(0))).toEqual(["V07"]);
});

test("a key that was made to share its id with the journal's is not taken for it", () => {
  const head = Buffer.from(`${origin}\n`);
  // Four bytes are found by trying; this hash stands for a forger who has tried long enough.
  const colliding: Primitives = {
    ...nodePrimitives,
    sha256: (bytes) => nodePrimitives.sha256(Buffer.from(bytes).indexOf(head) === 0 ? head : bytes),
  };
  const alike = { ...stranger, ...verifyingKey(colliding, origin, stranger.publicKey) };
  const own = verifyingKey(colliding, origin, first.publicKey);
  expect(alike.keyId).toBe(own.keyId);
  const forged = forge({ checkpoints: [{ size: 8, key: alike }] });
  forged.vkeys = [formatVkey(own), formatVkey(alike)];
  expect(codesOf(verifyBundle(colliding, JSON.stringify(forged)))).toEqual(["V06"]);
  const named = (data: JournalData): JournalData => ({ ...data, keyId: own.keyId });
  const honest = forge({
    checkpoints: [{ size: 8, key: { ...first, keyId: own.keyId } }],
    alter: (event) => (event.type === "journal.genesis" ? { ...event, data: named(event.data) } : event),
  });
  honest.vkeys = [formatVkey(own)];
  expect(codesOf(verifyBundle(colliding, JSON.stringify(honest)))).toEqual([]);
});

test("in a part from the genesis on, a key that no event announces is named, and may not sign what is in sight", () => {
  const part = (signed: Forgery["checkpoints"]): VerificationReport => {
    const { events: texts, checkpoints: notes, claims } = forge({ checkpoints: signed ?? [] });
    const bundle = composeBundle(nodePrimitives, { origin, texts, notes, from: 0, to: 4, claims });
    bundle.vkeys.push(formatVkey(stranger));
    return verify(bundle);
  };
  expect(codesOf(part([{ size: 2 }, { size: 4, key: stranger }, { size: 8 }]))).toEqual(["V06"]);
  const covered = part([{ size: 2 }, { size: 8, key: stranger }]);
  expect(codesOf(covered)).toEqual([]);
  const notes = covered.levels.integrity.filter(({ outcome }) => outcome === "note");
  expect(notes).toMatchObject([{ code: "V06", text: expect.stringContaining(stranger.keyId) }]);
});

test("a part is compared with a remembered checkpoint where a proof leads there, and says so where none does", () => {
  const bundle = partial(3, 6);
  const [two, four, , eight] = partial(0, 7).checkpoints;
  expect(verify(bundle, four).levels.integrity.at(-3)).toMatchObject({ code: "V09", outcome: "pass" });
  expect(verify(bundle, eight).levels.integrity.at(-3)).toMatchObject({ code: "V09", outcome: "pass" });
  expect(verify(bundle, two).levels.integrity.at(-3)).toMatchObject({ code: "V09", outcome: "note" });
  // A link from a checkpoint to itself proves nothing of what came after.
  const looped = { ...bundle, consistency: [...bundle.consistency, { from: 2, to: 2, proof: [] }] };
  expect(codesOf(verify(looped, two))).toEqual(["V09"]);
  const unlinked = { ...bundle, consistency: bundle.consistency.map(({ from }) => ({ from, to: from, proof: [] })) };
  expect(codesOf(verify(unlinked))).toEqual(["V09"]);
});

test.each([
  ["nothing", ""],
  ["no JSON", "proof"],
  ["a duplicate key", '{"format":"a","format":"b"}'],
  ["a prototype", '{"__proto__":{}}'],
  ["endless nesting", "[".repeat(1_000_000)],
  ["a tail", "{} {}"],
])("%s is refused as unreadable with V01", (_, text) => {
  const report = verifyBundle(nodePrimitives, text);
  expect(report.levels.integrity).toMatchObject([{ code: "V01", outcome: "fail" }]);
  expect(report.exitCode).toBe(2);
});

test("hostile events are answered with a code, quickly", () => {
  const before = process.threadCpuUsage();
  for (const event of [
    "[".repeat(500_000),
    "{",
    "null",
    "1",
    '"\\ud800"',
    '{"a":1.5}',
    `{"seq":"${"9".repeat(100_000)}"}`,
  ]) {
    const codes = codesOf(verify(edit((b) => (b.events[4] = event))));
    expect(codes).toContain("V08");
    expect(codes.some((code) => code === "V02" || code === "V03")).toBe(true);
  }
  const crowd = verify(edit((b) => (b.events = Array.from({ length: 5000 }, () => "{}"))));
  expect(codesOf(crowd)).toContain("V02");
  expect(crowd.levels.integrity.length).toBeLessThan(200);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(5000);
});
