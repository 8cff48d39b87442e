import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";
import { createPaperVenue } from "./paper-venue.ts";

const hour = 60 * minute;
const perp = { ...btc, assetClass: "crypto-perp" as const, maintenanceMarginRate: "0.05" };
const eth = { ...perp, id: "paper:ETH/USDT" };
const isolated = { cash: "1000", leverage: "10", marginMode: "isolated" } as const;
const cross = { cash: "1000", leverage: "10", marginMode: "cross" } as const;

describe("funding", () => {
  it("is paid by longs and received by shorts at each boundary, on the price that stands there", () => {
    const d = venueDesk({ fundingRate: "0.0001" }, [perp]);
    d.order({ size: "2" });
    d.bar(478, 100, 101, 99, 100);
    expect(d.accountReports).toEqual([]);
    d.bar(479, 100, 101, 99, 100);
    d.bar(480, 110, 111, 109, 110);
    expect(d.accountReports).toEqual([
      {
        reportId: `funding-${perp.id}-${8 * hour}`,
        at: 8 * hour,
        kind: "funding",
        instrumentId: perp.id,
        rate: "0.0001",
        amount: "-0.022",
        currency: "USDT",
      },
    ]);
    d.order({ size: "5", side: "sell" });
    d.bar(481, 100, 101, 99, 100);
    d.venue.onTime(16 * hour);
    expect(d.accountReports[1]).toMatchObject({ at: 16 * hour, amount: "0.03" });
  });

  it("is money that an account can hold, however fine the increments and the rate are", () => {
    const fine = { ...perp, priceIncrement: "0.00000001", sizeIncrement: "0.00000001" };
    const d = venueDesk({ fundingRate: "0.000123456789", liquidation: true }, [fine], cross);
    d.order({ size: "1.00000001" });
    d.bar(478, 100, 101, 99, 100);
    d.bar(479, 100, 101, 99, 100);
    d.bar(480, 100.00000001, 101, 99, 100);
    // 100.00000001 × 1.00000001 × 0.000123456789 has 28 decimals.
    expect(d.accountReports).toMatchObject([{ amount: "-0.012345679024691356902346" }]);
  });

  it("follows a schedule, on ticks, and passes over boundaries without a position or without a rate", () => {
    const schedule = [
      { at: 3000, rate: "-0.01" },
      { at: 1000, rate: "0.01" },
      { at: 2000, rate: "0.01", instrumentId: "paper:OTHER" },
    ];
    const d = venueDesk({ fundingSchedule: schedule }, [perp]);
    d.tick(500, 99, 101, 100);
    d.tick(1500, 99, 101, 100);
    d.order({ size: "1" });
    d.tick(2500, 99, 101, 100);
    d.tick(3500, 99, 101, 100);
    d.tick(4000, 99, 101, 100);
    expect(d.accountReports).toMatchObject([{ at: 3000, amount: "1" }]);
    const spot = venueDesk({ fundingRate: "0.01" });
    spot.order({});
    spot.bar(0, 100, 101, 99, 100);
    spot.venue.onTime(48 * hour);
    expect(spot.accountReports).toEqual([]);
  });
});

describe("liquidation", () => {
  it("is reported under an id that no other has, of another instrument or after a restart", () => {
    const ids = [0, 10].flatMap((minutes) => {
      const d = venueDesk({ liquidation: true }, [perp, eth], isolated);
      const bar = (instrument: number, index: number, open: number, low: number): void => {
        const openTime = (minutes + index) * minute;
        d.venue.onBar({ instrument, openTime, intervalMs: minute, open, high: open, low, close: low, volume: 1 });
      };
      for (const { id: instrumentId } of [perp, eth]) d.order({ instrumentId });
      for (const instrument of [0, 1]) bar(instrument, 0, 100, 99);
      for (const instrument of [0, 1]) bar(instrument, 1, 99, 90);
      return d.accountReports.map(({ reportId }) => reportId);
    });
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
  });

  it("closes an isolated long where its own margin is down to the maintenance margin", () => {
    const d = venueDesk({ liquidation: true, takerFeeBps: "10" }, [perp], isolated);
    const entry = d.order({ size: "10" });
    d.bar(0, 100, 101, 99, 100);
    const resting = d.order({ side: "sell", limitPrice: "120", reduceOnly: true, size: "10" });
    // Margin 100, value 1000: 100 + (p − 100) × 10 = 0.05 × 10 p, p = 94.736…
    d.bar(1, 98, 99, 94.74, 98);
    expect(d.accountReports).toEqual([]);
    d.bar(2, 98, 99, 94.7, 98);
    expect(d.accountReports).toMatchObject([
      { kind: "liquidation", side: "sell", size: "10", price: "94.73", fee: "0.9473", feeCurrency: "USDT" },
    ]);
    expect(d.said(entry)).toEqual(["accepted", "fill"]);
    expect(d.said(resting)).toEqual(["accepted", "canceled"]);
    d.bar(3, 94, 99, 50, 98);
    expect(d.accountReports).toHaveLength(1);
  });

  it("closes a short above, at the open where it gaps, and comes after a stop that stands before it", () => {
    const d = venueDesk({ liquidation: true }, [perp], isolated);
    d.order({ side: "sell", size: "10" });
    d.bar(0, 100, 101, 99, 100);
    d.bar(1, 130, 131, 129, 130);
    expect(d.accountReports).toMatchObject([{ side: "buy", price: "130" }]);
    const e = venueDesk({ liquidation: true }, [perp], isolated);
    e.order({ side: "buy", size: "10" });
    e.bar(0, 100, 101, 99, 100);
    const stop = e.order({ side: "sell", size: "10", type: "stop", triggerPrice: "96", reduceOnly: true });
    e.bar(1, 100, 100, 90, 91);
    expect(e.said(stop)).toEqual(["accepted", "triggered", "fill"]);
    expect(e.accountReports).toEqual([]);
  });

  it("may follow the entry within one bar, and does not happen to an account without the setting", () => {
    const d = venueDesk({ liquidation: true }, [perp], isolated);
    d.order({ size: "10" });
    d.bar(0, 100, 101, 90, 95);
    expect(d.accountReports).toMatchObject([{ price: "94.73", at: expect.any(Number) }]);
    const e = venueDesk({}, [perp], isolated);
    e.order({ size: "10" });
    e.bar(0, 100, 101, 1, 95);
    expect(e.accountReports).toEqual([]);
  });

  it("of crossed positions counts what the others win and lose, and cancels every order", () => {
    const d = venueDesk({ liquidation: true }, [perp, eth], cross);
    const tick = (instrument: number, at: number, last: number): void =>
      d.venue.onTick({ instrument, at, bid: last, ask: last, last, size: 1 }, at);
    tick(0, 0, 100);
    tick(1, 0, 100);
    d.order({ size: "40" });
    d.order({ size: "40", instrumentId: eth.id });
    const resting = d.order({ size: "1", limitPrice: "50", instrumentId: eth.id });
    tick(0, 1, 90);
    expect(d.accountReports).toEqual([]);
    // Equity 1000 − 400 − 40 × (100 − p), maintenance 0.05 × 40 × (90 + p): met at 94.21.
    tick(1, 2, 94.3);
    expect(d.accountReports).toEqual([]);
    tick(1, 3, 94.2);
    expect(d.accountReports).toMatchObject([{ kind: "liquidation", instrumentId: eth.id, size: "40" }]);
    expect(d.said(resting)).toEqual(["accepted", "canceled"]);
  });

  describe("of a long and a short of one instrument that share their margin", () => {
    const lent = { cash: "1000", leverage: "50", marginMode: "cross" } as const;
    const thin = { ...perp, maintenanceMarginRate: "0.01" };
    const hedged = (short: string) => {
      const d = venueDesk({ liquidation: true }, [thin], lent);
      d.bar(0, 100, 100, 100, 100);
      d.order({ size: "100", positionSide: "long" });
      d.order({ size: short, side: "sell", positionSide: "short" });
      return d;
    };

    it("does not happen while they outweigh each other, only where the maintenance of both takes the equity", () => {
      const d = hedged("100");
      d.bar(1, 100, 140, 60, 100);
      d.bar(2, 100, 499, 100, 499);
      expect(d.accountReports).toEqual([]);
      // Equity stays 1000; 0.01 × 200 p takes it at 500.
      d.bar(3, 499, 501, 499, 501);
      expect(d.accountReports).toMatchObject([
        { kind: "liquidation", positionSide: "long", side: "sell", size: "100", price: "500" },
        { kind: "liquidation", positionSide: "short", side: "buy", size: "100", price: "500" },
      ]);
    });

    it("closes both where the net size has used the margin up, on bars and on ticks", () => {
      // 1000 + 60 (p − 100) = 0.01 × 140 p at 85.32…
      const both = [
        { positionSide: "long", side: "sell", size: "100" },
        { positionSide: "short", side: "buy", size: "40" },
      ];
      const bars = hedged("40");
      bars.bar(1, 100, 130, 85.33, 100);
      expect(bars.accountReports).toEqual([]);
      bars.bar(2, 100, 130, 80, 90);
      expect(bars.accountReports).toMatchObject(both.map((leg) => ({ ...leg, price: "85.32" })));
      bars.bar(3, 90, 1000, 10, 90);
      expect(bars.accountReports).toHaveLength(2);
      const ticks = hedged("40");
      ticks.bar(1, 100, 100, 100, 100);
      ticks.tick(3 * minute, 85.33, 85.35, 85.34);
      expect(ticks.accountReports).toEqual([]);
      ticks.tick(3 * minute + 1, 85.31, 85.33, 85.32);
      expect(ticks.accountReports).toMatchObject([
        { ...both[0], price: "85.31" },
        { ...both[1], price: "85.33" },
      ]);
    });

    it("comes at any price at which their maintenance takes the equity, and at no other", () => {
      const sizes = fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 120 }));
      const prices = fc.array(fc.integer({ min: 1000, max: 90_000 }), { minLength: 1, maxLength: 8 });
      let closed = 0;
      fc.assert(
        fc.property(sizes, prices, ([long, short], cents) => {
          const d = venueDesk({ liquidation: true }, [thin], lent);
          d.tick(0, 100, 100);
          d.order({ size: String(long), positionSide: "long" });
          if (short > 0) d.order({ size: String(short), side: "sell", positionSide: "short" });
          for (const [i, cent] of cents.entries()) {
            const price = cent / 100;
            d.tick(i + 1, price, price);
            const left = 1000 + (long - short) * (price - 100) - 0.01 * (long + short) * price;
            // Levels lie on whole increments.
            if (Math.abs(left) < 0.02 * (long + short)) return;
            const legs = [["long", String(long)], ...(short > 0 ? [["short", String(short)]] : [])];
            const told = d.accountReports.map((report) => "size" in report && [report.positionSide, report.size]);
            expect(told).toEqual(left > 0 ? [] : legs);
            if (left <= 0) {
              closed++;
              return;
            }
          }
        }),
        { numRuns: 300 },
      );
      expect(closed).toBeGreaterThan(50);
    });

    it("goes by each one's own margin where they are isolated", () => {
      const d = venueDesk({ liquidation: true }, [thin], { ...lent, marginMode: "isolated" });
      d.bar(0, 100, 100, 100, 100);
      d.order({ size: "10", positionSide: "long" });
      d.order({ size: "10", side: "sell", positionSide: "short" });
      d.bar(1, 100, 100, 90, 100);
      expect(d.accountReports).toMatchObject([{ positionSide: "long", price: "98.98" }]);
    });
  });

  it("comes at any price to a short that the others have left without margin", () => {
    const d = venueDesk({ liquidation: true }, [perp, eth], cross);
    const tick = (instrument: number, at: number, last: number): void =>
      d.venue.onTick({ instrument, at, bid: last, ask: last, last, size: 1 }, at);
    tick(0, 0, 100);
    tick(1, 0, 100);
    d.order({ size: "1", side: "sell" });
    d.order({ size: "80", instrumentId: eth.id });
    tick(1, 1, 70);
    expect(d.accountReports).toMatchObject([{ instrumentId: eth.id, price: "70" }]);
    tick(0, 2, 100);
    expect(d.accountReports[1]).toMatchObject({ instrumentId: perp.id, side: "buy", price: "100" });
  });

  it("refuses what the free margin does not carry, but never what closes", () => {
    const d = venueDesk({ liquidation: true }, [perp], cross);
    d.tick(0, 99.99, 100.01, 100);
    d.order({ size: "101" });
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-MARGIN", reason: expect.stringContaining("is free") });
    d.order({ size: "99" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "fill" });
    // Less than the margin of the position is left.
    d.tick(1, 99.79, 99.81, 99.8);
    d.order({ size: "1" });
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-MARGIN" });
    d.order({ size: "99", side: "sell" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "fill" });
    d.order({ limitPrice: "1", size: "5000", side: "buy" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "accepted" });
  });

  it("lets one order turn a position over with the margin that the closed one sets free", () => {
    const d = venueDesk({ liquidation: true }, [perp], isolated);
    d.tick(0, 99.99, 100.01, 100);
    d.order({ size: "60" });
    d.order({ size: "161", side: "sell" });
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-MARGIN" });
    d.order({ size: "155", side: "sell" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "fill", size: "155" });
  });

  it("knows what positions cost that were there before", () => {
    const d = venueDesk({ liquidation: true }, [perp], isolated);
    d.venue.restorePosition(perp.id, "10", { entryPrice: "100.00005" });
    d.bar(0, 98, 99, 94.7, 98);
    expect(d.accountReports).toMatchObject([{ kind: "liquidation", size: "10", price: "94.73" }]);
  });
});

test("is refused where nobody keeps the account", () => {
  expect(() => venueDesk({ liquidation: true }, [perp])).toThrow(expect.objectContaining({ code: "VENUE-ACCOUNT" }));
  const settings = PaperVenueSettings.parse({ fundingRate: "0.0001" });
  expect(() => createPaperVenue([perp], settings, () => 0, vi.fn())).toThrow("funding needs an account");
  expect(() => createPaperVenue([btc], settings, () => 0, vi.fn())).not.toThrow();
});

test("cash never falls below what slippage and gaps take: a liquidated long has lost at most its margin on a path", () => {
  const leverage = fc.integer({ min: 2, max: 18 });
  const drift = fc.array(fc.integer({ min: -300, max: 250 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(leverage, drift, (times, moves) => {
      const d = venueDesk({ liquidation: true }, [perp], {
        cash: "100000",
        leverage: String(times),
        marginMode: "isolated",
      });
      d.order({ size: "10" });
      let price = 10_000;
      moves.forEach((move, i) => {
        const open = price;
        price = Math.max(500, price + move);
        // A path without gaps: each bar opens where the last one closed.
        d.bar(i, open / 100, Math.max(open, price) / 100, Math.min(open, price) / 100, price / 100);
      });
      for (const report of d.accountReports) {
        if (report.kind !== "liquidation") continue;
        const lost = (100 - Number(report.price)) * 10;
        expect(lost).toBeLessThanOrEqual(1000 / times + 0.1);
      }
    }),
    { numRuns: 60 },
  );
});
