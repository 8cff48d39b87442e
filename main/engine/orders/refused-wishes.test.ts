import { expect, test } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { btc, engineRig, limit, market, person } from "../../../tests/fixtures/engine-rig.ts";

function readyRig() {
  const rig = engineRig();
  rig.bar(100);
  rig.price(100);
  return rig;
}

const wrongSide = { stopLoss: { type: "stop" as const, triggerPrice: "105" } };

test.each<[string, OrderRequest, string]>([
  [
    "of an instrument that the desk does not have",
    { ...market("buy", "1"), instrumentId: "paper:NO" },
    "ORDER-INSTRUMENT",
  ],
  ["of no size", market("buy", "0"), "ORDER-SIZE"],
  ["off the price's increment", limit("buy", "1", "99.001"), "ORDER-PRICE"],
  ["with its stop on the wrong side", { ...market("buy", "1"), bracket: wrongSide }, "ORDER-BRACKET-SIDE"],
])("a wish %s becomes no order, and the record says who wished for it and why it was refused", (_, wish, code) => {
  const rig = readyRig();
  const before = [rig.engine.account(), rig.engine.positions(), rig.engine.orders()];
  let fault: { readonly code: string; readonly message: string } | undefined;
  try {
    rig.engine.submit(wish, person, "a slip");
  } catch (error) {
    fault = error as typeof fault;
  }
  expect(fault?.code).toBe(code);
  expect(rig.types()).toEqual(["plan.refused"]);
  const [refused] = rig.events;
  expect(refused).toMatchObject({ actor: person, cause: null, data: { code, reason: fault?.message } });
  expect(JSON.parse(String(refused?.data["wish"]))).toEqual(wish);
  expect([rig.engine.account(), rig.engine.positions(), rig.engine.orders()]).toEqual(before);
});

test("a group that cannot be taken is refused as a whole, and what is only asked about is not written down", () => {
  const rig = readyRig();
  const pair = [limit("buy", "1", "90"), limit("buy", "0", "80")];
  expect(() => rig.engine.submitGroup("oco", pair, person, "either")).toThrow();
  expect(rig.types()).toEqual(["plan.refused"]);
  expect(JSON.parse(String(rig.events[0]?.data["wish"]))).toEqual(pair);
  expect(() => rig.engine.preview(market("buy", "0"), person)).toThrow();
  expect(rig.events).toHaveLength(1);
});

test("a refused wish takes no id: the next order has the one it would have had, and a trace of its own", () => {
  const [plain, slipped] = [readyRig(), readyRig()];
  expect(() => slipped.engine.submit(market("buy", "0"), person, "")).toThrow();
  const ids = [plain, slipped].map((rig) => rig.engine.submit(market("buy", "1"), person, "").orderId);
  expect(ids[1]).toBe(ids[0]);
  expect(slipped.events[0]?.trace).not.toBe(ids[1]);
  expect(slipped.engine.order(ids[1] as string)?.instrumentId).toBe(btc.id);
});

test("a record with refused wishes is replayed to the same state", () => {
  const rig = readyRig();
  expect(() => rig.engine.submit(market("buy", "0"), person, "")).toThrow();
  rig.engine.submit(market("buy", "1"), person, "");
  const after = engineRig();
  for (const event of rig.stored()) after.engine.restore(event);
  expect(after.engine.orders()).toEqual(rig.engine.orders());
});

const nines = "9".repeat(300_000);

test.each<[string, OrderRequest, string]>([
  ["size", market("buy", nines), "ORDER-SIZE"],
  ["limit price", limit("buy", "1", nines), "ORDER-PRICE"],
  [
    "trailing distance",
    { ...market("sell", "1"), type: "trailing-stop", trailingOffset: nines, trailingOffsetType: "ticks" },
    "ORDER-TRAILING",
  ],
  ["stop", { ...market("buy", "1"), bracket: { stopLoss: { type: "stop", triggerPrice: nines } } }, "ORDER-PRICE"],
  ["instrument", { ...market("buy", "1"), instrumentId: "\u0001".repeat(300_000) }, "ORDER-INSTRUMENT"],
  ["instrument of pairs", { ...market("buy", "1"), instrumentId: `x${"😀".repeat(5000)}` }, "ORDER-INSTRUMENT"],
])("a wish with a %s without end becomes no order, and its event is short enough for a bundle", (_, wish, code) => {
  const rig = readyRig();
  expect(() => rig.engine.submit(wish, person, "a slip")).toThrow(expect.objectContaining({ code }));
  expect(rig.types()).toEqual(["plan.refused"]);
  const text = JSON.stringify(rig.events[0]);
  expect(text.length).toBeLessThan(50_000);
  expect(text.isWellFormed() && !text.includes("\\ud8")).toBe(true);
});

test("a working order is not changed to an amount without end", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "1", "99"), person, "rests");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v1" });
  const before = rig.engine.order(orderId);
  expect(() => rig.engine.amend(orderId, { size: nines }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-SIZE" }),
  );
  expect(() => rig.engine.amend(orderId, { limitPrice: nines }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-PRICE" }),
  );
  expect(rig.engine.order(orderId)).toEqual(before);
});

test("an exit is made no size without end either, though it is what closes all", () => {
  const rig = readyRig();
  const held = rig.engine.submit(market("buy", "1"), person, "in").orderId;
  rig.fill(held, "1", "100");
  const { orderId } = rig.engine.submit(limit("sell", "0.5", "110"), person, "out");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v1" });
  expect(() => rig.engine.amend(orderId, { size: `1.${"0".repeat(60)}` }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-SIZE" }),
  );
});
