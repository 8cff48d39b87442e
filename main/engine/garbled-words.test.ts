import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";
import {
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  type ReportBody,
  readyRig,
} from "../../tests/fixtures/engine-rig.ts";

const half = "\ud83d";

/** A desk that has read the record of another, in its state. */
function replayed(rig: EngineRig): EngineRig {
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  return again;
}

function entered(): { rig: EngineRig; orderId: string } {
  const rig = readyRig();
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "in");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  return { rig, orderId };
}

test("a fill whose id is cut in the middle of a character is booked once, and a restart knows it", () => {
  const { rig, orderId } = entered();
  for (let i = 0; i < 2; i++) rig.fill(orderId, "1", "100", { fillId: `f${half}` });
  expect(rig.engine.positions()).toMatchObject([{ size: "1" }]);
  expect(rig.types().filter((type) => type === "order.partially_filled")).toHaveLength(1);
  const again = replayed(rig);
  expect(again.engine.order(orderId)).toEqual(rig.engine.order(orderId));
  again.fill(orderId, "1", "100", { fillId: `f${half}` });
  expect(again.engine.order(orderId)?.filledSize).toBe("1");
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8e15, 1e300, -1e300])(
  "a fill of the time %s is booked when it comes, and what follows has its own time",
  (at) => {
    const { rig, orderId } = entered();
    const before = rig.clock.now;
    rig.fill(orderId, "1", "100", { at });
    expect(rig.events.at(-1)).toMatchObject({ type: "order.partially_filled", at: before });
    rig.clock.now += 1000;
    rig.fill(orderId, "1", "100");
    expect(rig.events.at(-1)).toMatchObject({
      type: "order.filled",
      at: before + 1000,
      data: { reportedAt: before + 1000 },
    });
  },
);

test("a fill at a price that no market has is written down and changes nothing, and the right one is booked", () => {
  const { rig, orderId } = entered();
  rig.fill(orderId, "1", "100");
  const exit = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "out").orderId;
  rig.fill(exit, "1", `1${"0".repeat(400)}`);
  expect(rig.events.at(-1)).toMatchObject({ type: "order.reconciled", data: { outcome: "malformed_report" } });
  rig.fill(exit, "1", "101", { fillId: "out" });
  rig.say({ kind: "fill-corrected", orderId: exit, fillId: "out", price: `1${"0".repeat(400)}`, reason: "" });
  expect(rig.engine.fills(1)).toMatchObject([{ price: "101" }]);
  expect(replayed(rig).engine.account().cash).toBe(rig.engine.account().cash);
});

test("a report between two milliseconds is of the one it lies in", () => {
  const { rig, orderId } = entered();
  rig.fill(orderId, "1", "100", { at: rig.clock.now + 0.5 });
  expect(rig.events.at(-1)).toMatchObject({ at: rig.clock.now, data: { reportedAt: rig.clock.now } });
});

test("a person's words and an agent's failure that no record can hold are told as far as they can be", () => {
  const rig = readyRig();
  const { orderId, verdict } = rig.engine.submit(limit("buy", "1", "99"), person, `because${half}`);
  expect(verdict.outcome).toBe("approved");
  expect(rig.dataOf("order.intended")).toMatchObject([{ reason: "because\ufffd" }]);
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  rig.engine.cancel(orderId, person, half);
  expect(rig.dataOf("order.cancel_requested")).toMatchObject([{ reason: "\ufffd" }]);
  expect(() => rig.engine.submit(market("buy", "0"), person, half)).toThrow();
  expect(() => rig.engine.submit({ ...market("buy", "1"), instrumentId: half }, person, "")).toThrow();
  expect(rig.dataOf("plan.refused")).toMatchObject([{ code: "ORDER-SIZE" }, { code: "ORDER-INSTRUMENT" }]);
});

test("what a venue reports without an id is in the record, and changes nothing that could not be told from its repetition", () => {
  const { rig } = entered();
  const { cash } = rig.engine.account();
  const money = { kind: "cash", amount: "5", currency: "USDT", reason: "interest" } as const;
  rig.engine.accountReport({ ...money, reportId: "", at: rig.clock.now });
  rig.say({ kind: "canceled", orderId: "", reason: "of nothing" });
  expect(rig.dataOf("position.reconciled")).toMatchObject([{ kind: "malformed_report" }]);
  expect(rig.dataOf("order.reconciled")).toMatchObject([{ outcome: "unknown_order" }]);
  expect([rig.engine.account().cash, replayed(rig).engine.account().cash]).toEqual([cash, cash]);
});

test("reasons without end are cut too", () => {
  const rig = readyRig();
  rig.engine.submit(market("buy", "1"), person, "because ".repeat(1_000_000));
  rig.engine.register({
    id: "talker",
    actor: { kind: "trader", id: "talker" },
    instruments: [0],
    onTick() {
      throw new Error("no".repeat(1_000_000));
    },
  });
  rig.engine.startAgent("talker");
  rig.price(100);
  expect(rig.types()).toContain("trader.failed");
  for (const event of rig.stored()) expect(JSON.stringify(event).length).toBeLessThan(20_000);
});

test("what a venue says without end is cut, so that a bundle can hold it", () => {
  const { rig, orderId } = entered();
  rig.say({ kind: "canceled", orderId, reason: "no".repeat(1_000_000) });
  rig.say({ kind: "accepted", orderId: "x".repeat(1_000_000), venueOrderId: "v" });
  expect(rig.engine.order(orderId)?.statusReason).toHaveLength(4000);
  for (const event of rig.stored()) expect(JSON.stringify(event).length).toBeLessThan(20_000);
});

const words = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("f0", "f1", half, "1", "0.5", "-1", "100", "99.5", "USDT"),
);
const times = fc.oneof(
  fc.double(),
  fc.constantFrom(0, 0.5, 1e15),
  fc.integer({ min: 1_767_000_000_000, max: 1_768_000_000_000 }),
);
const bodies = fc.oneof(
  fc.record({ kind: fc.constant("accepted"), venueOrderId: words }),
  fc.record({ kind: fc.constant("rejected"), code: words, reason: words }),
  fc.record({
    kind: fc.constant("fill"),
    fillId: words,
    size: words,
    price: words,
    fee: words,
    feeCurrency: words,
    liquidity: fc.constantFrom("maker", "taker"),
  }),
  fc.record({
    kind: fc.constantFrom("canceled", "cancel-rejected", "replace-rejected", "expired", "unknown"),
    reason: words,
  }),
  fc.record({ kind: fc.constant("triggered") }),
  fc.record(
    { kind: fc.constant("replaced"), size: words, limitPrice: words, triggerPrice: words },
    { requiredKeys: ["kind", "size"] },
  ),
  fc.record({ kind: fc.constant("fill-busted"), fillId: words, reason: words }),
  fc.record(
    { kind: fc.constant("fill-corrected"), fillId: words, size: words, price: words, fee: words, reason: words },
    { requiredKeys: ["kind", "fillId", "reason"] },
  ),
);

test("whatever a venue says of an order, and when, is in the record: a restart reaches the same state", () => {
  const said = fc.array(fc.record({ body: bodies, at: times, of: fc.oneof(fc.constantFrom(0, 1), words) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(said, (reports) => {
      const rig = readyRig();
      const ids = [
        rig.engine.submit(market("buy", "2"), person, "in").orderId,
        rig.engine.submit(limit("buy", "2", "99"), person, "rest").orderId,
      ];
      for (const { body, at, of } of reports) {
        const orderId = typeof of === "number" ? (ids[of] as string) : of;
        rig.engine.report({ ...(body as ReportBody), at, orderId } as ExecutionReport);
      }
      const again = replayed(rig);
      again.price(100);
      expect(again.engine.orders()).toEqual(rig.engine.orders());
      expect(again.engine.positions()).toEqual(rig.engine.positions());
      expect(again.engine.account().cash).toBe(rig.engine.account().cash);
    }),
    { numRuns: 300 },
  );
});

test("whatever a venue says of the account is in the record too", () => {
  const reports = fc.array(
    fc.record({
      reportId: words,
      at: times,
      kind: fc.constantFrom("funding", "cash", "transfer", "liquidation"),
      instrumentId: fc.oneof(fc.constant("paper:BTC/USDT"), words),
      amount: words,
      currency: words,
      rate: words,
      side: fc.constantFrom("buy", "sell"),
      size: words,
      price: words,
      fee: words,
      feeCurrency: words,
      reason: words,
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(reports, (all) => {
      const { rig, orderId } = entered();
      rig.fill(orderId, "2", "100");
      for (const report of all) rig.engine.accountReport(report as AccountReport);
      const again = replayed(rig);
      const account = ({ engine }: EngineRig): unknown => [
        engine.account().cash,
        engine.account().balances,
        engine.positions(),
      ];
      again.price(100);
      expect(account(again)).toEqual(account(rig));
    }),
    { numRuns: 300 },
  );
});
