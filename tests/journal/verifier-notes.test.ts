import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import { recordMetrics } from "../../main/audit/track-record/record-metrics.ts";
import { readTradeHistory } from "../../main/audit/track-record/trade-history.ts";
import { noGivens } from "../../main/audit/verifier/givens.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import { type Forgery, first, forge, origin, second, stranger } from "./forged-bundle.ts";
import { anchored, codesOf, flip, note, session, verify } from "./verifying.ts";

const textsOf = ({ levels }: VerificationReport, code: string, outcome: "note" | "fail"): string[] =>
  Object.values(levels)
    .flat()
    .filter((verdict) => verdict.code === code && verdict.outcome === outcome)
    .map(({ text }) => text);

const notesOf = (report: VerificationReport, code: string): string[] => textsOf(report, code, "note");

test("a desk's clock that went back is told with how far, and fails nothing", () => {
  const back = (at: string): VerificationReport => verify(forge({ alter: (e) => (e.seq === 4 ? { ...e, at } : e) }));
  expect(codesOf(back("2026-01-31T11:00:00.000Z"))).toEqual([]);
  expect(notesOf(back("2026-01-31T09:00:00.000Z"), "V12")[0]).toContain("went back once in session s, by 3 hours");
  expect(notesOf(back("2026-01-31T11:59:57.500Z"), "V12")[0]).toContain("by 2 seconds");
  expect(notesOf(back("2026-01-31T11:59:59.900Z"), "V12")).toEqual([
    "all times are those of the desk's own clock; no outside time bounds them",
  ]);
});

const readTimestamp = () => ({ at: Date.parse("2026-01-31T12:05:00.000Z"), by: "CN=T" });
const stamped = (size: number) => ({ kind: "rfc3161", size, token: Buffer.from("der").toString("base64") });
/** A session that goes on at a time long ago after somebody outside said when it began. */
const longAgo = (begun: { type: string; data: JournalData }): Bundle =>
  anchored(() => [stamped(2), stamped(2)], {
    events: [begun],
    alter: (e) => ((e.seq as number) >= 2 ? { ...e, at: "2020-01-01T00:00:00.000Z" } : e),
  });
const withTimes = (bundle: Bundle): VerificationReport =>
  verify(bundle, undefined, { givens: { ...noGivens, readTimestamp } });

test.each([
  ["a trader says it was given as a file", { type: "trader.started", data: { fileSha256: "00" } }],
  ["the desk's link plays from a file", { type: "link.up", data: { feed: "a.csv", kind: "file", identity: "00" } }],
])("the times of a recorded market may lie before an anchor where %s, and that is told", (_, begun) => {
  const report = withTimes(longAgo(begun));
  expect(codesOf(report)).toEqual([]);
  expect(notesOf(report, "V12")).toEqual([
    expect.stringContaining("times of a recorded market"),
    expect.stringContaining("outside times bound events 0 to 1"),
  ]);
});

test("the times of a market that is made as the desk runs may not lie before an anchor", () => {
  const synthetic = { type: "link.up", data: { feed: "synthetic", kind: "synthetic", identity: "00" } };
  expect(codesOf(withTimes(longAgo(synthetic)))).toEqual(["V12"]);
  expect(codesOf(withTimes(longAgo({ type: "trader.started", data: {} })))).toEqual(["V12"]);
});

test("the events that outside times bound are counted among those of the bundle", () => {
  const notes = Array.from({ length: 8 }, () => note({ text: "a" }));
  const { events: texts, checkpoints, claims } = anchored(() => [stamped(10)], { events: notes });
  const bounds = (from: number, to: number): string | undefined => {
    const part = composeBundle(nodePrimitives, { origin, texts, notes: checkpoints, from, to, claims });
    return notesOf(withTimes(part), "V12").at(-1);
  };
  expect(bounds(3, 6)).toBe("outside times bound events 3 to 6, all there are");
  expect(bounds(3, 10)).toBe("outside times bound events 3 to 9; the others, to 10, are the desk's own clock's");
  expect(bounds(10, 10)).toBe("all times are those of the desk's own clock; no outside time bounds them");
});

test("anchors whose makers the reader does not know are notes, and cover nothing", () => {
  const token = (text: string): string => Buffer.from(text).toString("base64");
  const bundle = anchored(([, checkpoint = ""]) => [
    { kind: "receipt", size: 8, token: token(`> ${checkpoint.replaceAll("\n", "\n> ")}`) },
    { kind: "cosignature", size: 8, token: token(checkpoint) },
    { kind: "rfc3161", size: 8, token: token("der") },
  ]);
  const report = verify(bundle);
  expect(codesOf(report)).toEqual([]);
  expect(notesOf(report, "V10")).toHaveLength(3);
  expect(notesOf(report, "V11")[0]).toContain("events 0 to 10 are not anchored");
  const held = verify(bundle, undefined, { givens: { ...noGivens, readTimestamp, quorum: 1 } });
  expect(codesOf(held)).toEqual([]);
  expect(notesOf(held, "V11")[0]).toContain("an anchor by CN=T covers events 0 to 7; events 8 to 10");
  expect(notesOf(held, "V12")[0]).toContain("outside times bound events 0 to 7");
});

test("the reader's own checkpoint covers what came before it", () => {
  const [early] = forge().checkpoints;
  expect(notesOf(verify(forge(), early), "V11")[0]).toContain("covers events 0 to 1; events 2 to 7 are not anchored");
});

test.each([
  ["of another journal", [{ size: 8, origin: "proofdesk/another" }]],
  ["that a stranger signed", [{ size: 8, key: stranger }]],
  ["with another root, of a size that the bundle has a checkpoint of", [{ size: 8, root: new Uint8Array(32) }]],
  ["with another root, of any other size", [{ size: 5, root: new Uint8Array(32) }]],
  ["over more events than there are", [{ size: 9, root: new Uint8Array(32) }]],
])("a checkpoint %s covers nothing", (_, checkpoints) => {
  const report = verify(forge(), forge({ checkpoints }).checkpoints[0]);
  expect(codesOf(report)).toEqual(["V09"]);
  expect(notesOf(report, "V11")[0]).toContain("events 0 to 7 are not anchored");
});

test("a part that ends before the reader's own checkpoint is refused, and not said to be of a shorter journal", () => {
  const { events: texts, checkpoints: notes, claims } = forge({ checkpoints: [{ size: 2 }, { size: 5 }, { size: 8 }] });
  const part = composeBundle(nodePrimitives, { origin, texts, notes, from: 3, to: 4, claims });
  const { integrity } = verify(part, notes[2]).levels;
  const failed = integrity.filter(({ outcome }) => outcome === "fail").map(({ code, text }) => `${code} ${text}`);
  expect(failed).toEqual([expect.stringContaining("V09 the part ends before it")]);
});

test("a remembered checkpoint says whether its signature is false or its key unknown", () => {
  const told = (remembered: string | undefined): string[] => textsOf(verify(forge(), remembered), "V09", "fail");
  const [, newest] = forge().checkpoints;
  expect(told(newest && flip(newest))).toEqual([expect.stringContaining("is not that of the key it names")]);
  // A journal without a keychain has a key for every session: an older bundle names none of the later ones.
  const later = forge({ events: [session("session", stranger)], checkpoints: [{ size: 3, key: stranger }] });
  expect(told(later.checkpoints[0])).toEqual([expect.stringContaining("of a later session than the bundle")]);
});

test("one key of a session is told as one, two as two", () => {
  const told = (...sessions: Forgery["events"] & object): string[] =>
    notesOf(verify(forge({ events: sessions })), "V06");
  expect(told(session("session", stranger))[0]).toMatch(/^1 session key, announced by event 2: /);
  expect(told(session("session", stranger), session("session", second))[0]).toMatch(
    /^2 session keys, .* events 2, 3: /,
  );
});

test("a fork that the desk found is told, whatever it says of it, and fails nothing", () => {
  const forked = (fork: JournalData): VerificationReport => {
    const { type, data } = session("keychain", first);
    return verify(forge({ events: [note({ text: "a" }), { type, data: { ...data, fork } }] }));
  };
  const told = (fork: JournalData): string[] => notesOf(forked(fork), "V11").filter((text) => text.includes("fork"));
  const fork = { code: "JOURNAL-FORK", how: "shorter", kept: "keychain", size: 9, root: "AA==", events: 3 };
  expect(codesOf(forked(fork))).toEqual([]);
  expect(told(fork)).toEqual([
    "the desk found a fork: it had signed a checkpoint over 9 events, and here were 3; what was signed and is missing is not in this record",
  ]);
  expect(told({ ...fork, how: "different", size: 2 })).toEqual([
    "the desk found a fork: it had signed a checkpoint over 2 events with other events under it than these; they are not in this record",
  ]);
  expect(told({})).toHaveLength(1);
});

test("values that stay closed are counted", () => {
  const commitment = "ab".repeat(32);
  const bundle = forge({ events: [note({ account: commitment })] });
  bundle.redactions.push({ seq: 2, path: "/data/account", commitment });
  expect(codesOf(verify(bundle))).toEqual([]);
  expect(notesOf(verify(bundle), "V13")[0]).toContain("1 redacted values stay closed");
});

/** A round trip as the desk records it, with the days, orders and metrics that follow from it. */
function traded(): Bundle {
  const orderId = (n: number): { orderId: string } => ({ orderId: `o-${n}` });
  const intended = (n: number, side: string) => ({
    type: "order.intended",
    data: { ...orderId(n), instrumentId: "paper:BTC/USDT", side, size: "1", type: "market" },
  });
  const filled = (n: number, price: string, size: string, realizedPnl: string) => ({
    type: "order.filled",
    data: {
      ...orderId(n),
      fillId: `f-${n}`,
      size: "1",
      price,
      fee: "1",
      feeCurrency: "USDT",
      filledSize: "1",
      averagePrice: price,
      position: { size, averagePrice: price, realizedPnl },
      account: { cash: "1" },
      reportedAt: 1_769_860_800_000,
    },
  });
  const bundle = forge({
    events: [
      { type: "account.funded", data: { accountId: "a", amount: "1000", currency: "USDT" } },
      intended(1, "buy"),
      filled(1, "100", "1", "0"),
      intended(2, "sell"),
      filled(2, "110", "0", "10"),
    ],
  });
  const history = readTradeHistory(bundle.events.map((text) => JSON.parse(text) as JournalEvent));
  const plain = <T>(value: T): never[] => JSON.parse(JSON.stringify(value));
  bundle.claims.daily = plain(history.days);
  bundle.claims.orders = plain(history.orders);
  bundle.claims.metrics = plain(recordMetrics(history.trades, history.days, history.currency));
  return bundle;
}

test("claimed days, orders and metrics that follow from the events pass, and any changed one fails", () => {
  const honest = traded();
  expect(honest.claims.daily.length).toBe(1);
  expect(honest.claims.orders.length).toBe(2);
  expect(codesOf(verify(honest))).toEqual([]);
  for (const list of ["daily", "orders", "metrics"] as const)
    for (const index of honest.claims[list].keys()) {
      const bundle = traded();
      const claim = bundle.claims[list][index] as Record<string, unknown>;
      const [key = ""] = Object.keys(claim);
      claim[key] = "another";
      expect(codesOf(verify(bundle)), `${list} ${index}`).toEqual(["V14"]);
    }
});

test.each([
  [0, 4, "events 5 to 7 "],
  [3, 7, "events 0 to 2 "],
  [3, 4, "events 0 to 2 and 5 to 7 "],
])("a part from %i to %i says which signed events are not in it", (from, to, missing) => {
  const { events: texts, checkpoints: notes, claims } = forge({ checkpoints: [{ size: 2 }, { size: 8 }] });
  const report = verify(composeBundle(nodePrimitives, { origin, texts, notes, from, to, claims }));
  expect(codesOf(report)).toEqual([]);
  expect(notesOf(report, "V11")).toContainEqual(expect.stringContaining(`it does not hold ${missing}`));
});

test("of a whole bundle no event is said to be missing", () => {
  expect(notesOf(verify(forge()), "V11").filter((text) => text.includes("does not hold"))).toEqual([]);
});

test("figures claimed of a part cannot be worked out, and a verdict of another form is not judged", () => {
  const { events: texts, checkpoints: notes, claims } = traded();
  const part = composeBundle(nodePrimitives, { origin, texts, notes, from: 2, to: 4, claims });
  part.claims.account = {};
  expect(codesOf(verify(part))).toEqual([]);
  expect(notesOf(verify(part), "V14")[0]).toContain("are claimed of a part");
  const unknown = forge({ events: [{ type: "risk.judged", data: { orderId: "o" } }] });
  expect(codesOf(verify(unknown))).toEqual([]);
  expect(notesOf(verify(unknown), "V14")[0]).toContain("1 verdicts of the gate are of a form");
});

test("what is claimed of a part and no event of it says is told, whatever it is", () => {
  const funded = { type: "account.funded", data: { accountId: "a", amount: "1", currency: "USD" } };
  const applied = { type: "preset.applied", data: { presetId: "p", sha256: "ab" } };
  const journal = forge({ events: [funded, applied, note({}), note({})] });
  const claiming = (claims: Partial<Bundle["claims"]>): VerificationReport => {
    const { events: texts, checkpoints: notes } = journal;
    const all = { ...journal.claims, ...claims };
    return verify(composeBundle(nodePrimitives, { origin, texts, notes, from: 4, to: 5, claims: all }));
  };
  const said = (claims: Partial<Bundle["claims"]>): string[] => notesOf(claiming(claims), "V14");
  expect(said({})).toEqual([]);
  expect(said({ account: { cash: "99999999" } })).toEqual([expect.stringContaining("the account that is claimed")]);
  expect(said({ preset: { id: "", sha256: "ab" } })).toEqual([expect.stringContaining("the preset that is claimed")]);
  expect(said({ preset: { id: "p", sha256: "ab" } })).toHaveLength(2);
  expect(said({ period: { years: 30 } })).toEqual([expect.stringContaining('not checked: "years"')]);
  const failing = claiming({ period: { from: "2026-01-31T12:00:00.000Z", to: "2030-12-31 (30 years)" } });
  expect(codesOf(failing)).toEqual(["V14"]);
});

test("a part that holds the event of the account or of the preset is held to it", () => {
  const snapshot = { type: "account.snapshotted", data: { equity: "5" } };
  const applied = {
    type: "preset.applied",
    data: { presetId: "p", sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", preset: {} },
  };
  const { events: texts, checkpoints: notes, claims } = forge({ events: [note({}), snapshot, applied, note({})] });
  const codes = (change: Partial<Bundle["claims"]>): string[] =>
    codesOf(
      verify(composeBundle(nodePrimitives, { origin, texts, notes, from: 2, to: 4, claims: { ...claims, ...change } })),
    );
  const preset = { id: "p", sha256: applied.data.sha256 };
  expect(codes({ preset, account: { equity: "5" } })).toEqual([]);
  expect(codes({ preset, account: { equity: "6" } })).toEqual(["V14"]);
  expect(codes({ preset: { ...preset, id: "another" } })).toEqual(["V14"]);
  expect(codes({ preset: { ...preset, sha256: "ab" } })).toEqual(["V14"]);
  expect(codes({})).toEqual(["V14"]);
});
