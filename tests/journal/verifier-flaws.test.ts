import { expect, test } from "vitest";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import { canonicalize } from "../../main/audit/canonical.ts";
import type { StatementExecution } from "../../main/audit/statements/read-statement.ts";
import { checks } from "../../main/audit/verifier/checks.ts";
import { parseWitnessKey } from "../../main/audit/verifier/cosignature.ts";
import { type Givens, noGivens } from "../../main/audit/verifier/givens.ts";
import { verifyBundle, verifyComposed } from "../../main/audit/verifier/verify-bundle.ts";
import { formatVkey } from "../../main/audit/verifying-key.ts";
import type { JournalData, JournalValue } from "../../shared/model/journal-event.ts";
import { forge, origin, second, stranger } from "./forged-bundle.ts";
import { anchored, codesOf, edit, flip, note, rotation, session, verify } from "./verifying.ts";

/** The moment of every forged event, in seconds. */
const forgedAt = Date.parse("2026-01-31T12:00:00.000Z") / 1000;

const salt = "00112233445566778899aabbccddeeff";
const opening = { seq: 2, path: "/data/account", salt, value: "1234567" };
const opens = (change: Partial<typeof opening> = {}) => ({ origin, openings: [{ ...opening, ...change }] });
const commitment = toHex(
  nodePrimitives.sha256(Buffer.concat([Buffer.from(salt, "hex"), Buffer.from(canonicalize(opening.value))])),
);

function redacted(change: (redaction: Bundle["redactions"][number]) => void = () => undefined): Bundle {
  const bundle = forge({ events: [note({ account: commitment, text: "an account" })] });
  const redaction = { seq: 2, path: "/data/account", commitment };
  change(redaction);
  bundle.redactions.push(redaction);
  return bundle;
}

const rateRow = {
  code: "RISK-003",
  rule: "Order rate",
  outcome: "pass",
  observed: "1",
  limit: "5",
  headroom: "4",
  maxPassingSize: null,
  setting: "risk.maxOrdersPerSecond",
  text: "Order 1 of at most 5 within one second",
};

function verdictOf(verdict: JournalData, row: JournalData) {
  const rows = [{ ...rateRow, ...row }];
  const data = { orderId: "o", outcome: "approved", reducing: false, maxPassingSize: "1", ...verdict, rows };
  return [{ type: "risk.judged", data }];
}
const approvalOf = (rows: JournalData[]) => ({
  type: "risk.judged",
  data: { orderId: "o", outcome: "approved", reducing: false, maxPassingSize: "1", rows },
});
const sent = { type: "order.submitted", data: { orderId: "o", venue: "paper" } };
const judged = (verdict: JournalData, row: JournalData = {}): Bundle => forge({ events: verdictOf(verdict, row) });

function traded(size = "1"): Bundle {
  const intended = { type: "order.intended", data: { orderId: "o", instrumentId: "paper:ES", side: "buy" } };
  const data = { orderId: "o", fillId: "f", size, price: "100", reportedAt: forgedAt * 1000 };
  return forge({ events: [intended, { type: "order.filled", data }] });
}

const execution: StatementExecution = {
  line: 2,
  symbol: "ES",
  side: "buy",
  size: "1",
  price: "100",
  at: Date.parse("2026-01-31T12:00:00.000Z"),
  fee: null,
};
const statement = (...executions: StatementExecution[]): Givens["statement"] => ({
  read: { layout: "sample", executions },
  symbols: new Map(),
});

const witness = (() => {
  const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32).fill(5));
  const name = "witness.example/w1";
  const typed = Buffer.concat([Uint8Array.of(4), publicKey]);
  const keyId = nodePrimitives.sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  const key = parseWitnessKey(nodePrimitives, `${name}+${toHex(keyId)}+${toBase64(typed)}`);
  if (!key) throw new Error("the witness has no key");
  return { name, keyId, key, sign };
})();

/** A mail that quotes the last of the checkpoints, which covers eight events. */
const receipts = (checkpoints: readonly string[]): Bundle["anchors"] => [
  { kind: "receipt", size: 8, token: Buffer.from(checkpoints.at(-1) ?? "").toString("base64") },
];

/** A witness's word on a checkpoint; `wrong` is added to the time it names in the signature alone. */
function cosigned(checkpoint: string, wrong = 0, seconds = forgedAt + 60): { token: string } {
  const [text = ""] = checkpoint.split("\n\n");
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(seconds));
  const signature = witness.sign(Buffer.from(`cosignature/v1\ntime ${seconds + wrong}\n${text}\n`));
  const line = `— ${witness.name} ${Buffer.concat([witness.keyId, stamp, signature]).toString("base64")}`;
  return { token: Buffer.from(`${text}\n\n${line}\n`).toString("base64") };
}

function spaced(event: object): string {
  return canonicalize(event as JournalValue).replace(/"v":1\}$/, '"v": 1}');
}
function doubled(event: object): string {
  return canonicalize(event as JournalValue).replace(/"v":1\}$/, '"v":1,"v":1}');
}

/** Each of these forgers holds the key and hides everything but one flaw, so that one check alone can find it. */
const flaws: [code: keyof typeof checks, flaw: string, bundle: () => unknown, givens?: Partial<Givens>][] = [
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
  [
    "V10",
    "a witness's cosignature is false",
    () => anchored(([, last = ""]) => [{ kind: "cosignature", size: 8, ...cosigned(last, 1) }]),
    { witnesses: [witness.key] },
  ],
  [
    "V10",
    "a cosignature is of another checkpoint",
    () => anchored(([early = ""]) => [{ kind: "cosignature", size: 8, ...cosigned(early) }]),
  ],
  ["V10", "fewer vouch for it than the reader asks", () => forge(), { quorum: 1 }],
  [
    "V10",
    "a timestamp token is false",
    () => anchored(() => [{ kind: "rfc3161", size: 8, token: "AAAA" }]),
    { readTimestamp: () => ({ isFalse: "its signature is false" }) },
  ],
  ["V10", "a receipt quotes nothing", () => anchored(() => [{ kind: "receipt", size: 8, token: "AAAA" }])],
  ["V10", "an anchor is of no checkpoint", () => anchored(() => [{ kind: "receipt", size: 7, token: "" }])],
  ["V10", "an anchor is of an unknown kind", () => anchored(() => [{ kind: "oath", size: 8, token: "" }])],
  ["V10", "an anchor that the journal received is left out", () => ({ ...anchored(receipts), anchors: [] })],
  [
    "V10",
    "one of two anchors that say the same is left out",
    () => ({ ...anchored((all) => [...receipts(all), ...receipts(all)]), anchors: receipts(forge().checkpoints) }),
  ],
  [
    "V10",
    "an anchor is listed that the journal never received",
    () => edit((b) => b.anchors.push(...receipts(b.checkpoints))),
  ],
  ["V12", "the monotonic clock goes back", () => forge({ alter: (e) => (e.seq === 4 ? { ...e, mono: "1" } : e) })],
  [
    "V12",
    "a day does not exist",
    () => forge({ alter: (e) => (e.seq === 4 ? { ...e, at: "2026-02-30T12:00:00.000Z" } : e) }),
  ],
  [
    "V12",
    "events are dated after the cosignature that covers them",
    () => anchored(([, last = ""]) => [{ kind: "cosignature", size: 8, ...cosigned(last, 0, forgedAt - 3600) }]),
    { witnesses: [witness.key] },
  ],
  [
    "V12",
    "events are dated before an anchor that the journal had received by then",
    () =>
      anchored(([early = ""]) => {
        const received = { kind: "cosignature", size: 2, ...cosigned(early, 0, forgedAt + 3600) };
        return [received, received];
      }),
    { witnesses: [witness.key] },
  ],
  ["V13", "a redaction names another commitment", () => redacted((r) => (r.commitment = "0".repeat(64)))],
  ["V13", "a redaction is of another place", () => redacted((r) => (r.path = "/data/text"))],
  ["V13", "a redaction is of no event", () => redacted((r) => (r.seq = 99))],
  [
    "V13",
    "a commitment of the events is not listed",
    () => forge({ events: [note({ about: "account", firm: "F", account: commitment })] }),
  ],
  ["V13", "an opening does not open", () => redacted(), { openings: opens({ value: "7654321" }) }],
  ["V13", "an opening is of another place", () => redacted(), { openings: opens({ path: "/data/other" }) }],
  [
    "V13",
    "the openings are of another journal",
    () => redacted(),
    { openings: { ...opens(), origin: "proofdesk/other" } },
  ],
  ["V14", "a verdict approves although a rule fails", () => judged({}, { outcome: "fail", headroom: "-1" })],
  ["V14", "a rule is judged and said to be without a setting", () => judged({ unset: ["RISK-003"] })],
  ["V14", "another rule passes below its limit", () => judged({}, { code: "RISK-012", headroom: "-50" })],
  ["V14", "a verdict approves without a rule", () => forge({ events: [approvalOf([])] })],
  ["V14", "a verdict leaves rules out", () => judged({ unset: ["RISK-001"] })],
  ["V14", "a verdict rejects although every rule passes", () => judged({ outcome: "rejected" })],
  ["V14", "a rule passes below its limit", () => judged({}, { observed: "6", headroom: "-1" })],
  ["V14", "a headroom is not what the limit leaves", () => judged({}, { headroom: "3" })],
  ["V14", "a rule is exempt that may not be", () => judged({}, { outcome: "exempt" })],
  ["V14", "a verdict lets more pass than a rule", () => judged({ maxPassingSize: "2" }, { maxPassingSize: "1" })],
  [
    "V14",
    "an order was sent that was rejected",
    () => {
      const [verdict] = verdictOf({ outcome: "rejected" }, { outcome: "fail", observed: "6", headroom: "-1" });
      return forge({ events: [verdict!, { type: "order.submitted", data: { orderId: "o" } }] });
    },
  ],
  ["V14", "the claimed period is another", () => edit((b) => (b.claims.period = { from: "2020-01-01T00:00:00.000Z" }))],
  ["V14", "the claimed period is no time", () => edit((b) => (b.claims.period = { to: "2030-12-31 (30 years)" }))],
  ["V14", "an account is claimed that no event tells of", () => edit((b) => (b.claims.account = { cash: "99999999" }))],
  [
    "V14",
    "a hash is claimed of a preset that was never applied",
    () => edit((b) => (b.claims.preset.sha256 = "ab".repeat(32))),
  ],
  [
    "V14",
    "the claimed account is another",
    () =>
      edit((b) => (b.claims.account = { amount: "200000" }), {
        events: [{ type: "account.funded", data: { accountId: "a", amount: "1", currency: "USD" } }],
      }),
  ],
  [
    "V14",
    "a day is claimed that was not traded",
    () => edit((b) => b.claims.daily.push({ date: "2026-01-31", net: "9" })),
  ],
  ["V14", "a metric is claimed that is none", () => edit((b) => b.claims.metrics.push({ name: "sharpe", value: "9" }))],
  [
    "V15",
    "the statement holds a trade that the journal does not",
    () => traded(),
    { statement: statement(execution, { ...execution, line: 3, side: "sell" }) },
  ],
  [
    "V15",
    "the journal holds a trade that the statement does not",
    () => traded("2"),
    { statement: statement(execution) },
  ],
];

test.each(flaws)("%s alone is named when %s", (code, _flaw, bundle, givens) => {
  const report = verify(bundle(), undefined, { givens: { ...noGivens, ...givens } });
  expect(codesOf(report)).toEqual([code]);
  expect(report.exitCode).toBe(1);
});

test.each(flaws)("without the check %s nobody notices that %s", (code, _flaw, bundle, givens) => {
  const others = Object.entries(checks).flatMap(([name, check]) => (name === code ? [] : [check]));
  const options = { givens: { ...noGivens, ...givens }, checks: others };
  expect(verify(bundle(), undefined, options)).toMatchObject({ exitCode: 0 });
});

test.each([
  ["no verdict", () => forge({ events: [sent] })],
  ["a verdict that it was sent on before", () => forge({ events: [approvalOf([rateRow]), sent, sent] })],
])("an order that was sent on %s is told", (_, bundle) => {
  const report = verify(bundle());
  const told = report.levels.integrity.filter(({ code, outcome }) => code === "V14" && outcome === "note");
  expect(told.map(({ text }) => text)).toEqual([expect.stringContaining("1 orders were sent without a verdict")]);
  expect(report.exitCode).toBe(0);
});

test("every check has a flaw that it alone finds", () => {
  expect(new Set(flaws.map(([code]) => code))).toEqual(new Set(Object.keys(checks)));
});

test.each([
  ["the bundle is of an unknown format", () => ({ ...forge(), format: "proofdesk-bundle/2" })],
  ["the bundle carries an unknown member", () => ({ ...forge(), more: 1 })],
])("V02 alone is named when %s, and nothing else is checked", (_flaw, bundle) => {
  const report = verify(bundle());
  expect(codesOf(report)).toEqual(["V02"]);
  expect(report).toMatchObject({ exitCode: 1, events: 0 });
});

test("without the strict reader of V01 a key that is said twice would pass", () => {
  const text = JSON.stringify(forge()).replace('"macs":null', '"macs":1,"macs":null');
  expect(codesOf(verifyBundle(nodePrimitives, text))).toEqual(["V01"]);
  expect(verifyComposed(nodePrimitives, JSON.parse(text) as Bundle).exitCode).toBe(0);
});
