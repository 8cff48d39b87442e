import { expect, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import type { RiskLimits } from "../../../shared/model/risk.ts";
import { engineRig, eth, limit, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { answerOf, money, quietView, size } from "../../../tests/fixtures/gate-judge.ts";

const order = market("buy", "1");
const now = quietView().now;

test.each<[code: string, limits: Partial<RiskLimits>, equity: string, outcome: string]>([
  ["RISK-029", { maxDailyLoss: "50" }, "1150.01", "pass"],
  ["RISK-029", { maxDailyLoss: "50" }, "1150", "fail"],
  ["RISK-030", { maxDailyLossPercent: "5" }, "1140.01", "pass"],
  ["RISK-030", { maxDailyLossPercent: "5" }, "1140", "fail"],
  ["RISK-031", { maxDrawdown: "400" }, "1100.01", "pass"],
  ["RISK-031", { maxDrawdown: "400" }, "1100", "fail"],
  ["RISK-032", { maxDrawdownPercent: "20" }, "1200.01", "pass"],
  ["RISK-032", { maxDrawdownPercent: "20" }, "1200", "fail"],
])("%s %o answers equity of %s with %s", (code, limits, equity, outcome) => {
  const account = { equity: money(equity), buyingPower: money("9999"), committedElsewhere: 0n };
  const facts = { dayStartEquity: () => money("1200"), equityPeak: () => money("1500") };
  const found = answerOf(code, order, quietView({ account }, facts), limits);
  expect(found.outcome).toBe(outcome);
  expect(found.headroom).toBe(outcome === "fail" ? "0" : "0.01");
  expect(answerOf(code, order, quietView({ account: null }, facts), limits).outcome).toBe("fail");
  const exit = market("sell", "1");
  expect(answerOf(code, exit, quietView({ account, position: size("1") }, facts), limits).failed).toEqual([]);
});

const lost = (...ages: number[]) =>
  quietView(
    {},
    {
      trades: () => ({ begun: 0, turnover: 0n, losses: ages.map((age) => now - age) }),
      dayEnd: (at) => at + 1000,
    },
  );

test.each<[what: string, ages: number[], limits: Partial<RiskLimits>, outcome: string, observed: string]>([
  ["two of three losses", [900, 100], { maxLossStreak: 3 }, "pass", "2"],
  ["three on the same day", [900, 500, 100], { maxLossStreak: 3 }, "fail", "3"],
  ["three, the day being over", [1900, 1500, 1000], { maxLossStreak: 3 }, "pass", "0"],
  ["three within the pause", [900, 500, 299], { maxLossStreak: 3, lossStreakPauseMs: 300 }, "fail", "3"],
  ["three after the pause", [900, 500, 300], { maxLossStreak: 3, lossStreakPauseMs: 300 }, "pass", "0"],
  ["one more after the pause", [900, 500, 400, 10], { maxLossStreak: 3, lossStreakPauseMs: 300 }, "pass", "1"],
  ["three more", [900, 800, 700, 30, 20, 10], { maxLossStreak: 3, lossStreakPauseMs: 300 }, "fail", "3"],
])("a streak of losses shuts the gate for a while: %s", (_what, ages, limits, outcome, observed) => {
  expect(answerOf("RISK-033", order, lost(...ages), limits)).toMatchObject({ outcome, observed });
});

test("after one loss there is a pause", () => {
  const limits = { pauseAfterLossMs: 500 };
  expect(answerOf("RISK-034", order, lost(), limits).outcome).toBe("pass");
  expect(answerOf("RISK-034", order, lost(9000, 499), limits)).toMatchObject({ outcome: "fail", observed: "499" });
  expect(answerOf("RISK-034", order, lost(9000, 500), limits).outcome).toBe("pass");
});

test("a trade too many is refused; adding to one is none, turning one round is", () => {
  const facts = { trades: () => ({ begun: 2, turnover: 0n, losses: [] }) };
  const limits = { maxTradesPerDay: 2 };
  expect(answerOf("RISK-035", order, quietView({}, facts), limits)).toMatchObject({ outcome: "fail", observed: "3" });
  expect(answerOf("RISK-035", order, quietView({}, facts), { maxTradesPerDay: 3 }).outcome).toBe("pass");
  expect(answerOf("RISK-035", order, quietView({ position: size("1") }, facts), limits).outcome).toBe("pass");
  expect(answerOf("RISK-035", order, quietView({ position: size("-0.5") }, facts), limits)).toMatchObject({
    outcome: "fail",
    maxPassingSize: "0.5",
    largest: "0.5",
  });
});

test("an order that may begin a trade after a working one has begun its own counts both", () => {
  const rig = engineRig({ leverage: "5" });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, maxTradesPerDay: 1 };
  for (const instrument of [0, 1]) rig.bar(100, 2, instrument);
  for (const instrument of [0, 1]) rig.price(100, instrument);
  const rowOf = (request: OrderRequest) =>
    rig.engine.preview(request, person).rows.find(({ code }) => code === "RISK-035");
  const send = (request: OrderRequest) => rig.engine.submit(request, person, "test");
  const entry = send(limit("buy", "1", "99"));
  const turn = limit("sell", "2", "105");
  expect(rowOf(turn)).toMatchObject({ outcome: "fail", observed: "2", headroom: "-1" });
  expect(rowOf(limit("buy", "1", "98"))).toMatchObject({ outcome: "pass", observed: "1" });
  rig.limits = { ...rig.limits, maxTradesPerDay: 2 };
  const turned = send(turn);
  expect(rowOf(market("buy", "1", { instrumentId: eth.id }))).toMatchObject({ outcome: "fail", observed: "3" });
  rig.say({ kind: "accepted", orderId: entry.orderId, venueOrderId: "v1" });
  rig.say({ kind: "accepted", orderId: turned.orderId, venueOrderId: "v2" });
  rig.fill(entry.orderId, "1", "99");
  expect(rowOf(limit("buy", "1", "98"))).toMatchObject({ outcome: "fail", observed: "3" });
  rig.fill(turned.orderId, "2", "105");
  expect(rowOf(market("sell", "1"))).toMatchObject({ outcome: "pass", observed: "2" });
});

test("of two orders that cancel each other one begins a trade", () => {
  const rig = engineRig();
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, maxTradesPerDay: 1 };
  rig.bar(100, 2);
  rig.price(100);
  const pair = rig.engine.submitGroup("oco", [limit("buy", "1", "99"), limit("sell", "1", "101")], person, "test");
  expect(pair.map(({ verdict }) => verdict.outcome)).toEqual(["approved", "approved"]);
});
