import { describe, expect, it } from "vitest";
import { venueDesk } from "../../tests/fixtures/venue-desk.ts";

describe("ticks", () => {
  it("fill market orders at once on the far side, moved by slippage", () => {
    const d = venueDesk({ slippageBps: "10", spreadBps: "50" });
    d.tick(1, 99.9, 100.1);
    d.order({});
    d.order({ side: "sell" });
    expect(d.fills().map((fill) => fill.price)).toEqual(["100.21", "99.8"]);
  });

  it("fill marketable limits as taker and resting ones when price goes through them", () => {
    const d = venueDesk();
    d.tick(1, 99.9, 100.1);
    d.order({ limitPrice: "100.1" });
    const buy = d.order({ limitPrice: "99" });
    const sell = d.order({ side: "sell", limitPrice: "101" });
    d.tick(2, 98.9, 99, 99);
    expect(d.fills()).toHaveLength(1);
    d.tick(3, 98.5, 98.9, 98.9);
    d.tick(4, 100.8, 101.2, 101.1);
    expect(d.fills()).toMatchObject([
      { liquidity: "taker", price: "100.1" },
      { orderId: buy, liquidity: "maker", price: "99", at: 3 },
      { orderId: sell, liquidity: "maker", price: "101", at: 4 },
    ]);
  });

  it("share the prints' volume, never slip beyond a limit, and ignore bars from then on", () => {
    const d = venueDesk({ participation: "0.5", slippageBps: "100" });
    d.tick(1, 99.9, 100, 100, 1);
    const id = d.order({ limitPrice: "100.05", size: "2" });
    expect(d.fills()).toMatchObject([{ size: "0.5", price: "100.05", liquidity: "taker" }]);
    d.bar(0, 90, 90, 90, 90);
    expect(d.fills()).toHaveLength(1);
    d.tick(2, 99.8, 99.9, 99.9, 8);
    expect(d.fills()[1]).toMatchObject({ orderId: id, size: "1.5", liquidity: "maker" });
  });

  it("without a quote use the last price; post-only and unpriced orders wait for the first", () => {
    const d = venueDesk();
    const market = d.order({});
    const post = d.order({ limitPrice: "101", postOnly: true });
    const limit = d.order({ limitPrice: "101", side: "sell" });
    d.tick(1, 0, 0, 100);
    expect(d.fills()).toMatchObject([{ orderId: market, price: "100" }]);
    expect(d.said(post)).toEqual(["accepted", "canceled"]);
    expect(d.said(limit)).toEqual(["accepted"]);
    d.venue.replace(limit, { limitPrice: "99" });
    expect(d.fills()[1]).toMatchObject({ orderId: limit, price: "100", liquidity: "taker" });
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])("with a last price of %d go by the quote alone", (none) => {
    const d = venueDesk({ participation: "1" });
    d.tick(1, 100, 101, none, Number.NaN);
    const deep = d.order({ limitPrice: "50" });
    const inside = d.order({ limitPrice: "100.80" });
    const above = d.order({ limitPrice: "110", side: "sell" });
    d.tick(2, 100, 101, none, 5);
    expect(d.fills()).toEqual([]);
    d.tick(3, 100, 100.2, none, 5);
    expect(d.fills()).toMatchObject([{ orderId: inside, price: "100.8", liquidity: "maker" }]);
    expect([deep, above].map((id) => d.said(id))).toEqual([["accepted"], ["accepted"]]);
    d.tick(4, 110.5, 111, none, 5);
    expect(d.fills()).toHaveLength(2);
  });

  it.each([
    ["the middle of a quote", 100.5],
    ["an older print that a quote repeats", 100.2],
  ])("fill no resting limit at %s: nobody has traded there", (_, last) => {
    const d = venueDesk();
    d.tick(1, 100, 101, 100.9, 5);
    const buy = d.order({ limitPrice: "100.8" });
    const sell = d.order({ side: "sell", limitPrice: "100.1" });
    d.tick(2, 100, 101, last, 0);
    expect([buy, sell].map((id) => d.said(id))).toEqual([["accepted"], ["accepted"]]);
    d.tick(3, 100, 101, last, 5);
    expect(d.fills()).toMatchObject([
      { orderId: buy, price: "100.8", liquidity: "maker", at: 3 },
      { orderId: sell, price: "100.1", liquidity: "maker", at: 3 },
    ]);
  });

  it("with latency trade on the quote that stands on arrival", () => {
    const d = venueDesk({ latencyMs: 10 });
    d.tick(1, 99, 100);
    d.order({});
    d.tick(5, 100, 101);
    d.tick(20, 110, 111);
    expect(d.fills()).toMatchObject([{ price: "101", at: 11 }]);
  });

  it.each(["GTC", "IOC"] as const)("do not trade %s limits with a print that was there before them", (timeInForce) => {
    const d = venueDesk();
    d.tick(1, 99, 101, 99);
    const id = d.order({ limitPrice: "100", timeInForce });
    expect(d.said(id)).toEqual(timeInForce === "IOC" ? ["accepted", "canceled"] : ["accepted"]);
    d.tick(2, 99, 101, 100);
    expect(d.fills()).toEqual([]);
    d.tick(3, 99, 101, 99.5);
    expect(d.fills()).toHaveLength(timeInForce === "IOC" ? 0 : 1);
  });

  it("without quotes refuse triggers that look at the quote", () => {
    const d = venueDesk();
    d.tick(1, 0, 0, 100);
    d.order({ type: "stop", triggerPrice: "105", triggerBy: "quote" });
    expect(d.reports).toMatchObject([
      { kind: "rejected", code: "VENUE-UNSUPPORTED", reason: expect.stringContaining("on prints") },
    ]);
    // What a file of trades looks like: both sides stand at the print.
    d.tick(2, 100, 100, 100);
    d.order({ type: "stop", triggerPrice: "105", triggerBy: "quote" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "rejected", code: "VENUE-UNSUPPORTED" });
    d.tick(3, 99, 101, 100);
    d.order({ type: "stop", triggerPrice: "105", triggerBy: "quote" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
  });
});
