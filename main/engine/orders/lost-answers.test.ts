import { expect, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { type EngineRig, engineRig, limit, market, person } from "../../../tests/fixtures/engine-rig.ts";

function readyRig(validityMs = 0): { rig: EngineRig; queries: string[] } {
  const queries: string[] = [];
  const rig = engineRig({ validityMs, route: { query: (id) => queries.push(id) } });
  rig.bar(100, 2);
  rig.price(100);
  return { rig, queries };
}

function working(rig: EngineRig, request: OrderRequest): string {
  const { orderId } = rig.engine.submit(request, person, "");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  return orderId;
}

test("an order whose larger size is refused after it has filled whole is filled", () => {
  const { rig } = readyRig();
  const orderId = working(rig, limit("buy", "2", "99"));
  rig.engine.amend(orderId, { size: "3" }, person, "");
  rig.fill(orderId, "2", "99");
  expect(rig.engine.order(orderId)?.status).toBe("pending_replace");
  rig.say({ kind: "replace-rejected", orderId, reason: "the order is filled" });
  expect(rig.engine.order(orderId)?.status).toBe("filled");
  expect(rig.engine.openOrders()).toEqual([]);
});

test("a cancel that takes back a larger size finds an order that has filled whole by then, and cancels nothing", () => {
  const rig = engineRig({ manualDurability: true });
  const settle = () => rig.engine.durable(rig.events.length);
  rig.bar(100, 2);
  rig.price(100);
  const { orderId } = rig.engine.submit(limit("buy", "2", "99"), person, "");
  settle();
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  rig.engine.amend(orderId, { size: "3" }, person, "");
  rig.fill(orderId, "2", "99");
  rig.engine.cancel(orderId, person, "enough");
  settle();
  expect(rig.engine.order(orderId)?.status).toBe("filled");
  expect(rig.asked).toEqual([`submit ${orderId}`]);
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  expect(again.engine.order(orderId)).toEqual(rig.engine.order(orderId));
});

test("a refused cancel of an order in doubt leaves the doubt as old as it was", () => {
  const { rig, queries } = readyRig(60_000);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ kind: "unknown", orderId, reason: "timeout" });
  for (let i = 0; i < 7; i++) {
    rig.clock.now += 9_000;
    rig.engine.cancel(orderId, person, "again");
    rig.say({ kind: "cancel-rejected", orderId, reason: "the venue does not know this order" });
    expect(rig.engine.order(orderId)?.status).toBe("unknown");
  }
  rig.price(100);
  expect(queries).toEqual([orderId]);
});

test("a group's cancel that the venue refuses is asked again later, not in the same breath", () => {
  const { rig } = readyRig();
  const [first, second] = rig.engine.submitGroup("oco", [limit("buy", "2", "99"), limit("buy", "2", "98")], person, "");
  rig.say({ kind: "accepted", orderId: first?.orderId ?? "", venueOrderId: "v" });
  rig.fill(first?.orderId ?? "", "2", "99");
  const orderId = second?.orderId ?? "";
  const cancels = () => rig.asked.filter((what) => what === `cancel ${orderId}`).length;
  expect(cancels()).toBe(1);
  rig.say({ kind: "cancel-rejected", orderId, reason: "the venue does not know this order" });
  expect(cancels()).toBe(1);
  rig.clock.now += 6_000;
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  expect(cancels()).toBe(2);
});

test("what leaves without a record has an id that a restart does not give again", () => {
  const { rig } = readyRig();
  rig.engine.setTradingState("active", person, "");
  const orderId = working(rig, market("buy", "2"));
  rig.fill(orderId, "2", "100");
  rig.journal.open = false;
  const exit = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "out");
  expect(rig.engine.order(exit.orderId)?.status).toBe("submitted");
  const again = engineRig();
  again.clock.now = rig.clock.now + 1;
  for (const event of rig.stored()) again.engine.restore(event);
  again.price(100);
  const later = again.engine.submit(market("sell", "1", { reduceOnly: true }), person, "out");
  expect(later.orderId).not.toBe(exit.orderId);
});
