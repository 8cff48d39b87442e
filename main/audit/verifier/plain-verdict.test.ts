import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { codeRuns, codesOf } from "../../../shared/model/rule-codes.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../canonical.ts";
import { wrongVerdict } from "./judge-verdict.ts";
import { PlainReader } from "./plain-verdict.ts";
import { EventScanner, type ScannedEvent } from "./scan-event.ts";

/** `room`: bytes of the memory that it is read into, where that holds more than this event. */
function glance<T>(
  type: JournalEvent["type"],
  data: JournalData,
  look: (scanned: ScannedEvent | null) => T,
  room = 0,
): T {
  const text = canonicalize({
    v: 1,
    seq: 1,
    prev: "00".repeat(32),
    type,
    at: "2026-01-31T12:00:00.000Z",
    mono: "1",
    session: "s",
    actor: { kind: "desk", id: "gate" },
    trace: "t",
    cause: null,
    data,
  });
  const bytes = nodePrimitives.utf8(`${JSON.stringify(text)}\0`);
  const scanned = new EventScanner(nodePrimitives.decodeUtf8).scan(
    bytes,
    0,
    new Uint8Array(Math.max(room, bytes.length)),
    0,
  );
  return look(scanned);
}

const readerOf = (): PlainReader => new PlainReader(nodePrimitives.decodeUtf8);
/** It has read all verdicts of this file that came before. */
const seasoned = readerOf();

function plainly(data: JournalData): boolean {
  const orderId = glance("risk.judged", data, (scanned) => readerOf().approves(scanned));
  if (orderId !== null) expect(orderId).toBe(data["orderId"]);
  // What was read before says nothing of this one.
  expect(glance("risk.judged", data, (scanned) => seasoned.approves(scanned))).toBe(orderId);
  return orderId !== null;
}

const row = {
  code: "RISK-003",
  outcome: "pass",
  observed: "1.5",
  limit: "5",
  headroom: "3.5",
  maxPassingSize: "2",
  text: "Order 1 of at most 5",
};
const { headroom: _room, limit: _limit, maxPassingSize: _most, ...short } = row;
const everyRule = codesOf(["RISK-001..RISK-052"]);
/** All rules but those that answer in rows. */
const unsetBut = (...answered: string[]): string[] => [
  ...codeRuns(everyRule.filter((code) => !answered.includes(code))),
];
const clear = ["RISK-004", "RISK-042..RISK-043"];
const verdict = {
  orderId: "o",
  outcome: "approved",
  reducing: false,
  maxPassingSize: "2",
  clear,
  unset: unsetBut("RISK-003", "RISK-009", ...codesOf(clear)),
};
const both = [row, { ...short, code: "RISK-009", setting: "risk.scopes.traders.t1.x" }];

test("a verdict as desks write it is seen to hold at a glance", () => {
  expect(plainly({ ...verdict, rows: both })).toBe(true);
  expect(plainly({ ...verdict, rows: [], clear: [], unset: unsetBut() })).toBe(true);
  expect(plainly({ ...verdict, rows: [], clear: [], unset: [...everyRule] })).toBe(true);
  const exempt = { ...row, outcome: "exempt", headroom: "3.5" };
  expect(plainly({ ...verdict, reducing: true, rows: [exempt], clear: [], unset: unsetBut("RISK-003") })).toBe(true);
});

test.each<[string, JournalData]>([
  ["a rule that fails", { rows: [{ ...row, outcome: "fail" }] }],
  ["an exemption of an order that does not reduce", { rows: [{ ...row, outcome: "exempt" }] }],
  ["headroom that is not what is left", { rows: [{ ...row, headroom: "3.4" }] }],
  ["headroom below zero", { rows: [{ ...row, observed: "6", headroom: "-1" }] }],
  ["a size beyond what a rule lets pass", { rows: [{ ...row, maxPassingSize: "1.99999999" }] }],
  ["a rule that answers twice", { rows: [row, row] }],
  ["a rule that answers although it is unset", { rows: [row], unset: unsetBut() }],
  ["a rule that answers although it is clear", { rows: [row, { ...row, code: "RISK-004" }], clear: ["RISK-004"] }],
  ["a rule that is clear and unset", { rows: [row], clear: ["RISK-004"] }],
  ["a rule that is clear and has to measure", { rows: [], clear: ["RISK-003"] }],
  ["a run that goes backwards", { clear: ["RISK-043..RISK-042"], unset: unsetBut("RISK-003", "RISK-042", "RISK-043") }],
  ["no rule that answers", { rows: [], unset: [] }],
  ["a rule that does not answer", { rows: [row], unset: unsetBut("RISK-003", "RISK-012") }],
  ["a rejection", { outcome: "rejected", rows: [{ ...row, outcome: "fail" }] }],
])("a verdict with %s does not hold at a glance, nor when it is worked out", (_what, change) => {
  const data = { ...verdict, rows: [row], clear: [], unset: unsetBut("RISK-003"), ...change };
  expect(plainly(data)).toBe(false);
  if (data.outcome === "approved") expect(wrongVerdict(data)).toEqual(expect.any(String));
});

const amount = fc.oneof(
  fc.constantFrom("0", "1", "1.5", "3.5", "-1", "-0", "+1", "1.", ".5", "", "1e2", "0.000000001", "90000001", "none"),
  fc.tuple(fc.nat(20), fc.nat(99)).map(([whole, part]) => `${whole}.${part}`),
);
const rule = fc.constantFrom("RISK-001", "RISK-003", "RISK-005", "RISK-006", "RISK-009", "RISK-042", "RISK-1", "X");
const anyRow = fc.record(
  {
    code: rule,
    rule: fc.constantFrom("Order rate", "", 'a"b'),
    outcome: fc.constantFrom("pass", "pass", "pass", "exempt", "fail", "other"),
    observed: amount,
    limit: amount,
    headroom: amount,
    maxPassingSize: amount,
    setting: fc.constantFrom("risk.maxOrdersPerSecond", ""),
    text: fc.constantFrom("a", "", "},{"),
  },
  { requiredKeys: ["code", "outcome", "text"] },
);

test("whatever is seen to hold at a glance holds when it is worked out, with any numbers", () => {
  let held = 0;
  fc.assert(
    fc.property(
      fc.record({
        orderId: fc.constantFrom("o", ""),
        outcome: fc.constantFrom("approved", "approved", "approved", "rejected"),
        reducing: fc.boolean(),
        maxPassingSize: fc.oneof(amount, fc.constant("0")),
        rows: fc.array(anyRow, { maxLength: 2 }),
        clear: fc.array(fc.constantFrom("RISK-004", "RISK-008..RISK-010", "RISK-010..RISK-008", "RISK-003"), {
          maxLength: 1,
        }),
        unset: fc.array(rule, { maxLength: 1 }),
        complete: fc.integer({ min: 0, max: 3 }).map((dice) => dice > 0),
      }),
      ({ complete, ...said }) => {
        const own = [...said.rows.map(({ code }) => code), ...codesOf(said.clear), ...said.unset];
        const data = complete ? { ...said, unset: [...said.unset, ...unsetBut(...own)] } : said;
        if (!plainly(data)) return;
        held += 1;
        expect(wrongVerdict(data)).toBeNull();
      },
    ),
    { numRuns: 3000 },
  );
  expect(held).toBeGreaterThan(100);
});

test("where an order is sent is seen at a glance, and left to others where more is said", () => {
  const sends = (scanned: ScannedEvent | null): unknown => seasoned.sends(scanned);
  expect(glance("order.submitted", { orderId: "o-1", venue: "paper" }, sends)).toEqual({
    orderId: "o-1",
    venue: "paper",
  });
  for (const data of [{ orderId: "o-1", venue: "é" }, { orderId: "o-1" }, { orderId: "o-1", venue: "a", why: "b" }, {}])
    expect(glance("order.submitted", data, sends)).toBeNull();
  expect(glance("order.accepted", { orderId: "o-1", venue: "paper" }, sends)).toBeNull();
});

test("a verdict that says in part what the one before it said is judged by all that it says", () => {
  const rows = [row, { ...row, code: "RISK-005" }, { ...short, code: "RISK-009" }];
  const unset = unsetBut("RISK-003", "RISK-005", "RISK-009", ...codesOf(clear));
  const usual = { ...verdict, rows, unset };
  expect(plainly(usual)).toBe(true);
  expect(plainly({ ...usual, orderId: "o-2" })).toBe(true);
  // Other rules are clear, and the same again.
  expect(plainly({ ...usual, clear: ["RISK-004"], unset: [...unset, "RISK-042..RISK-043"] })).toBe(true);
  expect(plainly({ ...usual, clear: ["RISK-004"] })).toBe(false);
  expect(plainly({ ...usual, clear: [...clear, "RISK-008"] })).toBe(false);
  expect(plainly(usual)).toBe(true);
  // Nothing of a row has changed, but the order is larger than it lets pass.
  expect(plainly({ ...usual, maxPassingSize: "2.00000001" })).toBe(false);
  expect(plainly({ ...usual, rows: [row, row, rows[2] as typeof row] })).toBe(false);
  expect(plainly({ ...usual, rows: [row, rows[1] as typeof row] })).toBe(false);
  expect(plainly({ ...usual, rows: [row, { ...row, code: "RISK-012" }, rows[2] as typeof row] })).toBe(false);
  const exempt = { ...row, code: "RISK-005", outcome: "exempt" };
  expect(plainly({ ...usual, reducing: true, rows: [row, exempt, rows[2] as typeof row] })).toBe(true);
  expect(plainly({ ...usual, reducing: false, rows: [row, exempt, rows[2] as typeof row] })).toBe(false);
  expect(plainly(usual)).toBe(true);
});

test("what is remembered of verdicts keeps little of the memory they were read from", async () => {
  const reader = readerOf();
  const memory: WeakRef<ArrayBufferLike>[] = [];
  const texts = Array.from({ length: 40 }, () => "once");
  const unset = unsetBut(...texts.map((_, at) => `RISK-${String(at + 1).padStart(3, "0")}`));
  // Each verdict differs from the one before it in another row, so that all rows but one are known from elsewhere.
  for (let at = 0; at < texts.length; at++) {
    texts[at] = "again";
    const rows = texts.map((text, n) => ({ ...row, code: `RISK-${String(n + 1).padStart(3, "0")}`, text }));
    const look = (scanned: ScannedEvent | null): void => {
      expect(reader.approves(scanned)).toBe("o");
      if (scanned !== null) memory.push(new WeakRef(scanned.arena.buffer));
    };
    glance("risk.judged", { ...verdict, clear: [], rows, unset }, look, 1 << 20);
  }
  await setImmediate();
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  expect(memory.filter((kept) => kept.deref() !== undefined).length).toBeLessThan(10);
  expect(
    glance("order.submitted", { orderId: "o-1", venue: "paper" }, (scanned) => reader.sends(scanned)),
  ).not.toBeNull();
});
