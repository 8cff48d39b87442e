import { describe, expect, it } from "vitest";
import { btc, minute, morningShare as share, venueDesk } from "../../tests/fixtures/venue-desk.ts";

const hour = 60 * minute;
const closing = 10 * hour;

describe("an order at the close", () => {
  it.each(["GTC", "DAY", "GTD"] as const)("waits for the next open as %s", (timeInForce) => {
    const d = venueDesk({}, [share]);
    d.bar(599, 100, 101, 99, 100);
    const id = d.order({ timeInForce, expireAt: 40 * hour });
    // Data outside of the session trades nothing.
    d.bar(600, 105, 106, 104, 105);
    expect(d.said(id)).toEqual(["accepted"]);
    const open = 24 * 60 + 540;
    d.bar(open, 120, 121, 119, 120);
    expect(d.fills()).toMatchObject([{ orderId: id, price: "120", at: open * minute }]);
  });

  it.each(["IOC", "FOK"] as const)("is refused as %s", (timeInForce) => {
    const d = venueDesk({}, [share]);
    d.bar(599, 100, 101, 99, 100);
    d.order({ timeInForce });
    expect(d.reports).toMatchObject([{ kind: "rejected", code: "VENUE-CLOSED", at: closing }]);
  });

  it("waits on ticks too, and a stop that the night jumps over fills at the open", () => {
    const d = venueDesk({}, [share]);
    d.tick(closing - 1, 99.99, 100.01);
    const stop = d.order({ side: "sell", type: "stop", triggerPrice: "95" });
    d.tick(closing + hour, 89.99, 90.01);
    expect(d.said(stop)).toEqual(["accepted"]);
    d.tick(33 * hour, 87.99, 88.01);
    expect(d.fills()).toMatchObject([{ price: "87.99", at: 33 * hour }]);
  });

  it("lets a day bar, whose interval reaches beyond the session, trade", () => {
    const d = venueDesk({}, [share]);
    d.order({});
    d.venue.onBar({ instrument: 0, openTime: 0, intervalMs: 24 * hour, open: 7, high: 8, low: 6, close: 7, volume: 1 });
    expect(d.fills()).toMatchObject([{ price: "7" }]);
  });
});

describe("a halt", () => {
  it("holds what waits inside a bar until it is over, at the price of that moment", () => {
    const d = venueDesk({ halts: [{ from: 0, to: minute / 2 }] });
    const id = d.order({});
    const cancel = d.order({ limitPrice: "1" });
    d.venue.cancel(cancel);
    expect(d.said(cancel)).toEqual(["accepted", "canceled"]);
    // O-L-H-C: half the way from 98 to 103 is 100.5.
    d.bar(0, 100, 103, 98, 102);
    expect(d.fills()).toMatchObject([{ orderId: id, price: "100.5", at: minute / 2 }]);
  });

  it("of another instrument is none of this one, and IOC orders are refused while it lasts", () => {
    const eth = { ...btc, id: "paper:ETH/USDT" };
    const d = venueDesk({ halts: [{ from: 0, to: minute, instrumentId: btc.id }] }, [btc, eth]);
    d.order({ timeInForce: "IOC" });
    d.order({ timeInForce: "IOC", instrumentId: eth.id });
    expect(d.reports).toMatchObject([{ kind: "rejected", code: "VENUE-HALTED" }, { kind: "accepted" }]);
  });

  it("begins when the price leaves the day's limits, and what it stopped trades when it is over", () => {
    const d = venueDesk({ limitMove: { percent: "5", haltMs: 2 * minute } });
    d.bar(0, 100, 101, 99, 100);
    const before = d.order({ side: "sell", type: "stop", triggerPrice: "96" });
    const beyond = d.order({ side: "sell", type: "stop", triggerPrice: "93" });
    // 100 → 90 within the first third: the limit of 95 is met at a sixth of the bar.
    d.bar(1, 100, 101, 90, 100.5);
    expect(d.fills()).toMatchObject([{ orderId: before, price: "96" }]);
    d.bar(2, 92, 92.5, 91.5, 92);
    expect(d.fills()).toHaveLength(1);
    d.bar(3, 91, 92, 90, 91);
    expect(d.fills()[1]).toMatchObject({ orderId: beyond, at: 3 * minute + minute / 6 });
    // The first price after the halt is what the next limits are measured from.
    d.order({ side: "sell", type: "stop", triggerPrice: "88" });
    d.bar(4, 91, 91, 88, 90);
    expect(d.fills()).toHaveLength(3);
  });

  it("stops ticks as it does bars", () => {
    const d = venueDesk({ limitMove: { percent: "5", haltMs: 1000 } });
    d.tick(0, 99.99, 100.01);
    const id = d.order({ side: "sell", type: "stop", triggerPrice: "97" });
    d.tick(100, 93.99, 94.01);
    d.tick(900, 92.99, 93.01);
    expect(d.said(id)).toEqual(["accepted"]);
    d.tick(1100, 91.99, 92.01);
    expect(d.fills()).toMatchObject([{ price: "91.99" }]);
  });
});

describe("a limit that came while nothing traded", () => {
  const halted = () => {
    const d = venueDesk({ halts: [{ from: 10, to: 20 }] });
    d.tick(1, 99.9, 100.1, 100, 5);
    d.tick(10, 99.9, 100.1, 100, 5);
    return d;
  };

  it("does not trade at a price that is gone when the market opens", () => {
    const d = halted();
    const buy = d.order({ limitPrice: "100.2" });
    const amended = d.order({ limitPrice: "90" });
    d.venue.replace(amended, { limitPrice: "100.3" });
    d.tick(20, 109.9, 110.1, 110, 5);
    expect([buy, amended].map((id) => d.said(id).includes("fill"))).toEqual([false, false]);
    d.tick(21, 100, 100.1, 100.1, 5);
    expect(d.fills()).toMatchObject([
      { orderId: buy, price: "100.2", liquidity: "maker" },
      { orderId: amended, price: "100.3", liquidity: "maker" },
    ]);
  });

  it("takes what the market opens at, and a post-only order nothing", () => {
    const d = halted();
    const buy = d.order({ limitPrice: "99" });
    const post = d.order({ limitPrice: "98.5", postOnly: true });
    d.tick(20, 94.9, 95.1, 95, 5);
    expect(d.fills()).toMatchObject([
      { orderId: buy, price: "95.1", liquidity: "taker" },
      { orderId: post, price: "98.5", liquidity: "maker" },
    ]);
  });

  it("waits in the same way for the first quote after bars", () => {
    const d = venueDesk();
    d.bar(0, 100, 101, 99, 100);
    const id = d.order({ limitPrice: "100.5" });
    d.tick(minute + 1, 109.9, 110.1, 110, 5);
    expect(d.said(id)).toEqual(["accepted"]);
  });
});

describe("after a closure and before the first price", () => {
  const halts = [{ from: 10, to: 20 }];

  it("no order trades with a quote of before it, and none overtakes those that have waited", () => {
    const d = venueDesk({ halts, participation: "1" });
    d.tick(1, 99.9, 100.1, 100, 5);
    d.venue.onTime(15);
    const waiting = d.order({ size: "2" });
    d.venue.onTime(25);
    const late = [{}, { limitPrice: "101" }, { type: "stop", triggerPrice: "99" }] as const;
    const ids = late.map((request) => d.order(request));
    expect(d.fills()).toEqual([]);
    d.tick(30, 109.9, 110.1, 110, 5);
    expect(d.fills().map(({ orderId, at, price }) => [orderId, at, price])).toEqual([
      [waiting, 30, "110.1"],
      [ids[0], 30, "110.1"],
      [ids[2], 30, "110.1"],
    ]);
    d.order({});
    expect(d.fills()).toHaveLength(4);
  });

  it("an immediate order has its chance at that price", () => {
    const d = venueDesk({ halts });
    d.tick(1, 99.9, 100.1, 100, 5);
    // What a feed shows during a halt is no market either.
    d.tick(15, 94.9, 95.1, 95, 5);
    d.venue.onTime(25);
    const taken = d.order({ limitPrice: "111", timeInForce: "FOK" });
    const missed = d.order({ limitPrice: "101", timeInForce: "IOC" });
    d.tick(30, 109.9, 110.1, 110, 5);
    expect(d.fills()).toMatchObject([{ orderId: taken, at: 30, price: "110.1" }]);
    expect(d.said(missed)).toEqual(["accepted", "canceled"]);
  });

  it("an amendment takes nothing, nor does an order in the morning take of the evening's quote", () => {
    const d = venueDesk({}, [share]);
    d.tick(closing - 1, 99.9, 100.1);
    const amended = d.order({ limitPrice: "90" });
    d.venue.onTime(33 * hour);
    const market = d.order({});
    d.venue.replace(amended, { limitPrice: "105" });
    expect(d.fills()).toEqual([]);
    d.tick(33 * hour + 1, 103.9, 104.1);
    expect(d.fills().map(({ orderId, price }) => [orderId, price])).toEqual([
      [market, "104.1"],
      [amended, "104.1"],
    ]);
  });

  it("a halt that the price itself brought about leaves no quote to trade with", () => {
    const d = venueDesk({ limitMove: { percent: "5", haltMs: 10 } });
    d.tick(0, 99.9, 100.1);
    d.tick(1, 93.9, 94.1);
    d.venue.onTime(12);
    const id = d.order({});
    expect(d.said(id)).toEqual(["accepted"]);
    d.tick(13, 91.9, 92.1);
    expect(d.fills()).toMatchObject([{ orderId: id, price: "92.1" }]);
  });
});

it("a halt, or the end of an order's time, comes before the price that the path reaches at that moment", () => {
  // The path is at its low a third of the way.
  const at = minute + minute / 3;
  const halted = venueDesk({ halts: [{ from: at, to: at + 10_000 }] });
  halted.bar(0, 100, 100, 100, 100);
  halted.order({ side: "sell", type: "stop", triggerPrice: "90" });
  halted.bar(1, 100, 110, 90, 105);
  expect(halted.fills()).toEqual([]);
  const ending = venueDesk();
  ending.bar(0, 100, 100, 100, 100);
  const id = ending.order({ side: "sell", type: "stop", triggerPrice: "90", timeInForce: "GTD", expireAt: at });
  ending.bar(1, 100, 110, 90, 105);
  expect(ending.said(id)).toEqual(["accepted", "expired"]);
});
