import { expect, test } from "vitest";
import { OrderIntent, OrderView } from "../../shared/model/order.ts";
import { RecordedVerdict } from "../../shared/model/risk.ts";
import { btc, engineRig, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import { recordedRows } from "../risk/recorded-rows.ts";

function readyRig(options: Parameters<typeof engineRig>[0] = {}) {
  const rig = engineRig(options);
  rig.bar(100);
  rig.price(100);
  return rig;
}

test("an approved order is intended, judged, submitted and filled, each event naming its parent", () => {
  const rig = readyRig();
  const { orderId, verdict } = rig.engine.submit(market("buy", "2"), person, "a hunch");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v1" });
  rig.fill(orderId, "0.5", "100.00");
  rig.fill(orderId, "1.5", "102.00");
  expect(rig.types()).toEqual([
    "order.intended",
    "risk.judged",
    "order.submitted",
    "order.accepted",
    "order.partially_filled",
    "order.filled",
  ]);
  expect(rig.events.map((event) => event.cause)).toEqual([null, 0, 1, 2, 2, 2]);
  expect(new Set(rig.events.map((event) => event.trace))).toEqual(new Set([orderId]));
  const { decisionPrice, ...intent } = rig.events[0]!.data;
  expect(OrderIntent.parse(intent)).toMatchObject({ orderId, reason: "a hunch" });
  expect(decisionPrice).toBe("100");
  const { clear: _clear, unset: _unset, ...recorded } = RecordedVerdict.parse(rig.events[1]!.data);
  expect({ ...recorded, rows: recordedRows(RecordedVerdict.parse(rig.events[1]!.data)) }).toEqual(verdict);
  expect(rig.events[5]!.data).toMatchObject({
    filledSize: "2",
    averagePrice: "101.5",
    position: { size: "2", averagePrice: "101.5", realizedPnl: "0" },
    account: { cash: "99797" },
  });
  expect(OrderView.parse(rig.engine.order(orderId))).toMatchObject({
    status: "filled",
    averagePrice: "101.5",
    filledSize: "2",
  });
  expect(rig.engine.fills().map((fill) => [fill.price, fill.slippage])).toEqual([
    ["102.00", "2"],
    ["100.00", "0"],
  ]);
});

test("an order waits until its verdict is durable, also when ticks go on", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  expect(rig.engine.pendingRelease).toBe(1);
  rig.price(101);
  rig.engine.durable(0);
  expect(rig.asked).toEqual([]);
  rig.engine.durable(1);
  expect(rig.asked).toEqual([`submit ${orderId}`]);
  expect(rig.engine.pendingRelease).toBe(0);
  expect(rig.engine.order(orderId)?.status).toBe("submitted");
});

test("pump stops at an order that waits for the journal when asked to", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  rig.engine.register({
    id: "once",
    actor: { kind: "trader", id: "once" },
    instruments: [0],
    onTick: (_tick, desk) => void (desk.workingOrders(0).length === 0 && desk.submit(market("buy", "1"), "")),
  });
  rig.engine.startAgent("once");
  for (let i = 1; i <= 3; i++) rig.engine.tick(0, rig.clock.now + i, 99, 101, 100, 1);
  expect(rig.engine.pump(10, true)).toBe(1);
  expect(rig.engine.pump(10, true)).toBe(0);
  rig.engine.durable(1);
  expect(rig.engine.pump(10, true)).toBe(2);
});

test("a denied order names every rule that failed and never reaches the venue", () => {
  const rig = engineRig();
  const { orderId, verdict } = rig.engine.submit(market("buy", "1"), person, "");
  expect(verdict.outcome).toBe("rejected");
  expect(rig.types()).toEqual(["order.intended", "risk.judged", "order.denied"]);
  expect(rig.events[0]!.data["decisionPrice"]).toBeNull();
  expect(rig.events[2]!.data["codes"]).toContain("RISK-006");
  expect(rig.engine.order(orderId)).toMatchObject({
    status: "denied",
    statusReason: expect.stringContaining("No price"),
  });
  expect(rig.asked).toEqual([]);
});

test("client order ids are deterministic, unlike between actors and decisions, and fit every venue", () => {
  const ids = () => {
    const rig = readyRig();
    const one = rig.engine.submit(market("buy", "1"), person, "").orderId;
    const two = rig.engine.submit(market("buy", "1"), person, "").orderId;
    const other = rig.engine.submit(market("buy", "1"), { kind: "model", id: "ada" }, "").orderId;
    return [one, two, other];
  };
  expect(ids()).toEqual(ids());
  expect(new Set(ids()).size).toBe(3);
  for (const id of ids()) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ["unknown instrument", market("buy", "1", { instrumentId: "paper:DOGE" }), "ORDER-INSTRUMENT"],
  ["a stop without a trigger", market("buy", "1", { type: "stop" }), "ORDER-TRIGGER-PRICE"],
  ["a limit order with a trigger", limit("buy", "1", "100", { triggerPrice: "99" }), "ORDER-TRIGGER-PRICE"],
  ["a trigger between increments", market("buy", "1", { type: "stop", triggerPrice: "100.005" }), "ORDER-PRICE"],
  ["a stop-limit without a limit", market("buy", "1", { type: "stop-limit", triggerPrice: "9" }), "ORDER-LIMIT-PRICE"],
  ["a trailing stop without a distance", market("sell", "1", { type: "trailing-stop" }), "ORDER-TRAILING"],
  [
    "a trailing stop of 100 percent",
    market("sell", "1", { type: "trailing-stop", trailingOffset: "100", trailingOffsetType: "percent" }),
    "ORDER-TRAILING",
  ],
  [
    "a trailing stop of half a tick",
    market("sell", "1", { type: "trailing-stop", trailingOffset: "0.5", trailingOffsetType: "ticks" }),
    "ORDER-TRAILING",
  ],
  ["a distance on an order that trails nothing", market("buy", "1", { trailingOffset: "1" }), "ORDER-TRAILING"],
  ["GTD without an end", limit("buy", "1", "100", { timeInForce: "GTD" }), "ORDER-EXPIRY"],
  ["GTD that ended", limit("buy", "1", "100", { timeInForce: "GTD", expireAt: 1 }), "ORDER-EXPIRY"],
  ["an end that the time in force does not have", limit("buy", "1", "100", { expireAt: 9e15 }), "ORDER-EXPIRY"],
  [
    "a stop-loss above a buy",
    market("buy", "1", { bracket: { stopLoss: { type: "stop", triggerPrice: "101" } } }),
    "ORDER-BRACKET-SIDE",
  ],
  [
    "a target above a sell",
    limit("sell", "1", "100", { bracket: { takeProfit: { type: "limit", limitPrice: "100.5" } } }),
    "ORDER-BRACKET-SIDE",
  ],
  [
    "a target that is a stop",
    market("buy", "1", { bracket: { takeProfit: { type: "stop", triggerPrice: "101" } } }),
    "ORDER-BRACKET",
  ],
  [
    "exits of an exit",
    market("sell", "1", { reduceOnly: true, bracket: { stopLoss: { type: "stop", triggerPrice: "101" } } }),
    "ORDER-BRACKET",
  ],
  ["a market order with a price", market("buy", "1", { limitPrice: "100" }), "ORDER-LIMIT-PRICE"],
  ["a limit order without one", market("buy", "1", { type: "limit" }), "ORDER-LIMIT-PRICE"],
  ["a price between increments", limit("buy", "1", "100.005"), "ORDER-PRICE"],
  ["a price of zero", limit("buy", "1", "0"), "ORDER-PRICE"],
  ["a size between increments", market("buy", "0.0005"), "ORDER-SIZE"],
  ["a size of zero", market("buy", "0"), "ORDER-SIZE"],
  ["a negative size", market("buy", "-1"), "ORDER-SIZE"],
  ["a post-only market order", market("buy", "1", { postOnly: true }), "ORDER-POST-ONLY"],
])("%s is refused before an intent exists", (_name, request, code) => {
  const rig = readyRig();
  expect(() => rig.engine.submit(request, person, "")).toThrow(
    expect.objectContaining({ code, category: "validation" }),
  );
  expect(() => rig.engine.preview(request, person)).toThrow(expect.objectContaining({ code }));
  expect(rig.types()).toEqual(["plan.refused"]);
});

test("a preview judges and leaves no trace", () => {
  const rig = readyRig();
  for (let i = 0; i < 20; i++) expect(rig.engine.preview(limit("buy", "1", "99.50"), person).outcome).toBe("approved");
  expect(rig.events).toEqual([]);
  expect(rig.engine.orders()).toEqual([]);
});

test("a cancel is pending until the venue answers, and a refused one leads back", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "2", "99.00"), person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v1" });
  rig.engine.cancel(orderId, person, "changed my mind");
  rig.engine.cancel(orderId, person, "again");
  expect(rig.asked.filter((ask) => ask.startsWith("cancel"))).toHaveLength(2);
  expect(rig.dataOf("order.cancel_requested")).toEqual([{ orderId, reason: "changed my mind" }]);
  expect(rig.engine.order(orderId)?.status).toBe("pending_cancel");
  rig.fill(orderId, "0.5", "99.00");
  expect(rig.engine.order(orderId)?.status).toBe("pending_cancel");
  rig.say({ orderId, kind: "cancel-rejected", reason: "too late" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "partially_filled", statusReason: "too late" });
  rig.engine.cancel(orderId, person, "now");
  rig.say({ orderId, kind: "canceled", reason: "on request" });
  expect(rig.engine.order(orderId)?.status).toBe("canceled");
  expect(() => rig.engine.cancel(orderId, person, "")).toThrow(expect.objectContaining({ code: "ORDER-FINISHED" }));
  expect(() => rig.engine.cancel("nope", person, "")).toThrow(expect.objectContaining({ code: "ORDER-UNKNOWN" }));
});

test("an order that was not sent yet is canceled without asking the venue", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.engine.cancel(orderId, person, "no");
  rig.engine.durable(100);
  expect(rig.asked).toEqual([]);
  expect(rig.engine.order(orderId)).toMatchObject({
    status: "canceled",
    statusReason: "canceled before it was sent: no",
  });
});

test("an amendment is judged, pending, and takes effect when the venue says so", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "2", "99.00"), person, "");
  expect(() => rig.engine.amend(orderId, { size: "3" }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-NOT-AMENDABLE" }),
  );
  rig.say({ orderId, kind: "accepted", venueOrderId: "v1" });
  rig.fill(orderId, "0.5", "99.00");
  expect(() => rig.engine.amend(orderId, { size: "0.5" }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-SIZE" }),
  );
  expect(() => rig.engine.amend(orderId, { limitPrice: "99.001" }, person, "")).toThrow(
    expect.objectContaining({ code: "ORDER-PRICE" }),
  );
  const verdict = rig.engine.amend(orderId, { size: "3", limitPrice: "99.50" }, person, "more");
  expect(verdict.outcome).toBe("approved");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "pending_replace", size: "2" });
  rig.say({ orderId, kind: "replaced", size: "3", limitPrice: "99.50" });
  expect(rig.engine.order(orderId)).toMatchObject({
    status: "partially_filled",
    size: "3",
    limitPrice: "99.50",
    filledSize: "0.5",
  });
  expect(rig.engine.amend(orderId, { size: "900000" }, person, "").outcome).toBe("rejected");
  expect(rig.engine.order(orderId)?.status).toBe("partially_filled");
  rig.engine.amend(orderId, { limitPrice: "99.00" }, person, "");
  rig.say({ orderId, kind: "replace-rejected", reason: "no" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "partially_filled", limitPrice: "99.50" });
});

test("an amendment waits for the journal like an order does", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(limit("buy", "2", "99.00"), person, "");
  rig.engine.durable(1);
  rig.say({ orderId, kind: "accepted", venueOrderId: "v1" });
  rig.engine.amend(orderId, { size: "3" }, person, "");
  expect(rig.asked).toHaveLength(1);
  rig.engine.durable(rig.events.length);
  expect(rig.asked[1]).toBe(`replace ${orderId} {"size":"3"}`);
});

test("what cannot be true is written down as reconciled and changes nothing", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  const outcomes = () => rig.dataOf("order.reconciled").map((data) => data["outcome"]);
  rig.say({ orderId: "stranger", kind: "accepted", venueOrderId: "v" });
  rig.fill(orderId, "0.5", "100", { fillId: "f1" });
  rig.fill(orderId, "0.5", "100", { fillId: "f1" });
  rig.fill(orderId, "much", "100");
  rig.fill(orderId, "0", "100");
  rig.say({ orderId, kind: "replaced", size: "0.1" });
  rig.fill(orderId, "1.5", "100");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  rig.say({ orderId, kind: "expired", reason: "" });
  expect(outcomes()).toEqual([
    "unknown_order",
    "duplicate_fill",
    "malformed_report",
    "malformed_report",
    "malformed_report",
    "illegal_transition",
    "illegal_transition",
  ]);
  expect(rig.engine.order(orderId)).toMatchObject({ status: "filled", filledSize: "2" });
  expect(rig.engine.positions()[0]).toMatchObject({ size: "2" });
});

test("more than was asked for is booked, because it is real money, and said", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.fill(orderId, "2.5", "100");
  expect(rig.dataOf("order.filled").at(-1)).toMatchObject({ filledSize: "2.5", overfilledBy: "0.5" });
  rig.fill(orderId, "1", "100");
  expect(rig.dataOf("order.filled").at(-1)).toMatchObject({ filledSize: "3.5", overfilledBy: "1" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "filled", size: "2", filledSize: "3.5" });
  expect(rig.engine.positions()[0]).toMatchObject({ size: "3.5" });
});

test("a fill that overtakes the answer to an amendment is no overfill", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "1", "99"), person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  rig.engine.amend(orderId, { size: "3" }, person, "");
  rig.fill(orderId, "2", "99");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "pending_replace", filledSize: "2" });
  rig.say({ orderId, kind: "replaced", size: "3" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "partially_filled", size: "3" });
  rig.fill(orderId, "1", "99");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "filled", filledSize: "3" });
  expect(rig.dataOf("order.filled").at(-1)?.["overfilledBy"]).toBeUndefined();
});

test("a fill after a rejection counts: what has traded has traded", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ orderId, kind: "rejected", code: "VENUE-REJECTED", reason: "no" });
  rig.fill(orderId, "0.5", "100");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "rejected", filledSize: "0.5" });
  expect(rig.engine.positions()[0]).toMatchObject({ size: "0.5" });
});

test("a fill after the cancel still counts, because it happened first at the venue", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(limit("buy", "2", "99.00"), person, "");
  rig.say({ orderId, kind: "canceled", reason: "day over" });
  rig.fill(orderId, "0.5", "99");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "canceled", filledSize: "0.5" });
  rig.fill(orderId, "1.5", "99");
  expect(rig.engine.order(orderId)?.status).toBe("filled");
  expect(rig.engine.orders()).toHaveLength(1);
});

test("unknown is a state of its own that the venue's answer resolves", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.say({ orderId, kind: "unknown", reason: "timeout" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "unknown", statusReason: "timeout" });
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  expect(rig.engine.order(orderId)?.status).toBe("accepted");
  rig.say({ orderId, kind: "rejected", code: "VENUE-REJECTED", reason: "after all" });
  expect(rig.engine.order(orderId)).toMatchObject({ status: "rejected", statusReason: "after all" });
});

test("a route that throws leaves the order unknown instead of failing the caller", () => {
  const rig = readyRig({
    route: {
      submit() {
        throw new Error("socket closed");
      },
    },
  });
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  expect(rig.engine.order(orderId)).toMatchObject({ status: "unknown", statusReason: "sending failed: socket closed" });
});

test("fees are booked in the account's money: quote at par, base at the fill's price, others not at all", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "3"), person, "");
  rig.fill(orderId, "1", "100", { fee: "0.5", feeCurrency: "USDT" });
  rig.fill(orderId, "1", "100", { fee: "0.001", feeCurrency: "BTC" });
  rig.fill(orderId, "1", "100", { fee: "2", feeCurrency: "BNB" });
  expect(rig.engine.order(orderId)?.fees).toBe("0.6");
  expect(rig.engine.account()).toMatchObject({ cash: "99699.4", fees: "0.6" });
  expect(rig.events.at(-1)?.data["feeBooked"]).toBe(false);
});

test("a price finer than the increment is booked exactly", () => {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100.123456");
  expect(rig.engine.account().cash).toBe("99899.876544");
});

test("orders come working first, then the most recent finished ones", () => {
  const rig = readyRig();
  const ids = [1, 2, 3].map((n) => {
    rig.clock.now += 1000;
    rig.price(100);
    return rig.engine.submit(limit("buy", `${n}`, "99.00"), person, "").orderId;
  });
  rig.say({ orderId: ids[2]!, kind: "canceled", reason: "" });
  rig.say({ orderId: ids[0]!, kind: "canceled", reason: "" });
  expect(rig.engine.orders().map((order) => order.orderId)).toEqual([ids[1], ids[0], ids[2]]);
  expect(rig.engine.orders(2).map((order) => order.orderId)).toEqual([ids[1], ids[0]]);
  expect(rig.engine.orders(0)).toEqual([]);
  expect(rig.engine.fills(0)).toEqual([]);
  expect(rig.engine.metrics().orders).toBe(3);
  expect(rig.engine.instruments()[0]).toBe(btc);
});
