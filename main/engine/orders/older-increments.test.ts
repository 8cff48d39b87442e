import { expect, test } from "vitest";
import type { Bracket } from "../../../shared/model/order.ts";
import {
  changeIncrements,
  type EngineRig,
  limit,
  market,
  person,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const bracket: Bracket = {
  stopLoss: { type: "stop", triggerPrice: "95.13" },
  takeProfit: { type: "limit", limitPrice: "110.01" },
};

/** An entry of 1.005 at 99.1 with exits, all of it older than the increments. */
function olderEntry(): { rig: EngineRig; entry: string } {
  const rig = readyRig();
  const entry = rig.engine.submit(limit("buy", "1.005", "99.1", { bracket }), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  changeIncrements(rig, "0.25", "0.01");
  return { rig, entry };
}

test("an amendment of an order that is older than its instrument's increments is asked for what it changes alone", () => {
  const { rig, entry } = olderEntry();
  expect(rig.engine.amend(entry, { limitPrice: "98.75" }, person, "lower").outcome).toBe("approved");
  rig.say({ kind: "replaced", orderId: entry, size: "1.005", limitPrice: "98.75" });
  expect(rig.engine.amend(entry, { size: "0.5" }, person, "less").outcome).toBe("approved");
  rig.say({ kind: "replaced", orderId: entry, size: "0.5", limitPrice: "98.75" });
  expect(rig.engine.order(entry)).toMatchObject({ status: "accepted", size: "0.5", limitPrice: "98.75" });
  rig.fill(entry, "0.5", "98.75");
  const exits = rig.engine.orders().filter(({ link }) => link?.parent === entry);
  expect(exits.map((exit) => exit.triggerPrice ?? exit.limitPrice).toSorted()).toEqual(["110", "95.25"]);
});

test("one exit can be moved while the other stays where no new one could be", () => {
  const { rig, entry } = olderEntry();
  const moved: Bracket = { ...bracket, stopLoss: { type: "stop", triggerPrice: "96" } };
  expect(rig.engine.amend(entry, { bracket: moved }, person, "closer").outcome).toBe("approved");
  rig.fill(entry, "1.005", "99");
  const exits = rig.engine.orders().filter(({ link }) => link?.parent === entry);
  expect(exits.map((exit) => exit.triggerPrice ?? exit.limitPrice).toSorted()).toEqual(["110", "96"]);
});

test("a size can be made less while the price is one that no new order could have", () => {
  const { rig, entry } = olderEntry();
  expect(rig.engine.amend(entry, { size: "0.5" }, person, "less").outcome).toBe("approved");
});

test("a stop of an odd size and limit follows its new trigger", () => {
  const rig = readyRig();
  const resting = { type: "stop-limit", triggerPrice: "104.9", limitPrice: "105.1" } as const;
  const { orderId } = rig.engine.submit(market("buy", "1.005", resting), person, "breakout");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  changeIncrements(rig, "0.25", "0.01");
  expect(rig.engine.amend(orderId, { triggerPrice: "104" }, person, "sooner").outcome).toBe("approved");
});

test("what an amendment does change is held to the increments of today, and exits to the side they protect", () => {
  const { rig, entry } = olderEntry();
  const refused = (code: string, change: Parameters<EngineRig["engine"]["amend"]>[1]): void =>
    expect(() => rig.engine.amend(entry, change, person, "")).toThrow(expect.objectContaining({ code }));
  refused("ORDER-PRICE", { limitPrice: "98.8" });
  refused("ORDER-SIZE", { size: "0.505" });
  refused("ORDER-PRICE", { bracket: { ...bracket, stopLoss: { type: "stop", triggerPrice: "95.38" } } });
  refused("ORDER-BRACKET-SIDE", { limitPrice: "95" });
});
