import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrderIntent } from "../../shared/model/order.ts";
import { intendedData, intentOf } from "./order-intent.ts";

const text = fc.string();
const intent = fc.record(
  {
    orderId: text,
    instrumentId: text,
    side: fc.constantFrom("buy", "sell"),
    type: fc.constantFrom("market", "limit", "stop-market", "trailing-stop"),
    size: text,
    timeInForce: fc.constantFrom("GTC", "IOC"),
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
    reason: text,
    limitPrice: text,
    triggerPrice: text,
    triggerBy: fc.constantFrom("last", "mark"),
    trailingOffset: text,
    trailingOffsetType: fc.constantFrom("price", "percent", "ticks"),
    expireAt: fc.nat(),
    positionSide: fc.constantFrom("long", "short"),
    bracket: fc.record({ stopLoss: fc.record({ type: fc.constant("stop-market"), triggerPrice: text }) }),
    link: fc.record({ kind: fc.constant("oco"), group: text }),
    managedBy: fc.constantFrom("desk", "venue"),
  },
  {
    requiredKeys: [
      ...(["orderId", "instrumentId", "side", "type", "size", "timeInForce"] as const),
      ...(["postOnly", "reduceOnly", "reason"] as const),
    ],
  },
) as fc.Arbitrary<unknown> as fc.Arbitrary<OrderIntent>;

test("what is recorded of a wish gives the wish back, and stands in the order in which the journal writes it", () => {
  fc.assert(
    fc.property(intent, fc.option(text), (drawn, decisionPrice) => {
      const wish = intentOf(drawn as never);
      const data = intendedData(wish, decisionPrice);
      expect(data).toEqual({ ...wish, decisionPrice });
      expect(intentOf(data)).toEqual(wish);
      expect(Object.keys(data)).toEqual(Object.keys(data).sort());
    }),
  );
});
