import { describe, expect, it } from "vitest";
import { VenueRejection } from "../../shared/model/paper-venue-settings.ts";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

describe("a refusal", () => {
  it("by the rate limit says when to come again, and then there is room", () => {
    const d = venueDesk({ rateLimit: { orders: 1, perMs: 1000 } });
    d.venue.onTime(5000);
    d.order({});
    d.venue.onTime(5300);
    d.order({});
    expect(d.reports.at(-1)).toMatchObject({
      code: "VENUE-RATE-LIMIT",
      reason: "more than 1 orders in 1000 ms; retry after 700 ms",
    });
    d.venue.onTime(6000);
    d.order({});
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
  });

  it("out of the blue gives one of the chosen reasons, the same ones for the same seed", () => {
    const run = (seed: number): string[] => {
      const d = venueDesk({ rejectRate: 0.5, rejectReasons: ["margin", "busy", "unknown-symbol"], seed });
      for (let i = 0; i < 100; i++) d.order({});
      return d.reports.flatMap((report) => (report.kind === "rejected" ? [report.code] : []));
    };
    expect(new Set(run(3))).toEqual(new Set(["VENUE-MARGIN", "VENUE-BUSY", "VENUE-UNKNOWN-SYMBOL"]));
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    for (const reason of VenueRejection.options) {
      const d = venueDesk({ rejectRate: 1, rejectReasons: [reason] });
      d.order({});
      expect(d.reports).toMatchObject([{ kind: "rejected", code: expect.stringMatching(/^VENUE-[A-Z-]+$/) }]);
    }
  });

  it("of an order that is worth too little spares what closes a position", () => {
    const d = venueDesk({ minNotional: "10" });
    d.bar(0, 100, 101, 99, 100);
    d.order({ size: "0.099" });
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-MIN-NOTIONAL", reason: "its value is below 10 USDT" });
    d.order({ size: "0.1" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
    d.venue.restorePosition(btc.id, "0.05");
    d.order({ size: "0.05", side: "sell" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
  });

  it("of a limit beyond the band leaves one on its edge", () => {
    const d = venueDesk({ priceBandPct: "5" });
    d.bar(0, 100, 101, 99, 100);
    d.order({ limitPrice: "94.99" });
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-PRICE-BAND" });
    d.order({ limitPrice: "95" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
  });

  it("meets an amendment like a new order, and leaves the order as it was", () => {
    const d = venueDesk({ minNotional: "50", priceBandPct: "5" });
    d.tick(0, 99.99, 100.01, 100);
    const id = d.order({ limitPrice: "99" });
    for (const [change, code] of [
      [{ limitPrice: "80" }, "VENUE-PRICE-BAND"],
      [{ size: "0.4" }, "VENUE-MIN-NOTIONAL"],
      [{ size: "0.51", limitPrice: "95" }, "VENUE-MIN-NOTIONAL"],
    ] as const) {
      d.venue.replace(id, change);
      expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected", reason: expect.stringContaining(code) });
    }
    d.tick(1, 98.9, 98.98, 98.95);
    expect(d.fills()).toMatchObject([{ orderId: id, size: "1", price: "99" }]);
  });

  it("does not hold against an amendment what it leaves as it is, nor a small exit", () => {
    const d = venueDesk({ minNotional: "50", priceBandPct: "5" });
    d.tick(0, 99.99, 100.01, 100);
    const far = d.order({ limitPrice: "96", size: "2" });
    const exit = d.order({ side: "sell", limitPrice: "105", size: "1" });
    d.tick(1, 109.99, 110.01, 104.9);
    d.tick(2, 109.99, 110.01, 110);
    expect(d.fills()).toMatchObject([{ orderId: exit }]);
    d.venue.replace(far, { size: "1" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replaced", size: "1" });
    d.venue.restorePosition(btc.id, "0.3");
    const leaving = d.order({ side: "sell", limitPrice: "111", size: "0.2" });
    d.venue.replace(leaving, { size: "0.1", limitPrice: "112" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replaced", size: "0.1" });
  });

  it("of an amendment that the free margin does not carry spares one that asks for less", () => {
    const perp = { ...btc, assetClass: "crypto-perp" as const, maintenanceMarginRate: "0.01" };
    const d = venueDesk({ liquidation: true }, [perp], { cash: "1000", leverage: "10", marginMode: "cross" });
    d.tick(0, 99.99, 100.01, 100);
    const id = d.order({ limitPrice: "99", size: "10" });
    d.venue.replace(id, { size: "500" });
    expect(d.reports.at(-1)).toMatchObject({
      kind: "replace-rejected",
      reason: expect.stringContaining("VENUE-MARGIN: it needs 4950.00 USDT"),
    });
    d.order({ size: "99" });
    d.venue.replace(id, { size: "9", limitPrice: "98" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replaced", size: "9" });
  });

  it("of a GTD order whose time is over when it arrives", () => {
    const d = venueDesk({ latencyMs: 1000 });
    d.order({ limitPrice: "90", timeInForce: "GTD", expireAt: 500 });
    d.venue.onTime(2000);
    expect(d.reports).toMatchObject([{ kind: "rejected", code: "VENUE-EXPIRED", at: 1000 }]);
  });
});

describe("asked what became of an order, the venue", () => {
  it("says everything again, in order", () => {
    const d = venueDesk({ participation: "1" });
    const id = d.order({ type: "stop", triggerPrice: "101", size: "5" });
    d.bar(0, 100, 102, 99, 101, 3);
    d.venue.cancel(id);
    const told = d.reports.slice();
    expect(told.map(({ kind }) => kind)).toEqual(["accepted", "triggered", "fill", "canceled"]);
    d.venue.query(id);
    expect(d.reports.slice(told.length)).toEqual(told);
  });

  it("answers when the question has arrived, behind the order itself, and knows what it never got", () => {
    const d = venueDesk({ latencyMs: 100 });
    const id = d.order({ limitPrice: "90" });
    d.venue.query(id);
    expect(d.reports).toEqual([]);
    d.venue.query("nobody");
    expect(d.reports).toMatchObject([{ orderId: "nobody", kind: "rejected", code: "VENUE-NOT-FOUND" }]);
    d.venue.onTime(100);
    expect(d.said(id)).toEqual(["accepted", "accepted"]);
  });

  it("knows orders that were put back after a restart, released triggers included", () => {
    const d = venueDesk();
    const order = {
      orderId: "old",
      instrumentId: btc.id,
      side: "buy",
      type: "stop-limit",
      size: "3",
      triggerPrice: "96",
      limitPrice: "95",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: false,
      reason: "test",
    } as const;
    d.venue.restore(order, { sentAt: 7, filled: "0", triggered: true });
    d.venue.query("old");
    expect(d.reports.map(({ kind, at }) => [kind, at])).toEqual([
      ["accepted", 7],
      ["triggered", 7],
    ]);
  });
});

describe("with a long and a short position side by side", () => {
  it("orders open and close their own side, and never turn it", () => {
    const d = venueDesk();
    d.order({ side: "buy", size: "2", positionSide: "long" });
    d.order({ side: "sell", size: "1", positionSide: "short" });
    d.bar(0, 100, 101, 99, 100);
    const longExit = d.order({ side: "sell", size: "5", positionSide: "long" });
    const shortExit = d.order({ side: "buy", size: "5", positionSide: "short", reduceOnly: true });
    const net = d.order({ side: "sell", size: "1", reduceOnly: true });
    d.bar(1, 100, 101, 99, 100);
    expect(d.fills().slice(2)).toMatchObject([
      { orderId: longExit, size: "2" },
      { orderId: shortExit, size: "1" },
    ]);
    expect(d.said(longExit)).toEqual(["accepted", "fill", "canceled"]);
    expect(d.said(net)).toEqual(["accepted", "canceled"]);
    expect(d.reports.at(-1)).toMatchObject({ at: minute });
  });
});
