import { expect, test } from "vitest";
import type { Bracket, OrderView } from "../../../shared/model/order.ts";
import { type EngineRig, engineRig, limit, market, person, readyRig } from "../../../tests/fixtures/engine-rig.ts";
import { obey } from "../../../tests/fixtures/obedient-venue.ts";

const both: Bracket = {
  stopLoss: { type: "stop", triggerPrice: "95" },
  takeProfit: { type: "limit", limitPrice: "110" },
};

/** Buys 2 at 100, filled whole, and lets the venue answer. */
function enter(rig: EngineRig, bracket?: Bracket): string {
  const { orderId } = rig.engine.submit(market("buy", "2", bracket === undefined ? {} : { bracket }), person, "in");
  obey(rig);
  rig.fill(orderId, "2", "100", { fillId: `in ${orderId}` });
  obey(rig);
  return orderId;
}

function bust(rig: EngineRig, orderId: string, fillId: string): void {
  rig.say({ kind: "fill-busted", orderId, fillId, reason: "erroneous trade" });
  obey(rig);
  rig.clock.now += 6000;
  rig.price(100);
  obey(rig);
}

/** Role, size and what is left of every exit that works. */
const working = (rig: EngineRig): string[] =>
  rig.engine
    .openOrders()
    .map(({ link, size, filledSize }: OrderView) => `${link?.role} ${size} ${filledSize}`)
    .sort();

function restarted(rig: EngineRig): EngineRig {
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.limits = rig.limits;
  again.clock.now = rig.clock.now;
  again.engine.resume();
  return again;
}

test("a position that the bust of its stop's fill has brought back gets its exits back", () => {
  const rig = readyRig();
  enter(rig, both);
  const stop = rig.engine.openOrders().find(({ link }) => link?.role === "stop-loss")?.orderId ?? "";
  rig.fill(stop, "2", "95", { fillId: "out" });
  obey(rig);
  expect(working(rig)).toEqual([]);
  bust(rig, stop, "out");
  expect(rig.engine.positions()[0]?.size).toBe("2");
  expect(working(rig)).toEqual(["stop-loss 2 0", "take-profit 2 0"]);
  expect(working(restarted(rig))).toEqual(working(rig));
});

test("a bust that overtakes the other exit's cancel brings that one back as well", () => {
  const rig = readyRig();
  enter(rig, both);
  const stop = rig.engine.openOrders().find(({ link }) => link?.role === "stop-loss")?.orderId ?? "";
  rig.fill(stop, "2", "95", { fillId: "out" });
  bust(rig, stop, "out");
  expect(working(rig)).toEqual(["stop-loss 2 0", "take-profit 2 0"]);
});

test("an exit grows again when a sale by hand that had shrunk it is busted, in part or whole", () => {
  const rig = readyRig();
  enter(rig, both);
  const sale = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "half").orderId;
  rig.fill(sale, "1", "101", { fillId: "half" });
  obey(rig);
  expect(working(rig)).toEqual(["stop-loss 1 0", "take-profit 1 0"]);
  rig.say({ kind: "fill-corrected", orderId: sale, fillId: "half", size: "0.4", reason: "it was less" });
  obey(rig);
  expect(working(rig)).toEqual(["stop-loss 1.6 0", "take-profit 1.6 0"]);
  expect(working(restarted(rig))).toEqual(working(rig));
  bust(rig, sale, "half");
  expect(working(rig)).toEqual(["stop-loss 2 0", "take-profit 2 0"]);
  const all = rig.engine.submit(market("sell", "2", { reduceOnly: true }), person, "out").orderId;
  rig.fill(all, "2", "101", { fillId: "all" });
  obey(rig);
  expect(working(rig)).toEqual([]);
  bust(rig, all, "all");
  expect(working(rig)).toEqual(["stop-loss 2 0", "take-profit 2 0"]);
});

test("a bust gives an entry's exits nothing of what others have bought", () => {
  const rig = readyRig();
  enter(rig, both);
  enter(rig);
  const sale = rig.engine.submit(market("sell", "2", { reduceOnly: true }), person, "half").orderId;
  rig.fill(sale, "2", "101", { fillId: "half" });
  obey(rig);
  bust(rig, sale, "half");
  expect(rig.engine.positions()[0]?.size).toBe("4");
  expect(working(rig)).toEqual(["stop-loss 2 0", "take-profit 2 0"]);
});

test("an order of a group has its size back when the only fill of the other is busted, not what a person made of it", () => {
  const rig = readyRig();
  enter(rig);
  const [target, stop] = rig.engine
    .submitGroup(
      "oco",
      [limit("sell", "2", "110"), market("sell", "2", { type: "stop", triggerPrice: "95" })],
      person,
      "",
    )
    .map(({ orderId }) => orderId);
  obey(rig);
  rig.fill(target ?? "", "1", "110", { fillId: "one" });
  obey(rig);
  expect(rig.engine.order(stop ?? "")?.size).toBe("1");
  bust(rig, target ?? "", "one");
  expect(working(rig)).toEqual(["oco 2 0", "oco 2 0"]);
  rig.engine.amend(stop ?? "", { size: "1.5" }, person, "less");
  obey(rig);
  rig.clock.now += 60_000;
  rig.price(100);
  expect(working(rig)).toEqual(["oco 1.5 0", "oco 2 0"]);
});
