import { expect, test } from "vitest";
import { engineRig, eth, limit, market, person } from "../../tests/fixtures/engine-rig.ts";

/** A rig with one order in every state in which it could still fill, and an intent of an earlier session. */
function everyOpenState() {
  const before = engineRig({ manualDurability: true });
  before.bar(100);
  const unsent = before.engine.submit(market("buy", "1"), person, "earlier").orderId;
  const rig = engineRig({ manualDurability: true });
  for (const event of before.stored()) rig.engine.restore(event);
  rig.bar(100);
  rig.bar(100, 1, 1);
  const ask = (instrumentId?: string) => {
    rig.clock.now += 400;
    rig.price(100);
    rig.price(100, 1);
    return rig.engine.submit(limit("buy", "1", "99.50", instrumentId ? { instrumentId } : {}), person, "").orderId;
  };
  const named = {
    submitted: ask(),
    accepted: ask(),
    partially_filled: ask(),
    pending_cancel: ask(),
    pending_replace: ask(),
    unknown: ask(),
    elsewhere: ask(eth.id),
  };
  rig.engine.durable(rig.events.length);
  for (const orderId of [named.accepted, named.partially_filled, named.pending_replace]) {
    rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  }
  rig.fill(named.partially_filled, "0.5", "99.50");
  rig.engine.cancel(named.pending_cancel, person, "first");
  rig.engine.amend(named.pending_replace, { size: "2" }, person, "");
  rig.say({ orderId: named.unknown, kind: "unknown", reason: "timeout" });
  return { rig, unsent, open: { ...named, initialized: ask() } };
}

test("open orders are all that could still fill, unsent intents of earlier sessions apart", () => {
  const { rig, open, unsent } = everyOpenState();
  const { elsewhere, ...here } = open;
  expect(rig.engine.openOrders().map((order) => order.orderId)).toEqual([...Object.values(here), elsewhere]);
  expect(rig.engine.openOrders(eth.id).map((order) => order.orderId)).toEqual([elsewhere]);
  expect(rig.engine.openOrders("paper:NONE")).toEqual([]);
  for (const [status, orderId] of Object.entries(here)) expect(rig.engine.order(orderId)?.status).toBe(status);
  expect(rig.engine.unsentIntents().map((order) => order.orderId)).toEqual([unsent]);
});

test("canceling all asks for every open order, again where a cancel is pending, and takes back what has not left", () => {
  const { rig, open, unsent } = everyOpenState();
  const { elsewhere, initialized, ...sent } = open;
  const from = rig.asked.length;
  expect(rig.engine.cancelAll(person, "enough", rig.engine.instruments()[0]?.id)).toBe(7);
  expect(rig.asked.slice(from)).toEqual(Object.values(sent).map((orderId) => `cancel ${orderId}`));
  expect(rig.engine.order(initialized)).toMatchObject({
    status: "canceled",
    statusReason: "canceled before it was sent: enough",
  });
  for (const orderId of Object.values(sent)) expect(rig.engine.order(orderId)?.status).toBe("pending_cancel");
  expect(rig.dataOf("order.cancel_requested").filter((data) => data["orderId"] === open.pending_cancel)).toHaveLength(
    1,
  );
  rig.engine.durable(rig.events.length);
  expect(rig.asked.at(-1)).toBe(`cancel ${open.unknown}`);
  expect(rig.engine.cancelAll(person, "all of it")).toBe(7);
  expect(rig.asked.at(-1)).toBe(`cancel ${elsewhere}`);
  expect(rig.engine.order(unsent)?.status).toBe("initialized");
});

test("an order that ends while all are being canceled is no error", () => {
  const rig = engineRig({
    route: {
      cancel() {
        for (const { orderId } of rig.engine.openOrders()) rig.fill(orderId, "1", "100");
      },
    },
  });
  rig.bar(100);
  const [one, two] = [market("buy", "1"), market("buy", "1")].map(
    (wish) => rig.engine.submit(wish, person, "").orderId,
  );
  expect(rig.engine.cancelAll(person, "stop")).toBe(2);
  expect([one, two].map((orderId) => rig.engine.order(orderId ?? "")?.status)).toEqual(["filled", "filled"]);
  expect(rig.engine.cancelAll(person, "stop")).toBe(0);
});
