import { expect, test } from "vitest";
import type { RiskLimits } from "../../../shared/model/risk.ts";
import { btc, eth, market } from "../../../tests/fixtures/engine-rig.ts";
import { answerOf, holding, money, quietView, size } from "../../../tests/fixtures/gate-judge.ts";
import type { WorkingOrder } from "../../engine/gate.ts";
import { rules } from "./registry.ts";

const rich = { equity: money("100000"), buyingPower: money("100000"), committedElsewhere: 0n };
const working = (side: "buy" | "sell", exposed: string, reduceOnly = false): WorkingOrder => ({
  orderId: "w",
  instrument: 0,
  side,
  exposed: size(exposed),
  limitPrice: null,
  reduceOnly,
  group: null,
});

test("every rule has its own code and name, in order, and what is off says so", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  expect(rules.map(({ code }) => code)).toEqual(rules.map((_, i) => `RISK-${String(i + 1).padStart(3, "0")}`));
  for (const { code } of rules.slice(10).filter(({ setting }) => setting !== null)) {
    const row = answerOf(code, market("buy", "1"), quietView(), {});
    expect(row).toMatchObject({ outcome: "pass", observed: null, limit: null, text: "No limit is set" });
    const exit = answerOf(code, market("sell", "1"), quietView({ position: size("1") }), {});
    expect(exit).toMatchObject({ outcome: "exempt", text: "No limit is set" });
  }
});

const held = quietView({ account: rich, position: size("2"), working: [working("buy", "1")] });
const beside = (worth: string) =>
  quietView({ account: rich, position: size("2"), working: [working("buy", "1")] }, { others: () => [holding(worth)] });

test.each<[code: string, what: string, view: ReturnType<typeof quietView>, limits: Partial<RiskLimits>, most: string]>([
  ["RISK-011", "the instrument's own size", held, { maxSizePerOrder: { [btc.id]: "3", "*": "1" } }, "3"],
  ["RISK-011", "any other's", held, { maxSizePerOrder: { [eth.id]: "9", "*": "1.0009" } }, "1"],
  ["RISK-012", "position and working orders", held, { maxNotionalPerInstrument: "1000" }, "7"],
  ["RISK-012", "and not another instrument", beside("500"), { maxNotionalPerInstrument: "1000" }, "7"],
  ["RISK-015", "all positions", beside("500"), { maxGrossExposure: "1000" }, "2"],
  ["RISK-015", "longs and shorts alike", beside("-500"), { maxGrossExposure: "1000" }, "2"],
  ["RISK-016", "longs less shorts", beside("-500"), { maxNetExposure: "1000" }, "12"],
  ["RISK-016", "longs with longs", beside("500"), { maxNetExposure: "1000" }, "2"],
  ["RISK-017", "its asset class", beside("500"), { maxExposurePerAssetClass: { "crypto-spot": "1000" } }, "2"],
  [
    "RISK-018",
    "the tightest of its groups",
    beside("500"),
    {
      correlatedGroups: [
        { name: "coins", instrumentIds: [btc.id, eth.id], maxExposure: "1000" },
        { name: "alone", instrumentIds: [btc.id], maxExposure: "900" },
        { name: "elsewhere", instrumentIds: [eth.id], maxExposure: "1" },
      ],
    },
    "2",
  ],
  ["RISK-019", "equity times leverage", beside("500"), { maxLeverage: "0.01" }, "2"],
  [
    "RISK-020",
    "buying power that must stay free",
    quietView({ position: size("2"), working: [working("buy", "1")] }),
    { minFreeMarginPercent: "30" },
    "4",
  ],
])("%s holds %s to the unit", (code, _what, view, limits, most) => {
  const fits = answerOf(code, market("buy", most), view, limits);
  expect(fits).toMatchObject({ outcome: "pass", maxPassingSize: most, failed: [], largest: most });
  const over = answerOf(code, market("buy", `${Number(most) + 0.001}`), view, limits);
  expect(over).toMatchObject({ outcome: "fail", maxPassingSize: most, failed: [code], largest: most });
  expect(over.headroom).toMatch(/^-/);
});

test("a reversal frees what it closes first", () => {
  const view = quietView({ account: rich, position: size("2") });
  expect(answerOf("RISK-012", market("sell", "3"), view, { maxNotionalPerInstrument: "100" })).toMatchObject({
    outcome: "pass",
    maxPassingSize: "3",
  });
});

test("other asset classes and instruments in no group are not limited", () => {
  const limits = { maxExposurePerAssetClass: { fx: "1" }, correlatedGroups: [] } as const;
  expect(answerOf("RISK-017", market("buy", "1"), held, { ...limits, correlatedGroups: [] }).text).toBe(
    "No limit is set",
  );
  expect(answerOf("RISK-018", market("buy", "1"), held, { correlatedGroups: [] }).text).toBe("No limit is set");
});

test("a day's turnover counts fills, what works and could open, and the order; exits that wait do not count", () => {
  const view = quietView(
    { account: rich, working: [working("buy", "1"), working("sell", "5", true)] },
    {
      trades: () => ({ begun: 1, turnover: money("300"), losses: [] }),
      others: () => [holding("900", { waiting: money("100") })],
    },
  );
  expect(answerOf("RISK-013", market("buy", "5"), view, { maxNotionalPerDay: "1000" })).toMatchObject({
    outcome: "pass",
    observed: "1000",
    headroom: "0",
    maxPassingSize: "5",
  });
  const unknown = quietView({}, { trades: () => ({ begun: 0, turnover: null, losses: [] }) });
  expect(answerOf("RISK-013", market("buy", "1"), unknown, { maxNotionalPerDay: "1000" }).failed).toEqual(["RISK-013"]);
});

test("one position too many is refused, and adding to one is not", () => {
  const two = { others: () => [holding("10"), holding("0", { isOpen: false, begins: 1 })] };
  const limits = { maxOpenPositions: 2 };
  expect(answerOf("RISK-014", market("buy", "1"), quietView({}, two), limits)).toMatchObject({
    outcome: "fail",
    observed: "3",
    limit: "2",
    headroom: "-1",
    maxPassingSize: "0",
  });
  expect(answerOf("RISK-014", market("buy", "1"), quietView({}, two), { maxOpenPositions: 3 }).outcome).toBe("pass");
  const open = quietView({ position: size("1") }, two);
  expect(answerOf("RISK-014", market("buy", "1"), open, limits).outcome).toBe("pass");
  const resting = { others: () => [holding("0", { isOpen: false })] };
  expect(answerOf("RISK-014", market("buy", "1"), quietView({}, resting), { maxOpenPositions: 1 }).outcome).toBe(
    "pass",
  );
});

test("exposure that is not known lets nothing open", () => {
  const money1: Partial<RiskLimits> = {
    maxNotionalPerInstrument: "1000",
    maxNotionalPerDay: "1000",
    maxOpenPositions: 9,
    maxGrossExposure: "1000",
    maxNetExposure: "1000",
    maxExposurePerAssetClass: { "crypto-spot": "1000" },
    correlatedGroups: [{ name: "one", instrumentIds: [btc.id], maxExposure: "1000" }],
    maxLeverage: "5",
    minFreeMarginPercent: "5",
    maxTradesPerDay: 9,
  };
  const ten = Array.from({ length: 9 }, (_, i) => `RISK-${String(i + 12).padStart(3, "0")}`);
  const without = (change: object) => answerOf("RISK-012", market("buy", "1"), quietView(change), money1).failed;
  expect(without({ account: null })).toEqual(expect.arrayContaining([...ten, "RISK-035"]));
  const worths = ten.filter((code) => code !== "RISK-014");
  expect(without({ rate: null })).toEqual(expect.arrayContaining(worths));
  expect(without({ mark: null })).toEqual(expect.arrayContaining(worths));
});
