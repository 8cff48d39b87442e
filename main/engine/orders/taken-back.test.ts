import { expect, test } from "vitest";
import type { Bracket } from "../../../shared/model/order.ts";
import { type EngineRig, engineRig, limit, market, person, readyRig } from "../../../tests/fixtures/engine-rig.ts";
import { obey } from "../../../tests/fixtures/obedient-venue.ts";

const both: Bracket = {
  stopLoss: { type: "stop", triggerPrice: "95" },
  takeProfit: { type: "limit", limitPrice: "110" },
};

function restarted(rig: EngineRig, events = rig.stored()): EngineRig {
  const again = engineRig();
  for (const event of events) again.engine.restore(event);
  again.limits = rig.limits;
  again.clock.now = rig.clock.now;
  again.engine.resume();
  return again;
}

/** A limit of 2 of which the venue has filled 0.8, taken that back, and filled the other 1.2: it has nothing more of it. */
function traded(rig: EngineRig): string {
  const { orderId } = rig.engine.submit(limit("buy", "2", "99"), person, "in");
  obey(rig);
  rig.fill(orderId, "0.8", "99", { fillId: "one" });
  rig.say({ kind: "fill-busted", orderId, fillId: "one", reason: "erroneous trade" });
  rig.fill(orderId, "1.2", "99", { fillId: "two" });
  return orderId;
}

const stateOf = (rig: EngineRig, orderId: string): unknown[] => {
  const order = rig.engine.orders().find((one) => one.orderId === orderId);
  return [order?.status, order?.filledSize, order?.statusReason];
};

test("an order whose fills and what was taken back of them come to its size is canceled at the venue", () => {
  const rig = readyRig();
  const orderId = traded(rig);
  expect(rig.asked.at(-1)).toBe(`cancel ${orderId}`);
  expect(stateOf(rig, orderId).slice(0, 2)).toEqual(["pending_cancel", "1.2"]);
  rig.say({ kind: "cancel-rejected", orderId, reason: "the order is filled" });
  const reason = "the venue took 0.8 of its fills back and has no more of it: the order is filled";
  expect(stateOf(rig, orderId)).toEqual(["canceled", "1.2", reason]);
  expect(rig.engine.openOrders()).toEqual([]);
  expect(stateOf(restarted(rig), orderId)).toEqual(stateOf(rig, orderId));
});

test("what a venue has put back to work is canceled as it says", () => {
  const rig = readyRig();
  const orderId = traded(rig);
  rig.say({ kind: "canceled", orderId, reason: "on request" });
  expect(stateOf(rig, orderId)).toEqual(["canceled", "1.2", "on request"]);
});

test("a desk that stops in between asks after its restart", () => {
  const rig = readyRig();
  const orderId = traded(rig);
  const again = restarted(
    rig,
    rig.stored().filter(({ type }) => type !== "order.cancel_requested"),
  );
  expect(again.asked.at(-1)).toBe(`cancel ${orderId}`);
  again.say({ kind: "cancel-rejected", orderId, reason: "the order is filled" });
  expect(stateOf(again, orderId)[0]).toBe("canceled");
});

test("an order that works on after a fill was taken back is left to work", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "2", "99"), person, "in");
  obey(rig);
  rig.fill(orderId, "0.8", "99", { fillId: "one" });
  rig.say({ kind: "fill-busted", orderId, fillId: "one", reason: "erroneous trade" });
  rig.fill(orderId, "0.5", "99", { fillId: "two" });
  expect(stateOf(rig, orderId).slice(0, 2)).toEqual(["partially_filled", "0.5"]);
  expect(rig.asked.some((what) => what.startsWith("cancel"))).toBe(false);
});

test("a stop that has traded whole, and not all of it holds, is followed by one for what is left", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2", { bracket: both }), person, "in");
  obey(rig);
  rig.fill(orderId, "2", "100", { fillId: "in" });
  obey(rig);
  const stop = rig.engine.openOrders().find(({ link }) => link?.role === "stop-loss")?.orderId ?? "";
  rig.fill(stop, "0.8", "95", { fillId: "out" });
  rig.say({ kind: "fill-busted", orderId: stop, fillId: "out", reason: "erroneous trade" });
  rig.fill(stop, "1.2", "95", { fillId: "rest" });
  expect(stateOf(rig, stop)[0]).toBe("pending_cancel");
  rig.say({ kind: "cancel-rejected", orderId: stop, reason: "the order is filled" });
  obey(rig);
  const exits = rig.engine.openOrders().map(({ link, size, filledSize }) => [link?.role, size, filledSize]);
  expect(exits.sort()).toEqual([
    ["stop-loss", "0.8", "0"],
    ["take-profit", "0.8", "0"],
  ]);
  expect(rig.engine.openOrders().every((order) => order.orderId !== stop)).toBe(true);
});
