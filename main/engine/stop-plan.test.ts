import { expect, test } from "vitest";
import { formatFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { engineRig, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import type { RiskFacts } from "./risk-watch.ts";
import type { StopPlan } from "./stop-plan.ts";

/** A rig and what its desk says of stops: side, size, price in or last, price out, held. */
function planned(options: Parameters<typeof engineRig>[0] = {}) {
  let facts: RiskFacts | null = null;
  const watch = {
    id: "look",
    observe(seen: RiskFacts): null {
      facts = seen;
      return null;
    },
  };
  const rig = engineRig({ leverage: "10", watches: [watch], ...options });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 100, priceBandAtr: "1000" };
  rig.bar(100);
  const price = (units: bigint | null): string | null => (units === null ? null : formatFixed(units, 2));
  const row = ({ side, size, from, stop, held }: StopPlan) => [
    side,
    formatFixed(size, 3),
    price(from),
    price(stop),
    held,
  ];
  const send = (request: OrderRequest): string => rig.engine.submit(request, person, "test").orderId;
  return { rig, send, plans: () => (facts as RiskFacts | null)?.stops().map(row) ?? [] };
}

const stop = (side: "buy" | "sell", size: string, triggerPrice: string, change: Partial<OrderRequest> = {}) =>
  market(side, size, { type: "stop", triggerPrice, reduceOnly: true, ...change });

test("a flat account with nothing working has nothing to lose", () => {
  expect(planned().plans()).toEqual([]);
});

test("what is held is taken out by the stops nearest to the price, and what none covers by nothing", () => {
  const { rig, send, plans } = planned();
  rig.fill(send(market("buy", "3")), "3", "100");
  rig.price(101);
  expect(plans()).toEqual([["long", "3", "101", null, true]]);
  for (const [size, at] of [
    ["1", "90"],
    ["1", "95"],
  ] as const) {
    const orderId = send(stop("sell", size, at));
    rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
  }
  send(market("sell", "0.5", { reduceOnly: true }));
  expect(plans()).toEqual([
    ["long", "0.5", "101", "101", true],
    ["long", "1", "101", "95", true],
    ["long", "1", "101", "90", true],
    ["long", "0.5", "101", null, true],
  ]);
});

test("a short is taken out above, a stop limit at its limit at worst", () => {
  const { rig, send, plans } = planned();
  rig.fill(send(market("sell", "2")), "2", "100");
  const orderId = send(stop("buy", "1", "105", { type: "stop-limit", limitPrice: "106" }));
  rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
  expect(plans()).toEqual([
    ["short", "1", "100", "106", true],
    ["short", "1", "100", null, true],
  ]);
});

test("a stop limit whose limit its trigger does not reach takes nothing out, nor one that the price has left behind", () => {
  const { rig, send, plans } = planned();
  rig.fill(send(market("buy", "2")), "2", "100");
  for (const limitPrice of ["96", "94"]) {
    const orderId = send(stop("sell", "1", "95", { type: "stop-limit", limitPrice }));
    rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
    if (limitPrice === "94") rig.say({ orderId, kind: "triggered" });
  }
  expect(plans()).toEqual([
    ["long", "1", "100", "94", true],
    ["long", "1", "100", null, true],
  ]);
  rig.price(93);
  expect(plans()).toEqual([["long", "2", "93", null, true]]);
});

test("an entry's stop that lies at zero or below takes nothing out", () => {
  const { send, plans } = planned();
  send(limit("buy", "1", "98", { bracket: { stopLoss: { type: "trailing-stop", trailingOffset: "98" } } }));
  send(limit("buy", "1", "98", { bracket: { stopLoss: { type: "stop-limit", triggerPrice: "95", limitPrice: "9" } } }));
  expect(plans()).toEqual([
    ["long", "1", "98", null, false],
    ["long", "1", "98", "9", false],
  ]);
});

test("a working entry comes in at its own price and brings its stop", () => {
  const { send, plans } = planned();
  send(limit("buy", "1", "98", { bracket: { stopLoss: { type: "stop", triggerPrice: "95" } } }));
  send(limit("buy", "1", "97"));
  const trailing = { type: "trailing-stop", trailingOffset: "2", trailingOffsetType: "percent" } as const;
  send(market("sell", "1", { type: "stop", triggerPrice: "96", bracket: { stopLoss: trailing } }));
  expect(plans()).toEqual([
    ["long", "1", "98", "95", false],
    ["long", "1", "97", null, false],
    ["short", "1", "96", "97.92", false],
  ]);
});

test("an order that waits for a better price closes what is held before it opens anything", () => {
  const { rig, send, plans } = planned();
  rig.fill(send(market("buy", "2")), "2", "100");
  send(limit("sell", "3", "110"));
  expect(plans()).toEqual([
    ["long", "2", "100", null, true],
    ["short", "1", "110", null, false],
  ]);
});

test("longs and shorts side by side are taken out each by its own stops", () => {
  const { rig, send, plans } = planned({ terms: { positionMode: "hedging" } });
  rig.fill(send(market("buy", "1", { positionSide: "long" })), "1", "100");
  rig.fill(send(market("sell", "2", { positionSide: "short" })), "2", "100");
  const orderId = send(stop("sell", "1", "95", { positionSide: "long" }));
  rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
  expect(plans()).toEqual([
    ["long", "1", "100", "95", true],
    ["short", "2", "100", null, true],
  ]);
});
