import { expect, test } from "vitest";
import type { BracketLeg, OrderView } from "../../shared/model/order.ts";
import {
  btc,
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  plainVenue,
  type RigOptions,
} from "../../tests/fixtures/engine-rig.ts";
import { RecordReader } from "./desk-memory.ts";
import { DigitsSeen } from "./earlier-digits.ts";

const options: RigOptions = { cash: "1000", capabilities: plainVenue, snapshotEveryMs: 1000 };

/** A desk that holds one unit, bought at a price without decimals. */
function held(): { rig: EngineRig; orderId: string } {
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 100 };
  rig.bar(100, 50);
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100", { fillId: "f" });
  return { rig, orderId };
}

/** The same desk after its instrument has come to trade in whole prices and sizes only. */
function coarsened(rig: EngineRig): EngineRig {
  const { stored } = rig;
  const seen = new DigitsSeen((orderId) =>
    stored().find(({ type, data }) => type === "order.intended" && data["orderId"] === orderId),
  );
  for (const event of rig.stored()) seen.note(event);
  const coarse = { ...btc, priceIncrement: "1", sizeIncrement: "1" };
  const again = engineRig({ ...options, instruments: [coarse], earlierDigits: seen.byInstrument });
  again.limits = rig.limits;
  for (const event of rig.stored()) again.engine.restore(event);
  return again;
}

const report = { reportId: "r", instrumentId: btc.id } as const;

test.each<[string, (rig: EngineRig, orderId: string) => void]>([
  [
    "prices that a position has seen",
    (rig) => {
      for (const price of [100.25, 99.37]) {
        rig.clock.now += 2000;
        rig.price(price);
      }
    },
  ],
  [
    "a split's new sizes",
    ({ engine, clock }) => engine.accountReport({ ...report, kind: "split", ratio: "0.5", at: clock.now }),
  ],
  [
    "a liquidation",
    ({ engine, clock }) =>
      engine.accountReport({
        ...report,
        kind: "liquidation",
        side: "sell",
        size: "0.5",
        price: "99",
        fee: "0",
        feeCurrency: "USDT",
        reason: "",
        at: clock.now,
      }),
  ],
  [
    "a fill's correction",
    (rig, orderId) => rig.say({ kind: "fill-corrected", orderId, fillId: "f", size: "0.5", reason: "" }),
  ],
])("an instrument that has become coarser keeps the digits of %s", (_, happens) => {
  const { rig, orderId } = held();
  happens(rig, orderId);
  const again = coarsened(rig);
  for (const it of [rig, again]) it.price(99, 0);
  expect(again.engine.positions()).toEqual(rig.engine.positions());
  expect(again.engine.account().cash).toBe(rig.engine.account().cash);
});

test("an instrument that has become coarser keeps the digits of a fill that is corrected long after its order", () => {
  const { rig, orderId } = held();
  // So many orders end after it that nobody follows it any more.
  for (let n = 0; n < 501; n++) rig.engine.submit(market("buy", "1000000"), person, "");
  rig.say({ kind: "fill-corrected", orderId, fillId: "f", size: "0.537", reason: "" });
  expect(rig.stored().filter(({ type }) => type === "order.denied")).toHaveLength(501);
  const again = coarsened(rig);
  for (const it of [rig, again]) it.price(99, 0);
  expect(again.engine.positions()).toEqual(rig.engine.positions());
  expect(again.engine.positions()).toMatchObject([{ size: "0.537" }]);
});

test("what is open is told of a position that a late report changes", () => {
  const { rig, orderId } = held();
  for (let n = 0; n < 501; n++) rig.engine.submit(market("buy", "1000000"), person, "");
  rig.say({ kind: "fill-busted", orderId, fillId: "f", reason: "" });
  const intents = new Map(
    rig.stored().map((event) => [event.type === "order.intended" ? event.data["orderId"] : "", event]),
  );
  const record = new RecordReader(null, (id) => intents.get(id));
  for (const event of rig.stored()) record.note(event);
  expect(rig.engine.positions()).toMatchObject([{ size: "0" }]);
  expect(record.stretch.stretch.open).toEqual([]);
});

test.each<[string, BracketLeg, Partial<OrderView>]>([
  ["stop", { type: "stop", triggerPrice: "95.37" }, { triggerPrice: "95" }],
  ["trailing stop", { type: "trailing-stop", trailingOffset: "5.37" }, { trailingOffset: "5" }],
])("an instrument that has become coarser brings the %s of a bracket at its new increments", (_, stopLoss, exit) => {
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, priceBandAtr: "1000" };
  rig.bar(100, 50);
  rig.price(100);
  const { orderId } = rig.engine.submit(limit("buy", "1", "100", { bracket: { stopLoss } }), person, "");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  const again = coarsened(rig);
  again.bar(100, 50);
  again.price(100);
  again.engine.resume();
  again.fill(orderId, "1", "100");
  expect(again.engine.openOrders()).toMatchObject([{ ...exit, size: "1" }]);
  expect(again.engine.missingExits()).toEqual([]);
});
