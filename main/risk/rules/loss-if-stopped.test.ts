import { expect, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import type { RiskLimits, RuleRow } from "../../../shared/model/risk.ts";
import {
  defaultLimits,
  type EngineRig,
  engineRig,
  eth,
  limit,
  market,
  person,
} from "../../../tests/fixtures/engine-rig.ts";

function desk(limits: Partial<RiskLimits>, takerFeeBps = "0"): EngineRig {
  const rig = engineRig({ takerFeeBps });
  rig.limits = {
    ...defaultLimits,
    maxOrdersPerSecond: 1000,
    priceBandAtr: "1000",
    worstCaseSlippagePercent: "1",
    ...limits,
  };
  for (const instrument of [0, 1]) rig.bar(100, 50, instrument);
  for (const instrument of [0, 1]) rig.price(100, instrument);
  return rig;
}

const stopAt = (triggerPrice: string): Partial<OrderRequest> => ({
  bracket: { stopLoss: { type: "stop", triggerPrice } },
});
const rowOf = (rig: EngineRig, request: OrderRequest): RuleRow =>
  rig.engine.preview(request, person).rows.find(({ code }) => code === "RISK-052")!;

function hold(rig: EngineRig, size: string, change: Partial<OrderRequest>): void {
  const { orderId } = rig.engine.submit(market("buy", size, change), person, "test");
  rig.fill(orderId, size, "100");
}

test("an order's own stop counts with slippage and fees against each loss limit, and the least room decides", () => {
  const rig = desk({ maxDailyLoss: "100", maxDrawdown: "60" }, "100");
  // 10 to the stop, 0.9 of slippage, 1 and 0.9 of fees: 12.8 a unit.
  const row = rowOf(rig, market("buy", "4", stopAt("90")));
  expect(row).toMatchObject({ outcome: "pass", observed: "51.2", limit: "60", maxPassingSize: "4.687" });
  expect(row.text).toContain("48.8 to the daily loss limit, 8.8 to the drawdown limit");
  expect(rowOf(rig, market("buy", "5", stopAt("90")))).toMatchObject({ outcome: "fail", observed: "64" });
});

test("what is held, and what may come in, counts with its stops", () => {
  const rig = desk({ maxDailyLossPercent: "0.1" });
  hold(rig, "5", { ...stopAt("90"), instrumentId: eth.id });
  // 100 of room, of which the position's stop takes 54.5.
  expect(rowOf(rig, market("buy", "4", stopAt("90")))).toMatchObject({ outcome: "pass", observed: "98.1" });
  rig.engine.submit(limit("buy", "1", "99", { ...stopAt("95"), instrumentId: eth.id }), person, "test");
  expect(rowOf(rig, market("buy", "4", stopAt("90")))).toMatchObject({ outcome: "fail", observed: "103.05" });
});

test("without a stop, of the order or of anything else, nothing opens; what reduces does", () => {
  const rig = desk({ maxDrawdownPercent: "10" });
  expect(rowOf(rig, market("buy", "1"))).toMatchObject({ outcome: "fail", observed: null });
  rig.limits = defaultLimits;
  hold(rig, "5", { instrumentId: eth.id });
  rig.limits = { ...defaultLimits, maxDrawdownPercent: "10", worstCaseSlippagePercent: "1" };
  expect(rowOf(rig, market("buy", "1", stopAt("90")))).toMatchObject({
    outcome: "fail",
    text: expect.stringContaining("no stop"),
  });
  expect(rowOf(rig, market("sell", "5", { instrumentId: eth.id })).outcome).toBe("exempt");
});

test("without a loss limit there is nothing to keep", () => {
  expect(rowOf(desk({}), market("buy", "1")).outcome).toBe("pass");
});
