import { describe, expect, it } from "vitest";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

describe("market orders on bars", () => {
  it("fill at the next bar's open, stamped with its open time, free by default", () => {
    const d = venueDesk();
    d.bar(0, 100, 101, 99, 100.5);
    const id = d.order({ size: "0.5" });
    expect(d.said(id)).toEqual(["accepted"]);
    d.bar(1, 100.7, 102, 100, 101);
    expect(d.fills()).toEqual([
      {
        kind: "fill",
        orderId: id,
        at: minute,
        fillId: "o0/0.5",
        size: "0.5",
        price: "100.7",
        fee: "0",
        feeCurrency: "USDT",
        liquidity: "taker",
      },
    ]);
    expect(d.venue.findOrder(id)).toEqual({ status: "filled", filledSize: "0.5" });
  });

  it("trade at one increment at least, whatever rounding and slippage make of a price", () => {
    const d = venueDesk({ slippageBps: "5", spreadBps: "9999.9" });
    d.order({ side: "sell" });
    d.bar(0, 0.01, 0.02, 0.01, 0.01);
    const plain = venueDesk();
    plain.order({});
    plain.bar(0, 0.004, 0.004, 0.004, 0.004);
    plain.tick(60_000, 0.003, 0.004);
    plain.order({ side: "sell" });
    expect([...d.fills(), ...plain.fills()].map(({ price }) => price)).toEqual(["0.01", "0.01", "0.01"]);
  });

  it("move no price by a volume that is next to none", () => {
    const d = venueDesk({ impactBps: "5" });
    d.order({ size: "1000" });
    d.bar(0, 100, 101, 99, 100, 1e-320);
    expect(d.fills()).toMatchObject([{ price: "100", size: "1000" }]);
  });

  it("pay a fee that money can hold, however fine the increments and the rate are", () => {
    const fine = { ...btc, priceIncrement: "0.00000001", sizeIncrement: "0.00000001" };
    const d = venueDesk({ takerFeeBps: "3.33333" }, [fine]);
    d.order({ size: "1.00000001" });
    d.bar(0, 100.00000001, 101, 99, 100);
    // 100.00000001 × 1.00000001 × 0.000333333 has 25 decimals.
    expect(d.fills()).toMatchObject([{ fee: "0.033333300336666330033333" }]);
  });

  it("pay half the spread and slippage, rounded away from the trader, and an exact fee", () => {
    const d = venueDesk({ spreadBps: "4", slippageBps: "1", takerFeeBps: "7.5" });
    d.order({});
    d.order({ side: "sell" });
    d.bar(0, 100.01, 101, 99, 100);
    // 100.01 × (1 ± 3 bps) = 100.040003 and 99.979997
    expect(d.fills().map((fill) => [fill.price, fill.fee])).toEqual([
      ["100.05", "0.0750375"],
      ["99.97", "0.0749775"],
    ]);
  });

  it("round an open off the increment to the nearest one when nothing moves it, and to one at least", () => {
    const d = venueDesk();
    d.order({});
    d.bar(0, 36.896076715977145, 37.9, 36.7, 37.6);
    d.order({ side: "sell" });
    d.bar(1, 0.000123, 1, 0.0001, 0.5);
    expect(d.fills().map((fill) => fill.price)).toEqual(["36.9", "0.01"]);
  });

  it("take at most the participation of each bar, shared in order of arrival, and leave the rest working", () => {
    const d = venueDesk({ participation: "0.1" });
    const first = d.order({ size: "8" });
    const second = d.order({ size: "5" });
    d.bar(0, 100, 101, 99, 100, 100);
    expect(d.fills().map((fill) => [fill.orderId, fill.size])).toEqual([
      [first, "8"],
      [second, "2"],
    ]);
    d.bar(1, 105, 106, 104, 105, 10.0199);
    expect(d.fills()[2]).toMatchObject({ orderId: second, size: "1.001", price: "105", fillId: `${second}/3.001` });
    expect(d.venue.findOrder(second)).toEqual({ status: "working", filledSize: "3.001" });
  });
});

describe("limit orders on bars", () => {
  it("do not fill when price only touches them", () => {
    const d = venueDesk();
    d.bar(0, 100, 101, 99, 100);
    d.order({ limitPrice: "95" });
    d.order({ limitPrice: "105", side: "sell" });
    d.bar(1, 100, 105, 95, 100);
    expect(d.fills()).toEqual([]);
    d.bar(2, 100, 105.01, 94.99, 100);
    expect(d.fills().map((fill) => [fill.price, fill.liquidity])).toEqual([
      ["95", "maker"],
      ["105", "maker"],
    ]);
  });

  it("fill in the order of the bar's path: low first when it closes up, high first when it closes down", () => {
    for (const [close, sides] of [
      [101, ["95", "105"]],
      [99, ["105", "95"]],
    ] as const) {
      const d = venueDesk();
      d.order({ limitPrice: "105", side: "sell" });
      d.order({ limitPrice: "95" });
      d.bar(0, 100, 106, 94, close);
      expect(d.fills().map((fill) => fill.price)).toEqual(sides);
      expect(d.fills()[0]!.at).toBeLessThan(d.fills()[1]!.at);
    }
  });

  it("fill at the open when it gaps in their favour, as maker when they rested and as taker when they took", () => {
    const d = venueDesk({ makerFeeBps: "1", takerFeeBps: "10" });
    d.bar(0, 100, 100, 100, 100);
    const resting = d.order({ limitPrice: "95" });
    const taking = d.order({ limitPrice: "101" });
    d.bar(1, 90, 91, 89, 90);
    expect(d.fills()).toMatchObject([
      { orderId: resting, price: "90", liquidity: "maker", fee: "0.009" },
      { orderId: taking, price: "90", liquidity: "taker", fee: "0.09" },
    ]);
  });

  it("never fill worse than their limit when the gap is smaller than half an increment", () => {
    const d = venueDesk();
    d.order({ limitPrice: "95" });
    d.bar(0, 94.996, 95.2, 94.99, 95.1);
    d.order({ side: "sell", limitPrice: "95" });
    d.bar(1, 95.004, 95.2, 94.99, 95.1);
    expect(d.fills().map((fill) => fill.price)).toEqual(["95", "95"]);
  });

  it("rest as makers after a first bar that did not trade with them", () => {
    const d = venueDesk();
    d.bar(0, 100, 100, 100, 100);
    d.order({ limitPrice: "101" });
    d.bar(1, 102, 103, 101.5, 102);
    d.bar(2, 100, 101, 99, 100);
    expect(d.fills()[0]).toMatchObject({ liquidity: "maker", price: "100" });
  });

  it("are refused as post-only when they would trade at once, and end when only the open shows it", () => {
    const d = venueDesk();
    const blind = d.order({ limitPrice: "101", postOnly: true });
    d.bar(0, 100, 100, 100, 100);
    expect(d.said(blind)).toEqual(["accepted", "canceled"]);
    const seen = d.order({ limitPrice: "101", postOnly: true });
    expect(d.reports.at(-1)).toMatchObject({ orderId: seen, kind: "rejected", code: "VENUE-POST-ONLY" });
    const resting = d.order({ limitPrice: "99", postOnly: true });
    d.bar(1, 98, 98, 98, 98);
    expect(d.fills()).toMatchObject([{ orderId: resting, price: "98", liquidity: "maker" }]);
  });
});

describe("time in force", () => {
  it("IOC takes what it can at its first chance and ends", () => {
    const d = venueDesk({ participation: "1" });
    const id = d.order({ timeInForce: "IOC", size: "5" });
    const priced = d.order({ timeInForce: "IOC", limitPrice: "99" });
    d.bar(0, 100, 101, 98, 100, 2);
    expect(d.said(id)).toEqual(["accepted", "fill", "canceled"]);
    expect(d.said(priced)).toEqual(["accepted", "canceled"]);
  });

  it("IOC and FOK that the last price does not reach end with the next open, however far away it is", () => {
    const d = venueDesk();
    d.bar(0, 100, 101, 99, 100);
    const far = d.order({ timeInForce: "IOC", limitPrice: "90" });
    const whole = d.order({ timeInForce: "FOK", limitPrice: "90" });
    const gapped = d.order({ timeInForce: "IOC", limitPrice: "99.5" });
    d.bar(1, 99, 101, 98, 100);
    expect(d.said(far)).toEqual(["accepted", "canceled"]);
    expect(d.said(whole)).toEqual(["accepted", "canceled"]);
    expect(d.said(gapped)).toEqual(["accepted", "fill"]);
  });

  it("FOK fills whole or not at all", () => {
    const d = venueDesk({ participation: "1" });
    const tooLarge = d.order({ timeInForce: "FOK", size: "5" });
    const fits = d.order({ timeInForce: "FOK", size: "2" });
    d.bar(0, 100, 101, 98, 100, 2);
    expect(d.said(tooLarge)).toEqual(["accepted", "canceled"]);
    expect(d.said(fits)).toEqual(["accepted", "fill"]);
  });
});

describe("reduce-only orders", () => {
  it("never fill beyond the position the venue has seen", () => {
    const d = venueDesk();
    d.order({ size: "2" });
    d.bar(0, 100, 101, 99, 100);
    const larger = d.order({ side: "sell", size: "3", reduceOnly: true });
    const late = d.order({ side: "sell", size: "1", reduceOnly: true });
    d.bar(1, 100, 101, 99, 100);
    expect(d.fills()[1]).toMatchObject({ orderId: larger, size: "2" });
    expect(d.said(larger)).toEqual(["accepted", "fill", "canceled"]);
    expect(d.said(late)).toEqual(["accepted", "canceled"]);
  });

  it("reduce a short position that was there before the venue started", () => {
    const d = venueDesk();
    d.venue.restorePosition(btc.id, "-1.5");
    d.venue.restorePosition("paper:UNKNOWN", "1");
    d.order({ size: "1", reduceOnly: true });
    d.bar(0, 100, 101, 99, 100);
    expect(d.fills()).toMatchObject([{ size: "1" }]);
  });
});

describe("an order that comes while a bar is on its way", () => {
  it("trades on its path from there, an amended one as amended from there", () => {
    const d = venueDesk();
    d.bar(0, 100, 100, 100, 100);
    const resting = d.order({ limitPrice: "80" });
    d.venue.onTime(minute * 1.5);
    const market = d.order({});
    const trailing = d.order({ side: "sell", type: "trailing-stop", trailingOffset: "15" });
    d.venue.replace(resting, { limitPrice: "95" });
    // O-L-H-C: it is at 90 a third of the way, and half of the way at 100 again.
    d.bar(1, 100, 110, 90, 105);
    expect(d.fills()).toMatchObject([{ orderId: market, at: minute * 1.5, price: "100" }]);
    d.bar(2, 105, 105, 94, 94);
    expect(d.fills().slice(1)).toMatchObject([
      { orderId: trailing, price: "95" },
      { orderId: resting, price: "95" },
    ]);
  });

  it("is not for a bar that has closed by then, as the other instrument's of one minute, nor is its way made shorter", () => {
    for (const latencyMs of [0, 15_000]) {
      const d = venueDesk({ latencyMs }, [btc, { ...btc, id: "paper:ETH/USDT" }]);
      const bar = (instrument: number, index: number, price: number): void =>
        d.venue.onBar({
          ...{ instrument, openTime: index * minute, intervalMs: minute, volume: 1 },
          ...{ open: price, high: price, low: price, close: price },
        });
      bar(0, 0, 100);
      d.order({ instrumentId: "paper:ETH/USDT", timeInForce: "IOC" });
      bar(1, 0, 50);
      bar(0, 1, 100);
      bar(1, 1, 51);
      expect(d.fills()).toMatchObject([{ at: minute + latencyMs, price: "51" }]);
    }
  });
});
