import { describe, expect, it } from "vitest";
import type { Bracket, OrderView } from "../../../shared/model/order.ts";
import {
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  plainVenue,
  type RigOptions,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const stopOnly: Bracket = { stopLoss: { type: "stop", triggerPrice: "95" } };
const targetOnly: Bracket = { takeProfit: { type: "limit", limitPrice: "110" } };

/** Holds what an entry with exits has filled: 2 at 100. */
function holding(bracket: Bracket, options: RigOptions = {}): { rig: EngineRig; entry: string } {
  const rig = readyRig(options);
  const entry = rig.engine.submit(market("buy", "2", { bracket }), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "2", "100");
  return { rig, entry };
}

const exits = (rig: EngineRig): OrderView[] => rig.engine.orders().filter(({ link }) => link !== undefined);
const newest = (rig: EngineRig): OrderView =>
  exits(rig)
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .at(-1) as OrderView;
const reject = (rig: EngineRig, reason = "no"): void =>
  rig.say({ kind: "rejected", orderId: newest(rig).orderId, code: "VENUE-REJECTED", reason });
const later = (rig: EngineRig, ms: number): void => {
  rig.clock.now += ms;
  rig.engine.passTime();
};

describe("an exit that the venue refuses", () => {
  it("is sent again after a moment, ever later while it goes on, and never twice at one time", () => {
    const { rig } = holding(targetOnly);
    reject(rig);
    expect(exits(rig)).toHaveLength(1);
    const waits = [250, 500, 1000, 2000];
    for (const [index, ms] of waits.entries()) {
      later(rig, ms - 1);
      expect(exits(rig)).toHaveLength(index + 1);
      later(rig, 1);
      expect(exits(rig)).toHaveLength(index + 2);
      reject(rig);
    }
    later(rig, 4000);
    expect(newest(rig)).toMatchObject({ type: "limit", limitPrice: "110", size: "2", status: "submitted" });
  });

  it("waits as long as the venue says", () => {
    const { rig } = holding(targetOnly);
    reject(rig, "more than 1 orders in 1000 ms; retry after 900 ms");
    later(rig, 899);
    expect(exits(rig)).toHaveLength(1);
    later(rig, 1);
    expect(exits(rig)).toHaveLength(2);
  });

  it("leaves again at the market once its price was reached, until it has filled", () => {
    const { rig } = holding(stopOnly, { capabilities: plainVenue });
    rig.clock.now += 1000;
    rig.price(94);
    expect(rig.sent.at(-1)).toMatchObject({ type: "market", size: "2" });
    reject(rig, "too many orders");
    rig.price(96);
    later(rig, 250);
    expect(rig.sent.at(-1)).toMatchObject({ type: "market", size: "2", side: "sell", reduceOnly: true });
    expect(newest(rig).reason).toContain("too many orders");
    reject(rig, "too many orders");
    later(rig, 500);
    rig.fill(newest(rig).orderId, "2", "96");
    later(rig, 60_000);
    expect([rig.engine.positions()[0]?.size, rig.engine.openOrders(), exits(rig).length]).toEqual(["0", [], 3]);
  });

  it("is sent again soon where the one before it has traded", () => {
    const { rig } = holding(stopOnly, { capabilities: plainVenue });
    rig.clock.now += 1000;
    rig.price(94);
    for (const ms of [250, 500, 1000, 2000]) {
      reject(rig);
      later(rig, ms);
    }
    const { orderId } = newest(rig);
    rig.fill(orderId, "0.5", "94");
    rig.say({ kind: "canceled", orderId, reason: "no more to trade with" });
    later(rig, 250);
    expect(newest(rig)).toMatchObject({ type: "market", size: "1.5", status: "submitted" });
  });

  it("is not sent again once a person has closed what it protected, or asked for its cancel", () => {
    const { rig } = holding(targetOnly);
    reject(rig);
    const out = rig.engine.submit(market("sell", "2", { reduceOnly: true }), person, "out").orderId;
    rig.fill(out, "2", "100");
    later(rig, 60_000);
    expect(exits(rig)).toHaveLength(1);
    const canceled = holding(targetOnly).rig;
    const leg = newest(canceled).orderId;
    canceled.say({ kind: "accepted", orderId: leg, venueOrderId: "v" });
    canceled.engine.cancel(leg, person, "not this one");
    canceled.say({ kind: "rejected", orderId: leg, code: "VENUE-REJECTED", reason: "gone" });
    later(canceled, 60_000);
    expect(exits(canceled)).toHaveLength(1);
  });

  it("is sent again after a restart", () => {
    const { rig } = holding(targetOnly);
    reject(rig);
    const again = engineRig();
    for (const event of rig.stored()) again.engine.restore(event);
    again.limits = rig.limits;
    again.clock.now = rig.clock.now;
    again.price(100);
    again.engine.resume();
    expect(exits(again)).toHaveLength(1);
    later(again, 250);
    expect(exits(again)).toHaveLength(2);
  });
});

it("an exit whose growth is refused is asked to grow again, as late as the venue says", () => {
  const rig = readyRig();
  const entry = rig.engine.submit(limit("buy", "2", "100", { bracket: stopOnly }), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "1", "100");
  const leg = newest(rig).orderId;
  rig.say({ kind: "accepted", orderId: leg, venueOrderId: "v" });
  rig.fill(entry, "1", "100");
  const asked = () => rig.asked.filter((what) => what.startsWith("replace")).length;
  rig.say({ kind: "replace-rejected", orderId: leg, reason: "VENUE-RATE-LIMIT: retry after 600 ms" });
  later(rig, 599);
  expect(asked()).toBe(1);
  later(rig, 1);
  expect(asked()).toBe(2);
  rig.say({ kind: "replaced", orderId: leg, size: "2" });
  later(rig, 60_000);
  expect([asked(), rig.engine.order(leg)?.size]).toEqual([2, "2"]);
});

it("an exit that fills while it was too small is followed by one for the rest", () => {
  const rig = readyRig();
  const entry = rig.engine.submit(limit("buy", "2", "100", { bracket: stopOnly }), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "1", "100");
  const leg = newest(rig).orderId;
  rig.say({ kind: "accepted", orderId: leg, venueOrderId: "v" });
  rig.fill(entry, "1", "100");
  rig.say({ kind: "replace-rejected", orderId: leg, reason: "no" });
  rig.clock.now += 10;
  rig.fill(leg, "1", "95");
  expect(newest(rig)).toMatchObject({ type: "stop", size: "1", triggerPrice: "95", status: "submitted" });
});

describe("a machine's clock that is set back while no price comes", () => {
  const hour = 3_600_000;
  /** A clock that never goes back, and lets time pass at the desk without the machine's. */
  const steady = (): { now: number; pass(rig: EngineRig, ms: number): void } => ({
    now: 12_345.5,
    pass(rig, ms) {
      this.now += ms;
      rig.engine.passTime();
    },
  });

  it("keeps no exit back that is to be sent again", () => {
    const clock = steady();
    const { rig } = holding(targetOnly, { elapsedMs: () => clock.now });
    reject(rig);
    rig.clock.now -= hour;
    for (const [index, ms] of [250, 500, 1000].entries()) {
      clock.pass(rig, ms - 1);
      expect(exits(rig)).toHaveLength(index + 1);
      clock.pass(rig, 1);
      expect(exits(rig)).toHaveLength(index + 2);
      clock.pass(rig, hour);
      expect(exits(rig)).toHaveLength(index + 2);
      const [{ orderId } = { orderId: "" }] = rig.engine.openOrders();
      rig.say({ kind: "rejected", orderId, code: "VENUE-REJECTED", reason: "no" });
    }
    const times = rig.stored().map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
  });

  it("keeps none back that is to grow, and asks a venue that goes on refusing no more often than before", () => {
    const clock = steady();
    const rig = readyRig({ elapsedMs: () => clock.now });
    const entry = rig.engine.submit(limit("buy", "2", "100", { bracket: stopOnly }), person, "in").orderId;
    rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
    rig.fill(entry, "1", "100");
    const leg = newest(rig).orderId;
    rig.say({ kind: "accepted", orderId: leg, venueOrderId: "v" });
    rig.fill(entry, "1", "100");
    const asked = () => rig.asked.filter((what) => what.startsWith("replace")).length;
    rig.clock.now -= hour;
    for (let refusals = 1; refusals <= 12; refusals++) {
      rig.say({ kind: "replace-rejected", orderId: leg, reason: "no" });
      const wait = Math.min(250 * 2 ** (refusals - 1), 30_000);
      clock.pass(rig, wait - 1);
      expect(asked()).toBe(refusals);
      clock.pass(rig, 1);
      expect(asked()).toBe(refusals + 1);
    }
  });

  it("changes nothing about a wait that the machine's clock ends first", () => {
    const clock = steady();
    const { rig } = holding(targetOnly, { elapsedMs: () => clock.now });
    reject(rig);
    later(rig, 250);
    expect(exits(rig)).toHaveLength(2);
    clock.pass(rig, hour);
    expect(exits(rig)).toHaveLength(2);
  });
});
