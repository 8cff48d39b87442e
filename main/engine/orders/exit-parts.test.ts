import { expect, test } from "vitest";
import type { AccountReport, OrderView } from "../../../shared/model/order.ts";
import {
  btc,
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  plainVenue,
} from "../../../tests/fixtures/engine-rig.ts";

/** A desk that watches triggers itself, on a venue that takes 10 at most. */
function desk() {
  const rig = engineRig({
    instruments: [{ ...btc, maxSize: "10" }],
    leverage: "10",
    capabilities: plainVenue,
  });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 86_400_000 };
  rig.bar(100);
  rig.price(100);
  const split = (ratio: string): void =>
    rig.engine.accountReport({
      kind: "split",
      reportId: `split ${ratio}`,
      at: rig.clock.now,
      instrumentId: btc.id,
      ratio,
    } as AccountReport);
  return { rig, split };
}

const hold = (rig: EngineRig, size: string, change = {}): string => {
  const { orderId } = rig.engine.submit(market("buy", size, change), person, "");
  rig.fill(orderId, size, "100");
  return orderId;
};

const stop = (size: string, triggerPrice: string) =>
  ({ ...market("sell", size, { reduceOnly: true }), type: "stop", triggerPrice }) as const;

const largestFirst = (orders: readonly OrderView[]) => orders.toSorted((a, b) => Number(b.size) - Number(a.size));

/** What works at the venue, and how much of it. */
const atVenue = (rig: EngineRig) =>
  rig.engine
    .openOrders()
    .filter(({ triggeredAt, type }) => type === "market" || triggeredAt !== undefined)
    .map(({ size }) => size);

test("a stop that a split has made larger than the largest order leaves as several, and closes everything", () => {
  const { rig, split } = desk();
  hold(rig, "10");
  const { orderId } = rig.engine.submit(stop("10", "90.00"), person, "protects");
  split("2.5");
  expect(rig.engine.order(orderId)).toMatchObject({ size: "25", triggerPrice: "36" });
  rig.price(35);
  expect(atVenue(rig).sort()).toEqual(["10", "10", "5"]);
  const exits = rig.engine.openOrders();
  expect(exits.every(({ reduceOnly, actor }) => reduceOnly && actor === exits[0]?.actor)).toBe(true);
  expect(rig.sent.slice(-3)).toMatchObject([{ type: "market" }, { type: "market" }, { type: "market" }]);
  for (const { orderId: exit, size } of exits) rig.fill(exit, size, "35");
  expect([rig.engine.positions()[0]?.size, rig.engine.openOrders()]).toEqual(["0", []]);
  const again = engineRig({ instruments: [{ ...btc, maxSize: "10" }], leverage: "10", capabilities: plainVenue });
  for (const event of rig.stored()) again.engine.restore(event);
  again.engine.resume();
  expect(again.engine.orders()).toEqual(rig.engine.orders());
});

test("a stop-limit's parts keep its limit, and an order that fits leaves as it is", () => {
  const { rig, split } = desk();
  hold(rig, "10");
  rig.engine.submit({ ...stop("10", "90.00"), type: "stop-limit", limitPrice: "88.00" }, person, "protects");
  split("2");
  rig.price(44.5);
  expect(rig.sent.slice(-2)).toMatchObject([
    { type: "limit", limitPrice: "44", size: "10" },
    { type: "limit", limitPrice: "44", size: "10" },
  ]);
  const whole = desk().rig;
  hold(whole, "10");
  whole.engine.submit(stop("10", "90.00"), person, "protects");
  whole.price(89);
  expect(whole.sent.at(-1)).toMatchObject({ type: "market", size: "10" });
});

test("the parts of a bracket's stop take its target back with every fill, and nothing sends them again", () => {
  const { rig, split } = desk();
  const bracket = {
    stopLoss: { type: "stop", triggerPrice: "90" },
    takeProfit: { type: "limit-if-touched", triggerPrice: "115", limitPrice: "120" },
  } as const;
  hold(rig, "10", { bracket });
  split("2.5");
  rig.price(35);
  expect(atVenue(rig).sort()).toEqual(["10", "10", "5"]);
  const target = () => rig.engine.openOrders().find(({ type }) => type === "limit-if-touched");
  const parts = largestFirst(rig.engine.openOrders().filter(({ type }) => type !== "limit-if-touched"));
  const lefts = parts.map(({ orderId, size }) => {
    rig.fill(orderId, size, "35");
    return target()?.size;
  });
  // What is left above the largest order no amendment may ask for.
  expect(lefts).toEqual(["25", "5", undefined]);
  expect([rig.engine.positions()[0]?.size, rig.engine.openOrders()]).toEqual(["0", []]);
});

test("the parts of a stop in a group leave less of the other order with every fill, and not of each other", () => {
  const { rig, split } = desk();
  hold(rig, "10");
  const [target] = rig.engine.submitGroup("oco", [limit("sell", "10", "120.00"), stop("10", "90.00")], person, "");
  rig.say({ kind: "accepted", orderId: target?.orderId ?? "", venueOrderId: "v" });
  split("2.5");
  rig.say({ kind: "replaced", orderId: target?.orderId ?? "", size: "25", limitPrice: "48" });
  rig.price(35);
  const parts = largestFirst(rig.engine.openOrders().filter(({ orderId }) => orderId !== target?.orderId));
  expect(parts.map(({ size }) => size).sort()).toEqual(["10", "10", "5"]);
  for (const { orderId, size } of parts.slice(0, 2)) rig.fill(orderId, size, "35");
  expect(rig.asked.at(-1)).toBe(`replace ${target?.orderId} ${JSON.stringify({ size: "5" })}`);
  expect(rig.engine.order(parts[2]?.orderId ?? "")?.size).toBe("5");
  rig.fill(parts[2]?.orderId ?? "", "5", "35");
  expect(rig.engine.positions()[0]?.size).toBe("0");
});
