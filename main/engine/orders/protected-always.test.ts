import { expect, test } from "vitest";
import type { Bracket } from "../../../shared/model/order.ts";
import {
  changeIncrements,
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const stopAt = (triggerPrice: string): Bracket => ({ stopLoss: { type: "stop", triggerPrice } });
const exitsOf = (rig: EngineRig, entry: string) => rig.engine.orders().filter((order) => order.link?.parent === entry);

/** Buys at 100, filled whole. */
function enter(rig: EngineRig, size: string, bracket?: Bracket): string {
  const { orderId } = rig.engine.submit(market("buy", size, bracket === undefined ? {} : { bracket }), person, "in");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  rig.fill(orderId, size, "100");
  return orderId;
}

const malformed: readonly (readonly [string, Bracket, string])[] = [
  ["a stop-limit without its limit", { stopLoss: { type: "stop-limit", triggerPrice: "95" } }, "ORDER-LIMIT-PRICE"],
  ["a stop without its trigger", { stopLoss: { type: "stop" } }, "ORDER-TRIGGER-PRICE"],
  ["a stop with a limit", { stopLoss: { type: "stop", triggerPrice: "95", limitPrice: "94" } }, "ORDER-LIMIT-PRICE"],
  ["a trail below zero", { stopLoss: { type: "trailing-stop", trailingOffset: "-2" } }, "ORDER-TRAILING"],
  ["a trigger between two increments", stopAt("95.005"), "ORDER-PRICE"],
  ["a target with too many decimals", { takeProfit: { type: "limit", limitPrice: "110.00000001" } }, "ORDER-PRICE"],
];

test.each(malformed)(
  "%s is refused with the entry and with an amendment, before anything is sent",
  (_, bracket, code) => {
    const rig = readyRig();
    const coded = expect.objectContaining({ code });
    expect(() => rig.engine.submit(market("buy", "1", { bracket }), person, "in")).toThrow(coded);
    const { orderId } = rig.engine.submit(limit("buy", "1", "99"), person, "in");
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    expect(() => rig.engine.amend(orderId, { bracket }, person, "with exits")).toThrow(coded);
    expect(rig.sent).toHaveLength(1);
  },
);

test("increments that change while an entry waits move its exits to the nearest price that can be, also after a restart", () => {
  const rig = readyRig();
  const bracket: Bracket = { ...stopAt("95.13"), takeProfit: { type: "limit", limitPrice: "110.01" } };
  const { orderId } = rig.engine.submit(limit("buy", "1", "99", { bracket }), person, "in");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  changeIncrements(rig, "0.25", "0.001");
  rig.fill(orderId, "1", "99");
  const prices = (of: EngineRig) => exitsOf(of, orderId).map((exit) => exit.triggerPrice ?? exit.limitPrice);
  expect(prices(rig).toSorted()).toEqual(["110", "95.25"]);
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.engine.resume();
  expect(prices(again).toSorted()).toEqual(["110", "95.25"]);
});

test("a plan that cannot be, from a record of before it was checked, stops no fill, no exit and no start, and is told once", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "1", "99", { bracket: stopAt("95") }), person, "in");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  const again = engineRig();
  for (const event of rig.stored()) {
    const broken = { bracket: { stopLoss: { type: "stop-limit", triggerPrice: "95" } } };
    const data = event.type === "order.intended" ? { ...event.data, ...broken } : event.data;
    again.engine.restore({ ...event, data } as typeof event);
  }
  again.limits = rig.limits;
  again.bar(100, 2);
  again.price(100);
  again.engine.resume();
  again.fill(orderId, "0.5", "99");
  again.fill(orderId, "0.5", "99");
  const exit = again.engine.submit(market("sell", "1", { reduceOnly: true }), person, "out");
  expect(exit.verdict).toMatchObject({ outcome: "approved", reducing: true });
  again.fill(exit.orderId, "1", "100");
  expect(again.engine.positions()[0]?.size).toBe("0");
  const told = again.events.filter(({ type, data }) => type === "order.reconciled" && data["outcome"] === "refused");
  expect(told).toHaveLength(1);
  expect(told[0]?.data).toMatchObject({ orderId, code: "ORDER-BRACKET", reason: expect.stringContaining("stop-loss") });
});

test("a resting order on the other side leaves a new entry its stop", () => {
  const rig = readyRig();
  const resting = rig.engine.submit(limit("sell", "1", "105"), person, "above").orderId;
  rig.say({ kind: "accepted", orderId: resting, venueOrderId: "v" });
  const entry = enter(rig, "1", stopAt("95"));
  expect(exitsOf(rig, entry)).toMatchObject([{ type: "stop", size: "1", status: "submitted", reduceOnly: true }]);
});

test("exits that cancel each other can do nothing but close, however many, also while trading is halted", () => {
  const rig = readyRig();
  enter(rig, "1");
  rig.engine.engageKillSwitch(person, "enough");
  const pair = Array.from({ length: 10 }, (_, i) => limit("sell", "1", String(99 - i)));
  const sent = rig.engine.submitGroup("oco", pair, person, "out");
  expect(sent.map(({ verdict }) => verdict.outcome)).toEqual(pair.map(() => "approved"));
  expect(rig.sent.slice(1).every((order) => order.reduceOnly)).toBe(true);
});

test("a group that could open counts whole, and is refused while trading is halted", () => {
  const rig = readyRig();
  enter(rig, "1");
  rig.limits = { ...rig.limits, maxNotionalPerInstrument: "250" };
  const two = [limit("buy", "1", "99"), limit("buy", "1", "98")];
  const outcomes = () => rig.engine.submitGroup("oco", two, person, "more").map(({ verdict }) => verdict.outcome);
  expect(outcomes()).toEqual(["approved", "rejected"]);
  rig.engine.engageKillSwitch(person, "enough");
  expect(outcomes()).toEqual(["rejected", "rejected"]);
});
