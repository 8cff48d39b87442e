import { expect, test } from "vitest";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { composeBundle } from "../../main/audit/compose-bundle.ts";
import type { StatementExecution } from "../../main/audit/statements/read-statement.ts";
import { noGivens } from "../../main/audit/verifier/givens.ts";
import { type Forgery, forge, origin } from "./forged-bundle.ts";
import { verify } from "./verifying.ts";

const at = Date.parse("2026-01-31T12:00:00.000Z");
const bought: StatementExecution = { line: 2, symbol: "ES", side: "buy", size: "1", price: "100", at, fee: null };
const sold: StatementExecution = { ...bought, line: 3, side: "sell", price: "90" };
const intended = { type: "order.intended", data: { orderId: "o", instrumentId: "paper:ES", side: "buy" } };
const filled = {
  type: "order.filled",
  data: { orderId: "o", fillId: "f", size: "1", price: "100", reportedAt: at },
};
const liquidation = {
  type: "position.reconciled",
  data: {
    kind: "liquidation",
    reportId: "l",
    instrumentId: "paper:ES",
    side: "sell",
    size: "1",
    price: "90",
    reportedAt: at,
  },
};

/** What V15 says of a journal beside a statement. */
function judged(events: NonNullable<Forgery["events"]>, executions: readonly StatementExecution[]): [string, string][] {
  const statement = { read: { layout: "sample", executions }, symbols: new Map<string, string>() };
  const { levels } = verify(forge({ events }), undefined, { givens: { ...noGivens, statement } });
  const verdicts = levels.completeness.filter(({ code }) => code === "V15");
  return verdicts.map(({ outcome, text }) => [outcome, text]);
}

test("a liquidation of the journal is on the statement, and a fill that is missing there like any other", () => {
  const events = [intended, filled, liquidation];
  expect(judged(events, [bought, sold])).toEqual([["pass", "2 executions of the sample statement are in the journal"]]);
  expect(judged(events, [bought])).toContainEqual([
    "fail",
    "sell 1 paper:ES at 90 is in the journal and not on the statement",
  ]);
});

test("a statement without an execution shows nothing: the fills of the journal are not on it", () => {
  expect(judged([intended, filled, liquidation], [])).toEqual([
    ["fail", "the sample statement shows no execution: none of the journal's 2 fills is on it"],
  ]);
  expect(judged([], [])).toEqual([
    ["note", "the sample statement shows no execution and the journal no fill: nothing was compared"],
  ]);
});

test("how many fills a statement says nothing of is told", () => {
  const elsewhere = { type: "order.intended", data: { orderId: "p", instrumentId: "paper:NQ", side: "buy" } };
  const other = { ...filled, data: { ...filled.data, orderId: "p" } };
  expect(judged([intended, filled, elsewhere, other], [bought])).toEqual([
    [
      "pass",
      "1 executions of the sample statement are in the journal; of 1 fills of other instruments or times it says nothing",
    ],
  ]);
});

test("an execution that was not searched for to the end fails, and is told to be such", () => {
  const fills = Array.from({ length: 300 }, (_, i) => {
    const data = { orderId: "o", fillId: `${i}`, size: "1", price: (100 + i * 0.07).toFixed(2), reportedAt: at };
    return { type: "order.partially_filled", data };
  });
  expect(judged([intended, ...fills], [{ ...bought, size: "100", price: "110.4650001" }])).toContainEqual([
    "fail",
    "1 of the executions that no fills were found for were not searched for to the end: too many fills lie beside them",
  ]);
});

test("a part is not held to be the journal: what it does not hold is said of the part, and fills of orders before it are told", () => {
  const { events: texts, checkpoints: notes, claims } = forge({ events: [intended, filled, liquidation] });
  const part = composeBundle(nodePrimitives, { origin, texts, notes, from: 3, to: 4, claims });
  const statement = { read: { layout: "sample", executions: [bought, sold] }, symbols: new Map<string, string>() };
  const { levels } = verify(part, undefined, { givens: { ...noGivens, statement } });
  const verdicts = levels.completeness.filter(({ code }) => code === "V15");
  expect(verdicts.map(({ outcome, text }) => [outcome, text])).toEqual([
    ["fail", "buy 1 ES at 100 is on the statement and not in this part of the journal"],
    ["fail", "ES: the statement adds up to 0, this part of the journal to -1"],
    ["note", "1 fills are of orders that no event here tells of: they are compared with nothing"],
  ]);
});
