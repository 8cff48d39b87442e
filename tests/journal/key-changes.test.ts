import { expect, test, vi } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import { checks } from "../../main/audit/verifier/checks.ts";
import type { OpenCheck } from "../../main/audit/verifier/verdict.ts";
import { formatVkey } from "../../main/audit/verifying-key.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import { type Forgery, first, forge, origin, second, stranger } from "./forged-bundle.ts";
import { inTurn } from "./in-turn.ts";
import { codesOf, note, session, verify } from "./verifying.ts";

const rotated = (data: JournalData = {}) => ({
  type: "key.rotated",
  data: {
    publicKey: toBase64(second.publicKey),
    keyId: second.keyId,
    replaces: toBase64(first.publicKey),
    nextKeySha256: toHex(nodePrimitives.sha256(stranger.publicKey)),
    recovered: false,
    reason: "",
    ...data,
  },
});
const revoked = (key: typeof first, fromSeq: number) => ({
  type: "key.revoked",
  data: { publicKey: toBase64(key.publicKey), keyId: key.keyId, fromSeq, reason: "" },
});
const more = note({ text: "more" });
const check = (forgery: Forgery) => verify(forge(forgery));
const failures = (forgery: Forgery): string[] =>
  check(forgery)
    .levels.integrity.filter(({ outcome }) => outcome === "fail")
    .map(({ code, text }) => `${code} ${text}`);
const notes = (forgery: Forgery): string =>
  check(forgery)
    .levels.integrity.filter(({ outcome }) => outcome === "note")
    .map(({ code, text }) => `${code} ${text}`)
    .join("\n");

test("the checkpoint over a rotation needs both signatures, whichever of them is missing", () => {
  const events = [rotated(), more];
  const both = { events, checkpoints: [{ size: 2 }, { size: 3, key: first, also: second }, { size: 4, key: second }] };
  expect(failures(both)).toEqual([]);
  for (const [key, missing] of [
    [first, second],
    [second, first],
  ] as const) {
    expect(
      failures({
        events,
        checkpoints: [
          { size: 3, key },
          { size: 4, key: second },
        ],
      }),
    ).toEqual([`V06 key ${missing.keyId} did not sign the checkpoint over the rotation of event 2`]);
  }
});

test("a recovered key goes on without the lost one's signature, and the reader is told", () => {
  const recovered = { events: [rotated({ recovered: true })], checkpoints: [{ size: 3, key: second }] };
  expect(failures(recovered)).toEqual([]);
  expect(notes(recovered)).toContain(`V06 key ${first.keyId} was lost and did not sign`);
  // The commitment still decides who may follow.
  const taken = rotated({ recovered: true, publicKey: toBase64(stranger.publicKey) });
  expect(codesOf(check({ events: [taken], checkpoints: [{ size: 3, key: stranger, also: first }] }))).toContain("V06");
});

test("a rotation that replaces another key than the current one breaks the succession", () => {
  const events = [rotated({ replaces: toBase64(stranger.publicKey) })];
  expect(failures({ events, checkpoints: [{ size: 3 }] })).toEqual([
    "V06 the new key replaces one that is not current",
  ]);
});

test("a replaced key counts for nothing behind the checkpoint that it signed with its successor", () => {
  const events = [rotated(), more, more];
  const checkpoints = [
    { size: 3, key: first, also: second },
    { size: 4, key: first },
    { size: 5, key: second },
  ];
  expect(failures({ events, checkpoints })).toEqual([`V06 key ${first.keyId} signed after another had replaced it`]);
});

test("what only a revoked key signed is withdrawn, and has to be covered by a key that counts", () => {
  const events = [more, rotated(), revoked(first, 2), more];
  const withdrawn = [{ size: 2 }, { size: 3 }, { size: 4, key: first, also: second }];
  const covered = { events, checkpoints: [...withdrawn, { size: 6, key: second }] };
  expect(failures(covered)).toEqual([]);
  expect(notes(covered)).toContain("1 checkpoints from 3 on are withdrawn");
  // Up to the event it is revoked from, the key counts as before: nothing is withdrawn.
  const later = { ...covered, events: [more, rotated(), revoked(first, 4), more] };
  expect(failures(later)).toEqual([]);
  expect(notes(later)).not.toContain("withdrawn");
  const alone = { events: [more, revoked(first, 2)], checkpoints: [{ size: 2 }, { size: 4 }] };
  expect(failures(alone)).toEqual(["V07 only revoked keys signed it, and no later checkpoint is signed"]);
});

test("a revocation names a key of the journal and an event that is not to come, and the earlier of two counts", () => {
  const checkpoints = [{ size: 3 }];
  for (const event of [revoked(stranger, 0), revoked(first, 3), revoked(first, -1)]) {
    expect(codesOf(check({ events: [event], checkpoints }))).toContain("V06");
  }
  const events = [session("session", stranger), revoked(stranger, 1), revoked(stranger, 4), more];
  const twice = { events, checkpoints: [{ size: 2 }, { size: 3, key: stranger }, { size: 6 }] };
  expect(failures(twice)).toEqual([]);
  expect(notes(twice)).toContain("1 checkpoints from 3 on are withdrawn");
});

const sizesOf = (bundle: Bundle): number[] => bundle.checkpoints.map((one) => Number(one.split("\n")[1]));
const partOf = (journal: Bundle, from: number, to: number): Bundle => {
  const { events: texts, checkpoints: notes, claims } = journal;
  return composeBundle(nodePrimitives, { origin, texts, notes, from, to, claims });
};

test("a part ends with a checkpoint of a key that still counts, though the part does not show the revocation", () => {
  const checkpoints = [{ size: 2 }, { size: 4 }, { size: 5, key: first, also: second }, { size: 7, key: second }];
  const events = [more, more, rotated()];
  const before = forge({ events: [...events, more, more], checkpoints });
  const after = forge({ events: [...events, revoked(first, 3), more], checkpoints });
  expect(sizesOf(partOf(before, 2, 3))).toEqual([4]);
  expect(sizesOf(partOf(after, 2, 3))).toEqual([4, 5]);
  expect(codesOf(verify(partOf(after, 2, 3)))).toEqual([]);
  // Up to the event it is revoked from, the key counts.
  expect(sizesOf(partOf(after, 1, 1))).toEqual([2]);
});

test("a part goes on behind a withdrawn checkpoint that somebody outside holds", () => {
  const receipt = { type: "anchor.received", data: { kind: "receipt", size: 4, token: "" } };
  const events = [more, more, rotated(), revoked(first, 3), receipt];
  const checkpoints = [{ size: 3 }, { size: 4 }, { size: 5, key: first, also: second }, { size: 7, key: second }];
  const part = partOf(forge({ events, checkpoints }), 1, 2);
  expect(sizesOf(part)).toEqual([3, 4, 5]);
  expect(part.anchors).toHaveLength(1);
});

test("no part is made where only revoked keys signed the checkpoints over it", () => {
  const journal = forge({ events: [more, more, revoked(first, 3), more], checkpoints: [{ size: 2 }, { size: 6 }] });
  expect(() => partOf(journal, 3, 4)).toThrow(expect.objectContaining({ code: "EXPORT-REVOKED" }));
  expect(sizesOf(partOf(journal, 0, 1))).toEqual([2]);
});

test("a part that holds a revocation tells what it withdraws, and fails where nothing else signed it", () => {
  const events = [more, rotated(), revoked(first, 2), more];
  const signed = [{ size: 2 }, { size: 3 }, { size: 4, key: first, also: second }];
  const part = partOf(forge({ events, checkpoints: [...signed, { size: 6, key: second }] }), 2, 4);
  const told = (bundle: Bundle, outcome: string): string =>
    verify(bundle)
      .levels.integrity.filter((verdict) => verdict.outcome === outcome)
      .map(({ code, text, where }) => `${code} ${where}: ${text}`)
      .join("\n");
  expect(told(part, "fail")).toBe("");
  expect(told(part, "note")).toContain("1 checkpoints from 3 on are withdrawn");
  expect(told(part, "note")).toContain(`V06 event 2: key ${first.keyId} is revoked from here on`);
  const stolen = forge({ events, checkpoints: [...signed, { size: 6 }] }).checkpoints.at(-1)!;
  expect(told({ ...part, checkpoints: [...part.checkpoints.slice(0, -1), stolen] }, "fail")).toBe(
    "V07 checkpoint 6: only revoked keys signed it, and no later checkpoint is signed",
  );
});

test("a part that holds a rotation is held to it: who may sign from when on, and that both keys signed over it", () => {
  const both = { size: 4, key: first, also: second };
  const failing = (checkpoints: NonNullable<Forgery["checkpoints"]>, data: JournalData = {}): string[] => {
    const journal = forge({ events: [more, rotated(data), more, more], checkpoints });
    return verify(partOf(journal, 2, 4))
      .levels.integrity.filter(({ outcome }) => outcome === "fail")
      .map(({ code, text, where }) => `${code} ${where}: ${text}`);
  };
  const last = { size: 5, key: second };
  expect(failing([{ size: 3 }, both, last])).toEqual([]);
  expect(failing([{ size: 3 }, both, { size: 5, key: first }])).toEqual([
    `V06 checkpoint 5: key ${first.keyId} signed after another had replaced it`,
  ]);
  expect(failing([{ size: 3, key: second }, both, last])).toEqual([
    `V06 checkpoint 3: key ${second.keyId} signed before the journal announced it`,
  ]);
  for (const [key, missing] of [
    [first, second],
    [second, first],
  ] as const)
    expect(failing([{ size: 3 }, { size: 4, key }, last])).toEqual([
      `V06 checkpoint 4: key ${missing.keyId} did not sign the checkpoint over the rotation of event 3`,
    ]);
  expect(failing([{ size: 3 }, { size: 4, key: second }, last], { recovered: true })).toEqual([]);
});

test("a part that holds two rotations holds the second to what the first committed to", () => {
  const next = rotated({
    publicKey: toBase64(stranger.publicKey),
    keyId: stranger.keyId,
    replaces: toBase64(second.publicKey),
  });
  const checkpoints = [
    { size: 3 },
    { size: 4, key: first, also: second },
    { size: 5, key: second, also: stranger },
    { size: 6, key: stranger },
  ];
  const part = (data: JournalData = {}): Bundle =>
    partOf(forge({ events: [more, rotated(data), next, more], checkpoints }), 2, 5);
  expect(codesOf(verify(part()))).toEqual([]);
  // A desk lists no key that breaks the succession, so the list is that of the journal as it should be.
  const { vkeys } = part();
  const broken = { ...part({ nextKeySha256: "0".repeat(64) }), vkeys };
  expect(codesOf(verify(broken))).toEqual(["V06"]);
});

test("an event that names a key names its id, and a genesis is of the known form", () => {
  const wrongId = { keyId: "00000000" };
  const checkpoints = [{ size: 2 }, { size: 3, key: first, also: second }];
  expect(failures({ events: [rotated(wrongId)], checkpoints })).toEqual([
    `V06 it calls the key ${second.keyId} 00000000`,
  ]);
  const withdrawal = revoked(first, 2);
  const revocation = { ...withdrawal, data: { ...withdrawal.data, ...wrongId } };
  expect(
    failures({ events: [rotated(), revocation, more], checkpoints: [...checkpoints, { size: 5, key: second }] }),
  ).toEqual([`V06 it calls the key ${first.keyId} 00000000`]);
  const opened = {
    type: "session.opened",
    data: { signing: { storage: "keychain", publicKey: toBase64(first.publicKey), ...wrongId } },
  };
  expect(failures({ events: [opened] })).toEqual([`V06 it calls the key ${first.keyId} 00000000`]);
  const genesis = (change: JournalData): string[] =>
    failures({
      alter: (event) => (event.type === "journal.genesis" ? { ...event, data: { ...event.data, ...change } } : event),
    });
  expect(genesis(wrongId)).toEqual([`V06 it calls the key ${first.keyId} 00000000`]);
  expect(genesis({ format: "proofdesk-journal/2" })).toEqual(["V06 a genesis of a form that is not known"]);
});

const turned = [more, rotated(), more];
test.each<[string, Forgery]>([
  ["by one key", { checkpoints: [{ size: 3 }, { size: 8 }] }],
  [
    "by a key that is announced later",
    {
      events: turned,
      checkpoints: [
        { size: 3, key: second },
        { size: 5, also: second },
      ],
    },
  ],
  [
    "by two keys, one announced later",
    {
      events: turned,
      checkpoints: [
        { size: 3, also: second },
        { size: 5, key: second },
      ],
    },
  ],
  ["by a key that nothing announces", { checkpoints: [{ size: 3, key: stranger }, { size: 8 }] }],
  ["by a key that is revoked later", { events: [more, revoked(first, 1)], checkpoints: [{ size: 3 }, { size: 4 }] }],
  ["out of order, twice, beyond the events", { checkpoints: [8, 3, 3, 20].map((size) => ({ size })) }],
])("checkpoints signed %s are found so while the events pass, or are waited for, as behind them", (_how, forgery) => {
  const afterwards: OpenCheck = (evidence) => ({ conclude: () => checks.V07(evidence).conclude() });
  for (const vkeys of [[first], [second, first], [stranger], []]) {
    const bundle = { ...forge(forgery), vkeys: vkeys.map(formatVkey) };
    const behind = { checks: Object.values({ ...checks, V07: afterwards }) };
    const report = verify(bundle, undefined, behind);
    expect(verify(bundle)).toEqual(report);
    expect(inTurn(nodePrimitives.utf8(JSON.stringify(bundle)))).toMatchObject(report);
  }
});

test("a signature is checked once, be its key announced before or behind its checkpoint", () => {
  const verifyEd25519 = vi.spyOn(nodePrimitives, "verifyEd25519");
  const checked = (forgery: Forgery): number => {
    const bundle = forge(forgery);
    const counts = [() => verify(bundle), () => inTurn(nodePrimitives.utf8(JSON.stringify(bundle)))].map((run) => {
      verifyEd25519.mockClear();
      run();
      return verifyEd25519.mock.calls.length;
    });
    expect(counts[0]).toBe(counts[1]);
    return counts[0] as number;
  };
  const checkpoints = [{ size: 2 }, { size: 3 }, { size: 5, also: second }, { size: 6, key: second }];
  expect(checked({ events: [...turned, more], checkpoints })).toBe(5);
  expect(checked({ events: [...turned, more], checkpoints: [{ size: 3, key: second }, ...checkpoints] })).toBe(6);
  verifyEd25519.mockRestore();
});
