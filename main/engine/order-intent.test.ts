import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrderIntent } from "../../shared/model/order.ts";
import { canonicalize } from "../audit/canonical.ts";
import { intendedData, intendedText, intentOf } from "./order-intent.ts";

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

test("the text of a wish is the canonical form of what is recorded of it, but for brackets and groups", () => {
  fc.assert(
    fc.property(intent, fc.option(text), (drawn, decisionPrice) => {
      const { bracket, link, ...wish } = intentOf(drawn as never);
      expect(intendedText(wish, decisionPrice)).toBe(canonicalize(intendedData(wish, decisionPrice)));
      const parts = { ...(bracket && { bracket }), ...(link && { link }) };
      if (bracket || link) expect(intendedText({ ...wish, ...parts }, decisionPrice)).toBeNull();
    }),
  );
});

test("a wish that has no canonical form is left to who refuses it by its place", () => {
  const [wish] = fc.sample(intent, { numRuns: 1, seed: 1 }) as [OrderIntent];
  const { bracket, link, ...plain } = wish;
  expect(() => intendedText({ ...plain, reason: "\ud800" }, null)).toThrow("lone surrogate");
  expect(intendedText({ ...plain, expireAt: 0.5 }, null)).toBeNull();
});
