import { describe, expect, it } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import {
  changeIncrements,
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  plainVenue,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const stop = (size: string): OrderRequest =>
  market("sell", size, { type: "stop", triggerPrice: "90", reduceOnly: true });

/** An entry of 2 that takes what it gets at once, and what follows it. */
function chain(rig: EngineRig, ...followers: OrderRequest[]): string[] {
  const entry = limit("buy", "2", "99", { timeInForce: "IOC" });
  const ids = rig.engine
    .submitGroup("oto", [entry, ...followers], person, "in, then out")
    .map(({ orderId }) => orderId);
  rig.say({ kind: "accepted", orderId: ids[0] ?? "", venueOrderId: "v" });
  return ids;
}

const end = (rig: EngineRig, orderId = ""): void => rig.say({ kind: "canceled", orderId, reason: "the rest of it" });

describe("what follows an order that ends with a part of it filled", () => {
  it("leaves as large as what has filled, and no larger than it was wished", () => {
    const rig = readyRig();
    const [entry = "", small = "", large = ""] = chain(rig, limit("buy", "0.5", "95"), stop("2"));
    rig.fill(entry, "1.5", "99");
    expect(rig.sent).toHaveLength(1);
    end(rig, entry);
    expect(rig.sent.slice(1)).toMatchObject([
      { orderId: small, type: "limit", size: "0.5" },
      { orderId: large, type: "stop", size: "1.5", reduceOnly: true },
    ]);
    expect(rig.engine.order(large)).toMatchObject({ size: "1.5", status: "submitted" });
    rig.say({ kind: "accepted", orderId: large, venueOrderId: "v" });
    rig.fill(large, "1.5", "90");
    expect([rig.engine.order(large)?.status, rig.engine.positions()[0]?.size]).toEqual(["filled", "0"]);
  });

  it("is sent by a desk that was stopped before it had left, once", () => {
    const rig = readyRig();
    const [entry = "", follower = ""] = chain(rig, stop("2"));
    rig.fill(entry, "1.5", "99");
    end(rig, entry);
    const crash = rig.events.findIndex(({ type }) => type === "order.canceled") + 1;
    for (const events of [rig.stored().slice(0, crash), rig.stored().slice(0, crash + 1)]) {
      const again = engineRig();
      for (const event of events) again.engine.restore(event);
      again.limits = rig.limits;
      again.bar(100, 2);
      again.price(100);
      again.engine.resume();
      again.engine.resume();
      expect(again.sent).toMatchObject([{ orderId: follower, size: "1.5" }]);
    }
  });

  it("leaves as large as an entry that was made smaller and filled whole", () => {
    const rig = readyRig();
    const [entry = "", follower = ""] = chain(rig, stop("2"));
    rig.engine.amend(entry, { size: "1" }, person, "less");
    rig.say({ kind: "replaced", orderId: entry, size: "1" });
    rig.fill(entry, "1", "99");
    expect(rig.sent.slice(1)).toMatchObject([{ orderId: follower, size: "1" }]);
  });

  it("is given up where no size can be that has filled", () => {
    const rig = readyRig();
    const held = rig.engine.submit(market("buy", "1"), person, "before").orderId;
    rig.fill(held, "1", "100");
    const [entry = "", follower = ""] = chain(rig, stop("2"));
    rig.fill(entry, "0.5", "99");
    changeIncrements(rig, "0.01", "1");
    end(rig, entry);
    expect(rig.engine.order(follower)?.status).toBe("canceled");
  });
});

it("counts the day of what follows from when it leaves, not from when it was wished for", () => {
  const rig = readyRig({ capabilities: plainVenue });
  const dayMs = 86_400_000;
  const [entry = "", ...followers] = rig.engine
    .submitGroup(
      "oto",
      [
        limit("buy", "2", "99"),
        { ...stop("1"), timeInForce: "DAY" },
        limit("sell", "1", "110", { timeInForce: "DAY" }),
      ],
      person,
      "in, then out",
    )
    .map(({ orderId }) => orderId);
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  const target = followers[1] ?? "";
  expect(rig.engine.order(target)?.beganAt).toBeUndefined();
  rig.clock.now += 2 * dayMs;
  rig.price(100);
  rig.fill(entry, "2", "99");
  rig.say({ kind: "accepted", orderId: target, venueOrderId: "v" });
  expect(rig.engine.order(target)?.beganAt).toBe(rig.clock.now);
  const statuses = () => followers.map((orderId) => rig.engine.order(orderId)?.status);
  rig.clock.now += dayMs / 4;
  rig.price(100);
  expect(statuses()).toEqual(["accepted", "accepted"]);
  rig.clock.now += dayMs / 4;
  rig.price(100);
  expect(statuses()).toEqual(["expired", "pending_cancel"]);
});
