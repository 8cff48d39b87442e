import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { venueDesk } from "../../tests/fixtures/venue-desk.ts";
import { checkVenueInput, venueNeeds } from "./venue-needs.ts";

describe("a place in the queue", () => {
  const queued = () => {
    const d = venueDesk({ queue: true, queueAhead: "5", makerFeeBps: "1" });
    d.tick(0, 99, 101, 100, 1);
    return d;
  };

  it("lets prints at the price serve those ahead first, then the order as far as the print goes", () => {
    const d = queued();
    const id = d.order({ limitPrice: "99", size: "3" });
    d.tick(1, 99, 101, 99, 4);
    expect(d.fills()).toEqual([]);
    d.tick(2, 99, 101, 99, 3);
    expect(d.fills()).toMatchObject([{ orderId: id, size: "2", price: "99", liquidity: "maker", at: 2 }]);
    // A quote without a print moves nobody forward.
    d.tick(3, 99, 101, Number.NaN, 50);
    d.tick(4, 99, 101, 99, 0);
    expect(d.fills()).toHaveLength(1);
    d.tick(5, 99, 101, 99, 9);
    expect(d.fills()[1]).toMatchObject({ size: "1", at: 5 });
  });

  it("is the first once the price has gone through it, also for what the volume has left of the order", () => {
    const d = venueDesk({ queue: true, queueAhead: "5", participation: "1" });
    d.tick(0, 99, 101, 100, 1);
    const id = d.order({ limitPrice: "99", size: "3" });
    d.tick(1, 98, 98.5, 98.5, 1);
    d.tick(2, 99, 101, 99, 0.5);
    expect(d.fills()).toMatchObject([
      { orderId: id, size: "1", at: 1 },
      { orderId: id, size: "0.5", at: 2 },
    ]);
  });

  it("is the first where the order improves the market, and no matter once the price trades through", () => {
    const d = queued();
    const first = d.order({ limitPrice: "100", size: "1" });
    const behind = d.order({ limitPrice: "99", size: "2" });
    d.tick(1, 99, 101, 100, 0.4);
    expect(d.fills()).toMatchObject([{ orderId: first, size: "0.4" }]);
    d.tick(2, 98, 98.5, 98.5, 0.1);
    expect(d.fills().slice(1)).toMatchObject([
      { orderId: first, size: "0.6", price: "100" },
      { orderId: behind, size: "2", price: "99" },
    ]);
  });

  it("shares one print among the venue's orders by their arrival, and is lost with a new price or a larger size", () => {
    const d = queued();
    const a = d.order({ limitPrice: "99", size: "2" });
    const b = d.order({ limitPrice: "99", size: "2" });
    d.tick(1, 99, 101, 99, 5);
    d.venue.replace(a, { size: "3" });
    d.tick(2, 99, 101, 99, 2.5);
    expect(d.fills()).toMatchObject([{ orderId: b, size: "2" }]);
    // Half of the second print went past b and served those ahead of a.
    d.tick(3, 99, 101, 99, 6);
    expect(d.fills()[1]).toMatchObject({ orderId: a, size: "1.5" });
  });

  it("is joined when a trigger releases the order, behind what stands at its limit then", () => {
    const d = queued();
    const id = d.order({ side: "buy", type: "stop-limit", triggerPrice: "102", limitPrice: "100", size: "1" });
    d.tick(1, 101, 103, 102, 50);
    expect(d.said(id)).toEqual(["accepted", "triggered"]);
    d.tick(2, 100, 101, 100, 5);
    expect(d.fills()).toEqual([]);
    d.tick(3, 100, 101, 100, 0.4);
    expect(d.fills()).toMatchObject([{ orderId: id, size: "0.4", price: "100", at: 3 }]);
  });

  it.each([
    ["behind what stands there, though it improved on the quote of before", "99.5", 99, ["0.4", "0.6"]],
    ["first where it improves on that", "100.5", 101, ["1"]],
  ] as const)("of an order that came in a halt is seen at the first price: %s", (_, limitPrice, before, sizes) => {
    const d = venueDesk({ queue: true, queueAhead: "5", halts: [{ from: 10, to: 20 }] });
    d.tick(1, before, 102, 101, 1);
    d.venue.onTime(15);
    d.order({ limitPrice });
    d.tick(20, 100, 101, 101, 1);
    d.tick(21, 100, 101, Number(limitPrice), 4);
    d.tick(22, 100, 101, Number(limitPrice), 1.4);
    d.tick(23, 100, 101, Number(limitPrice), 5);
    expect(d.fills().map(({ size }) => size)).toEqual(sizes);
  });

  it("is not simulated with bars: such a run is refused, and so is each order", () => {
    const settings = PaperVenueSettings.parse({ queue: true });
    expect(venueNeeds(settings)).toBe("trades");
    expect(venueNeeds(PaperVenueSettings.parse({}))).toBeNull();
    expect(() => checkVenueInput(settings, "bars")).toThrow(expect.objectContaining({ code: "VENUE-QUEUE-INPUT" }));
    expect(() => checkVenueInput(settings, "quotes")).toThrow("queue=true");
    checkVenueInput(settings, "trades");
    const d = venueDesk({ queue: true });
    const early = d.order({ limitPrice: "105" });
    d.bar(0, 100, 101, 99, 100);
    expect(d.said(early)).toEqual(["accepted", "canceled"]);
    d.order({ limitPrice: "95" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "rejected", code: "VENUE-UNSUPPORTED" });
    d.order({ type: "stop", triggerPrice: "105", triggerBy: "quote" });
    expect(d.reports.at(-1)).toHaveProperty("reason", expect.stringContaining("triggered by the quote on bars"));
  });

  test("never fills more than was printed at or through the price", () => {
    const tick = fc.record({ last: fc.integer({ min: 97, max: 102 }), size: fc.integer({ min: 0, max: 6 }) });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.nat(4), fc.array(tick, { maxLength: 30 }), (orders, ahead, ticks) => {
        const d = venueDesk({ queue: true, queueAhead: String(ahead), participation: "1" });
        d.tick(0, 99, 101, 100, 0);
        for (const size of orders) d.order({ limitPrice: "99", size: String(size) });
        let printed = 0;
        ticks.forEach(({ last, size }, i) => {
          if (last <= 99) printed += size;
          d.tick(i + 1, Math.min(99, last), Math.max(last, 99.5), last, size);
        });
        const filled = d.fills().reduce((sum, fill) => sum + (fill.kind === "fill" ? Number(fill.size) : 0), 0);
        expect(filled).toBeLessThanOrEqual(printed);
      }),
    );
  });
});

describe("market impact", () => {
  it("goes with the square root of the share of the volume that a taker takes, and spares makers", () => {
    const d = venueDesk({ impactBps: "100", participation: "1" });
    for (const size of ["1", "4", "100"]) {
      d.order({ size });
      d.bar(0, 100, 110, 90, 100, 100);
    }
    // 100 bps × √(1/100), √(4/100), √1
    expect(d.fills().map((fill) => fill.price)).toEqual(["100.1", "100.2", "101"]);
    d.order({ side: "sell", limitPrice: "105", size: "50" });
    d.bar(1, 100, 110, 90, 100, 100);
    expect(d.fills().at(-1)).toMatchObject({ price: "105", liquidity: "maker" });
  });

  it("never goes beyond a limit, and is nothing where the volume is unknown", () => {
    const d = venueDesk({ impactBps: "500" });
    d.tick(0, 99.99, 100.01, 100, 1);
    d.order({ limitPrice: "100.05" });
    d.tick(1, 99.99, 100.01, 100, 0);
    d.order({ side: "sell" });
    expect(d.fills().map((fill) => fill.price)).toEqual(["100.05", "99.99"]);
  });
});
