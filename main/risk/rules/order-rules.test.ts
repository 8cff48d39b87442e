import { describe, expect, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { limit, market } from "../../../tests/fixtures/engine-rig.ts";
import { answerOf, money, price, quietView } from "../../../tests/fixtures/gate-judge.ts";
import type { PassedOrder } from "../../engine/gate-facts.ts";

const outcome = (...args: Parameters<typeof answerOf>) => answerOf(...args).outcome;

test.each([
  ["102", "pass", "0"],
  ["102.01", "fail", "-0.01"],
  ["98", "pass", "0"],
  ["97.99", "fail", "-0.01"],
])("a limit at %s is judged by two percent from the last price: %s", (at, wanted, headroom) => {
  const found = answerOf("RISK-021", limit("buy", "1", at), quietView(), { priceBandPercent: "2" });
  expect(found).toMatchObject({ outcome: wanted, headroom, limit: "2" });
});

test("a market order is at the last price, and without one no distance is known", () => {
  expect(outcome("RISK-021", market("buy", "1"), quietView(), { priceBandPercent: "0.1" })).toBe("pass");
  expect(outcome("RISK-021", market("buy", "1"), quietView({ mark: null }), { priceBandPercent: "0.1" })).toBe("fail");
});

test("after too many cancels within a minute nothing opens", () => {
  const now = quietView().now;
  const canceled = (times: number) => quietView({}, { cancelsAfter: (since) => (since === now - 60_000 ? times : 99) });
  expect(answerOf("RISK-022", market("buy", "1"), canceled(3), { maxCancelsPerMinute: 3 })).toMatchObject({
    outcome: "pass",
    observed: "3",
  });
  expect(outcome("RISK-022", market("buy", "1"), canceled(4), { maxCancelsPerMinute: 3 })).toBe("fail");
});

describe("a duplicate", () => {
  const now = quietView().now;
  const order = limit("buy", "1", "99");
  const passed = (change: Partial<OrderRequest> = {}, more: Partial<PassedOrder["intent"]> = {}): PassedOrder => ({
    orderId: "o0",
    intent: { ...order, ...change, orderId: "o0", reason: "other words", ...more },
    createdAt: now - 400,
  });
  const following = (one: PassedOrder) =>
    quietView({}, { passedAfter: (since) => (one.createdAt > since ? [one] : []) });

  test("is an order like one that passed a moment before", () => {
    const found = answerOf("RISK-023", order, following(passed()), { duplicateWithinMs: 500 });
    expect(found).toMatchObject({ outcome: "fail", observed: "400", limit: "500" });
    expect(found.text).toContain("o0");
    expect(outcome("RISK-023", order, following(passed()), { duplicateWithinMs: 400 })).toBe("pass");
  });

  test.each([
    { side: "sell" },
    { size: "1.001" },
    { limitPrice: "99.01" },
    { type: "market" },
    { reduceOnly: true },
  ] as const)("differs in nothing: not %o", (change) =>
    expect(outcome("RISK-023", order, following(passed(change)), { duplicateWithinMs: 500 })).toBe("pass"),
  );

  test("is none of the same group", () => {
    const link = { role: "oco", group: "g" } as const;
    const twin = { ...order, link } as OrderRequest;
    expect(outcome("RISK-023", twin, following(passed({}, { link })), { duplicateWithinMs: 500 })).toBe("pass");
    expect(outcome("RISK-023", order, following(passed({}, { link })), { duplicateWithinMs: 500 })).toBe("fail");
  });
});

test.each([
  ["buy", limit("buy", "1", "101"), "101", "fail"],
  ["buy", limit("buy", "1", "100.99"), "101", "pass"],
  ["sell", limit("sell", "1", "99"), "99", "fail"],
  ["sell", limit("sell", "1", "99.01"), "99", "pass"],
  ["buy", market("buy", "1"), "100", "fail"],
  ["buy", market("buy", "1"), "100.02", "fail"],
  ["buy", market("buy", "1"), "100.03", "pass"],
  ["sell", market("sell", "1"), "99.98", "fail"],
  ["sell", market("sell", "1"), "99.97", "pass"],
  ["buy", { ...market("buy", "1"), type: "stop" as const, triggerPrice: "101" }, "101", "pass"],
] as const)("an order to %s does not meet one's own: %o against %s", (side, request, own, wanted) => {
  const view = quietView(
    {},
    {
      restingAgainst: (asked) => (asked === side ? price(own) : null),
      quote: () => ({ bid: 99.98, ask: 100.02, at: 0 }),
    },
  );
  expect(answerOf("RISK-024", request, view, { blockSelfCross: true })).toMatchObject({ outcome: wanted });
  expect(outcome("RISK-024", request, view, { blockSelfCross: false })).toBe("pass");
});

test("without an own order there is nothing to meet, without a price nobody knows", () => {
  expect(outcome("RISK-024", market("buy", "1"), quietView({ mark: null }), { blockSelfCross: true })).toBe("pass");
  const view = quietView({ mark: null }, { restingAgainst: () => price("101") });
  expect(outcome("RISK-024", market("buy", "1"), view, { blockSelfCross: true })).toBe("fail");
});

describe("the stop", () => {
  const withStop = (triggerPrice: string, takeProfit?: string): OrderRequest => ({
    ...market("buy", "2"),
    bracket: {
      stopLoss: { type: "stop", triggerPrice },
      ...(takeProfit === undefined ? {} : { takeProfit: { type: "limit", limitPrice: takeProfit } }),
    },
  });
  const trailing = (trailingOffset: string, trailingOffsetType: "price" | "percent" | "ticks"): OrderRequest => ({
    ...market("sell", "2"),
    bracket: { stopLoss: { type: "trailing-stop", trailingOffset, trailingOffsetType } },
  });

  test("is demanded, on the losing side", () => {
    const limits = { stopRequired: true };
    expect(outcome("RISK-025", market("buy", "1"), quietView(), limits)).toBe("fail");
    expect(outcome("RISK-025", market("buy", "1"), quietView(), { stopRequired: false })).toBe("pass");
    expect(answerOf("RISK-025", withStop("95"), quietView(), limits)).toMatchObject({
      outcome: "pass",
      observed: "95",
    });
    expect(outcome("RISK-025", withStop("100"), quietView(), limits)).toBe("fail");
    const working = quietView({}, { linkedStop: () => price("97") });
    expect(answerOf("RISK-025", market("buy", "1"), working, limits)).toMatchObject({
      outcome: "pass",
      observed: "97",
    });
    expect(outcome("RISK-025", withStop("95"), quietView({ mark: null }), limits)).toBe("fail");
  });

  test.each([
    ["a stop", withStop("95"), "10"],
    ["a stop below a limit", { ...withStop("95"), type: "limit" as const, limitPrice: "99" }, "8"],
    ["a stop below a trigger", { ...withStop("95"), type: "stop" as const, triggerPrice: "104" }, "18"],
    ["a trailing distance", trailing("3", "price"), "6"],
    ["a trailing share", trailing("4", "percent"), "8"],
    ["trailing ticks", trailing("500", "ticks"), "10"],
  ])("limits what is lost: %s", (_what, request, loss) => {
    const found = answerOf("RISK-026", request, quietView(), { maxLossPerTrade: loss });
    expect(found).toMatchObject({ outcome: "pass", observed: loss, headroom: "0", maxPassingSize: "2" });
    const tighter = `${Number(loss) / 2}`;
    expect(answerOf("RISK-026", request, quietView(), { maxLossPerTrade: tighter })).toMatchObject({
      outcome: "fail",
      maxPassingSize: "1",
    });
  });

  test("that could not protect is none", () => {
    const limits = { stopRequired: true, maxLossPerTrade: "1000" };
    const stopLimit = (side: "buy" | "sell", triggerPrice: string, limitPrice: string): OrderRequest => ({
      ...market(side, "2"),
      bracket: { stopLoss: { type: "stop-limit", triggerPrice, limitPrice } },
    });
    const buy = (trailingOffset: string): OrderRequest => ({ ...trailing(trailingOffset, "price"), side: "buy" });
    for (const request of [
      buy("500"),
      buy("100"),
      stopLimit("buy", "95", "95.01"),
      stopLimit("buy", "95", "5000"),
      stopLimit("sell", "105", "104.99"),
    ]) {
      const text = expect.stringContaining("protects nothing");
      expect(answerOf("RISK-025", request, quietView(), limits)).toMatchObject({ outcome: "fail", text });
      expect(answerOf("RISK-026", request, quietView(), limits)).toMatchObject({ outcome: "fail", text });
    }
    expect(outcome("RISK-025", buy("99.99"), quietView(), limits)).toBe("pass");
    expect(outcome("RISK-025", stopLimit("buy", "95", "95"), quietView(), limits)).toBe("pass");
    const left = quietView({}, { linkedStop: () => 0n });
    expect(outcome("RISK-025", withStop("95"), left, limits)).toBe("fail");
    // The limit is where it comes out at worst.
    expect(answerOf("RISK-026", stopLimit("buy", "95", "10"), quietView(), limits)).toMatchObject({ observed: "180" });
    expect(answerOf("RISK-026", stopLimit("sell", "105", "107"), quietView(), limits)).toMatchObject({
      observed: "14",
    });
  });

  test("limits the loss with the fees of both ways, and the share of equity", () => {
    const fees = quietView({ feeRate: { units: 1n, digits: 3 } });
    const found = answerOf("RISK-026", withStop("95"), fees, { maxLossPerTrade: "100" });
    expect(found.observed).toBe("10.39");
    const share = answerOf("RISK-027", withStop("95"), fees, { maxRiskPerTradePercent: "1.039" });
    expect(share).toMatchObject({ outcome: "pass", limit: "10.39", headroom: "0" });
    expect(outcome("RISK-027", withStop("95"), fees, { maxRiskPerTradePercent: "1.0389" })).toBe("fail");
    const broke = quietView({ account: { equity: money("0"), buyingPower: 0n, committedElsewhere: 0n } });
    expect(outcome("RISK-027", withStop("95"), broke, { maxRiskPerTradePercent: "100" })).toBe("fail");
    expect(outcome("RISK-027", withStop("95"), quietView({ account: null }), { maxRiskPerTradePercent: "9" })).toBe(
      "fail",
    );
    expect(outcome("RISK-026", withStop("95"), quietView({ rate: null }), { maxLossPerTrade: "99" })).toBe("fail");
    expect(outcome("RISK-026", market("buy", "1"), quietView(), { maxLossPerTrade: "99" })).toBe("fail");
  });

  test("is weighed against the take-profit", () => {
    const least = { minRewardToRisk: "2" };
    expect(answerOf("RISK-028", withStop("95", "110"), quietView(), least)).toMatchObject({
      outcome: "pass",
      observed: "2",
    });
    expect(answerOf("RISK-028", withStop("95", "109.99"), quietView(), least)).toMatchObject({
      outcome: "fail",
      observed: "1.998",
    });
    expect(outcome("RISK-028", withStop("95"), quietView(), least)).toBe("fail");
    expect(outcome("RISK-028", market("buy", "1"), quietView(), least)).toBe("fail");
    const short: OrderRequest = {
      ...market("sell", "1"),
      bracket: {
        stopLoss: { type: "stop", triggerPrice: "105" },
        takeProfit: { type: "market-if-touched", triggerPrice: "90" },
      },
    };
    expect(outcome("RISK-028", short, quietView(), least)).toBe("pass");
  });
});

test("nothing opens across a wide spread, an unknown or an old one", () => {
  const now = quietView().now;
  const quoted = (bid: number, ask: number, at = now) => quietView({}, { quote: () => ({ bid, ask, at }) });
  const limits = { maxSpreadBps: "100" };
  expect(answerOf("RISK-039", market("buy", "1"), quoted(99.5, 100.5), limits)).toMatchObject({
    outcome: "pass",
    observed: "100.00",
    headroom: "0.00",
  });
  expect(outcome("RISK-039", market("buy", "1"), quoted(99.4, 100.6), limits)).toBe("fail");
  expect(outcome("RISK-039", market("buy", "1"), quietView(), limits)).toBe("fail");
  expect(outcome("RISK-039", market("buy", "1"), quoted(99.9, 100.1, now - 5001), limits)).toBe("fail");
  expect(outcome("RISK-039", market("buy", "1"), quoted(99.9, 100.1, now - 5000), limits)).toBe("pass");
});

test("a crossed quote has no spread, so nothing opens; bid and ask at one price are no distance apart", () => {
  const quoted = (bid: number, ask: number) => quietView({}, { quote: () => ({ bid, ask, at: quietView().now }) });
  const limits = { maxSpreadBps: "5" };
  expect(answerOf("RISK-039", market("buy", "1"), quoted(150, 100), limits)).toMatchObject({
    outcome: "fail",
    observed: null,
    text: "A bid of 150 and an ask of 100 are no market, so their spread is not known",
  });
  expect(answerOf("RISK-039", market("buy", "1"), quoted(100, 100), limits)).toMatchObject({
    outcome: "pass",
    observed: "0.00",
  });
  for (const [bid, ask] of [
    [0, 0],
    [-1, 1],
    [-2, -1],
    [1, Number.POSITIVE_INFINITY],
    [Number.NaN, 100],
    [100, Number.NaN],
  ] as const) {
    expect(outcome("RISK-039", market("buy", "1"), quoted(bid, ask), limits), `${bid} ${ask}`).toBe("fail");
  }
});

test("only listed instruments open", () => {
  const { instrumentId } = market("buy", "1");
  expect(outcome("RISK-040", market("buy", "1"), quietView(), { allowedInstruments: [instrumentId] })).toBe("pass");
  expect(outcome("RISK-040", market("buy", "1"), quietView(), { allowedInstruments: ["paper:X"] })).toBe("fail");
});

test.each([
  ["trader", "fail"],
  ["model", "fail"],
  ["person", "pass"],
  ["desk", "pass"],
] as const)("where automation is not allowed a %s's order is answered with %s", (kind, wanted) => {
  const view = quietView({ actor: { kind, id: "x" } });
  expect(outcome("RISK-041", market("buy", "1"), view, { automationAllowed: false })).toBe(wanted);
  expect(outcome("RISK-041", market("buy", "1"), view, { automationAllowed: true })).toBe("pass");
});
