import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import { canonicalize } from "../../main/audit/canonical.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import type { Primitives } from "../../main/audit/primitives.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import { verifyBundle } from "../../main/audit/verifier/verify-bundle.ts";
import { formatVkey, verifyingKey } from "../../main/audit/verifying-key.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { type Forgery, first, forge, origin, second, stranger } from "./forged-bundle.ts";

const verify = (bundle: unknown, remembered?: string): VerificationReport =>
  verifyBundle(nodePrimitives, JSON.stringify(bundle), remembered);

const codesOf = (report: VerificationReport): string[] => [
  ...new Set(report.levels.integrity.filter(({ outcome }) => outcome === "fail").map(({ code }) => code)),
];

const edit = (change: (bundle: Bundle) => void, forgery?: Forgery): Bundle => {
  const bundle = forge(forgery);
  change(bundle);
  return bundle;
};
const note = (data: Record<string, string>) => ({ type: "note.added", data });
const session = (storage: string, key: typeof first) => ({
  type: "session.opened",
  data: { signing: { storage, publicKey: toBase64(key.publicKey) } },
});
const rotation = (key: typeof first) => ({
  type: "key.rotated",
  data: {
    publicKey: toBase64(key.publicKey),
    replaces: toBase64(first.publicKey),
    nextKeySha256: toHex(nodePrimitives.sha256(stranger.publicKey)),
  },
});

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
  ]);
  expect(report.levels.completeness.every(({ outcome }) => outcome === "note")).toBe(true);
});

// Each of these forgers holds the key and hides everything but one flaw, so each check alone must find it.
const flaws: [code: string, flaw: string, bundle: () => unknown][] = [
  ["V02", "the bundle is of an unknown format", () => ({ ...forge(), format: "proofdesk-bundle/2" })],
  ["V02", "the bundle carries an unknown member", () => ({ ...forge(), more: 1 })],
  [
    "V02",
    "an event is of an unknown type",
    () => forge({ alter: (e) => (e.seq === 4 ? { ...e, type: "order.vanished" } : e) }),
  ],
  ["V02", "an event is of an unknown version", () => forge({ alter: (e) => (e.seq === 4 ? { ...e, v: 2 } : e) })],
  ["V03", "an event has white space", () => forge({ alter: (e) => (e.seq === 4 ? spaced(e) : e) })],
  ["V03", "an event says a key twice", () => forge({ alter: (e) => (e.seq === 4 ? doubled(e) : e) })],
  ["V04", "an event's number is another", () => forge({ alter: (e) => (e.seq === 4 ? { ...e, seq: 5 } : e) })],
  ["V04", "the range claims one event more", () => edit((b) => b.range.to++)],
  [
    "V05",
    "an event names another hash",
    () => forge({ alter: (e) => (e.seq === 4 ? { ...e, prev: "0".repeat(64) } : e) }),
  ],
  [
    "V05",
    "the first event names one before it",
    () => forge({ alter: (e) => (e.seq === 0 ? { ...e, prev: "1".repeat(64) } : e) }),
  ],
  ["V06", "a session claims a kept key of its own", () => forge({ events: [session("keychain", stranger)] })],
  ["V06", "the rotation is to a key nobody committed to", () => forge({ events: [rotation(stranger)] })],
  [
    "V06",
    "a key signs before it is announced",
    () =>
      forge({
        events: [note({}), session("session", second)],
        checkpoints: [
          { size: 3, key: second },
          { size: 4, key: second },
        ],
      }),
  ],
  ["V06", "the head lists a key no event announces", () => edit((b) => b.vkeys.push(formatVkey(stranger)))],
  ["V06", "the head lists something that is no key", () => edit((b) => b.vkeys.push("key"))],
  [
    "V06",
    "a stranger's listed key signs",
    () => edit((b) => b.vkeys.push(formatVkey(stranger)), { checkpoints: [{ size: 8, key: stranger }] }),
  ],
  [
    "V07",
    "a signature is changed",
    () =>
      edit((b) => {
        b.checkpoints[1] = flip(b.checkpoints[1]!);
      }),
  ],
  ["V07", "a stranger signs", () => forge({ checkpoints: [{ size: 8, key: stranger }] })],
  [
    "V07",
    "a checkpoint is of another journal",
    () => forge({ checkpoints: [{ size: 7 }, { size: 8, origin: "proofdesk/other" }] }),
  ],
  ["V07", "a checkpoint is no signed note", () => edit((b) => b.checkpoints.splice(0, 1, "checkpoint\n"))],
  [
    "V07",
    "a valid signature stands beside a false one of a known key",
    () =>
      edit((b) => {
        b.checkpoints[1] += flip(b.checkpoints[1]!).split("\n\n")[1]!;
      }),
  ],
  [
    "V08",
    "a checkpoint is signed over another root",
    () => forge({ checkpoints: [{ size: 2, root: new Uint8Array(32) }, { size: 8 }] }),
  ],
  ["V08", "a checkpoint is signed over more events", () => forge({ checkpoints: [{ size: 2 }, { size: 9 }] })],
  ["V09", "two checkpoints are of one size", () => forge({ checkpoints: [{ size: 2 }, { size: 2 }, { size: 8 }] })],
  ["V09", "checkpoints shrink", () => forge({ checkpoints: [{ size: 8 }, { size: 2 }] })],
  ["V09", "a link between checkpoints is false", () => edit((b) => b.consistency.push({ from: 2, to: 8, proof: [] }))],
  ["V09", "a link is to no checkpoint", () => edit((b) => b.consistency.push({ from: 2, to: 7, proof: [] }))],
  ["V11", "the last checkpoint is taken away", () => edit((b) => b.checkpoints.pop())],
  ["V11", "events are added behind the last checkpoint", () => forge({ checkpoints: [{ size: 7 }] })],
];
function spaced(event: object): string {
  return canonicalize(event as JournalValue).replace(/"v":1\}$/, '"v": 1}');
}
function doubled(event: object): string {
  return canonicalize(event as JournalValue).replace(/"v":1\}$/, '"v":1,"v":1}');
}
function flip(checkpoint: string): string {
  const at = checkpoint.length - 20;
  return checkpoint.slice(0, at) + (checkpoint[at] === "A" ? "B" : "A") + checkpoint.slice(at + 1);
}

test.each(flaws)("%s alone is named when %s", (code, _flaw, bundle) => {
  const report = verify(bundle());
  expect(codesOf(report)).toEqual([code]);
  expect(report.exitCode).toBe(1);
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
  expect(codesOf(verify(swapped))).toEqual(["V04", "V05", "V08"]);
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
  const honest = forge({ checkpoints: [{ size: 8, key: { ...first, keyId: own.keyId } }] });
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
  expect(verify(bundle, four).levels.integrity.at(-2)).toMatchObject({ code: "V09", outcome: "pass" });
  expect(verify(bundle, eight).levels.integrity.at(-2)).toMatchObject({ code: "V09", outcome: "pass" });
  expect(verify(bundle, two).levels.integrity.at(-2)).toMatchObject({ code: "V09", outcome: "note" });
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
  const began = performance.now();
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
  expect(performance.now() - began).toBeLessThan(5000);
});
