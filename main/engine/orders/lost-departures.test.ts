import { expect, test } from "vitest";
import { type EngineRig, engineRig, market, person } from "../../../tests/fixtures/engine-rig.ts";

/** A desk that stopped after its verdict was durable: the order may have left, the word of it was lost. */
function afterCrash(validityMs = 0): { rig: EngineRig; orderId: string; queries: string[] } {
  const before = engineRig({ manualDurability: true });
  before.price(100);
  const { orderId } = before.engine.submit(market("buy", "2"), person, "");
  const queries: string[] = [];
  const rig = engineRig({ validityMs, route: { query: (id) => queries.push(id) } });
  rig.clock.now = before.clock.now;
  for (const event of before.stored()) rig.engine.restore(event);
  rig.price(100);
  return { rig, orderId, queries };
}

test("an approved order whose departure nobody wrote down is unknown, counts as working, and is asked for", () => {
  const { rig, orderId, queries } = afterCrash();
  expect(rig.engine.order(orderId)?.status).toBe("initialized");
  rig.engine.resume();
  expect(rig.engine.order(orderId)?.status).toBe("unknown");
  expect(rig.engine.openOrders().map((order) => order.orderId)).toEqual([orderId]);
  rig.clock.now += 10;
  rig.price(100);
  expect(queries).toEqual([orderId]);
  expect(rig.asked.filter((what) => what.startsWith("submit"))).toEqual([]);
});

test("what it filled meanwhile is booked, and one that never arrived is rejected", () => {
  const filled = afterCrash();
  filled.rig.engine.resume();
  filled.rig.fill(filled.orderId, "2", "100");
  expect(filled.rig.engine.positions()[0]?.size).toBe("2");
  const lost = afterCrash();
  lost.rig.engine.resume();
  lost.rig.say({ kind: "rejected", orderId: lost.orderId, code: "VENUE-NOT-FOUND", reason: "never got it" });
  expect(lost.rig.engine.order(lost.orderId)?.status).toBe("rejected");
});

test("that a venue does not know an order proves nothing while the order may still be on its way", () => {
  const rig = engineRig({ validityMs: 1000 });
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  const missing = { kind: "rejected", orderId, code: "VENUE-NOT-FOUND", reason: "never got it" } as const;
  rig.say(missing);
  expect(rig.engine.order(orderId)?.status).toBe("submitted");
  expect(rig.dataOf("order.reconciled").at(-1)).toMatchObject({ outcome: "not_found_yet" });
  rig.clock.now += 1001;
  rig.say(missing);
  expect(rig.engine.order(orderId)?.status).toBe("rejected");
});

test("asking for its cancel again and again does not keep an order that never arrived", () => {
  const rig = engineRig({ validityMs: 1000 });
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  for (let asked = 0; asked < 3; asked++) {
    rig.clock.now += 400;
    rig.engine.cancel(orderId, person, "");
    rig.say({ kind: "cancel-rejected", orderId, reason: "the venue does not know this order" });
  }
  rig.say({ kind: "rejected", orderId, code: "VENUE-NOT-FOUND", reason: "never got it" });
  expect(rig.engine.order(orderId)?.status).toBe("rejected");
});

test("an order whose id the venue has already is asked for, not sent again", () => {
  const queries: string[] = [];
  const rig = engineRig({ validityMs: 1000, route: { query: (id) => queries.push(id) } });
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ kind: "rejected", orderId, code: "VENUE-DUPLICATE", reason: "known already" });
  expect(rig.engine.order(orderId)?.status).toBe("unknown");
  rig.clock.now += 1000;
  rig.price(100);
  expect(queries).toEqual([orderId]);
  rig.fill(orderId, "2", "100");
  expect(rig.engine.order(orderId)?.status).toBe("filled");
});

test("an order that turns up after it was given up is canceled at the venue, and what it filled is booked", () => {
  const rig = engineRig();
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ kind: "rejected", orderId, code: "VENUE-NOT-FOUND", reason: "never got it" });
  const asked = rig.asked.length;
  rig.say({ kind: "accepted", orderId, venueOrderId: "v1" });
  expect(rig.asked.slice(asked)).toEqual([`cancel ${orderId}`]);
  expect(rig.dataOf("order.reconciled").at(-1)).toMatchObject({ orderId, outcome: "turned_up" });
  expect(rig.engine.order(orderId)?.status).toBe("rejected");
  rig.fill(orderId, "1", "100");
  expect(rig.engine.positions()[0]?.size).toBe("1");
});

test("an order that the venue has refused is not canceled because its acknowledgement comes late", () => {
  const rig = engineRig();
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ kind: "rejected", orderId, code: "VENUE-REJECTED", reason: "no" });
  const asked = rig.asked.length;
  rig.say({ kind: "accepted", orderId, venueOrderId: "v1" });
  expect(rig.asked.slice(asked)).toEqual([]);
  expect(rig.dataOf("order.reconciled").at(-1)).toMatchObject({ outcome: "illegal_transition" });
});

test("an intent without a verdict never left, and stays what a person may cancel", () => {
  const before = engineRig({ manualDurability: true });
  before.price(100);
  const { orderId } = before.engine.submit(market("buy", "2"), person, "");
  const rig = engineRig();
  rig.engine.restore(before.stored()[0] as never);
  rig.engine.resume();
  expect(rig.engine.unsentIntents().map((order) => order.orderId)).toEqual([orderId]);
});
