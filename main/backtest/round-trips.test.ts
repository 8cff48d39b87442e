import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import { equityCurve } from "./equity-curve.ts";
import { roundTrips } from "./round-trips.ts";

const instrument = {
  id: "paper:X",
  venue: "paper",
  symbol: "X",
  name: "X",
  assetClass: "equity",
  priceIncrement: "0.01",
  sizeIncrement: "1",
  multiplier: "2",
  baseCurrency: "X",
  quoteCurrency: "USD",
} as const;
const scale = scaleOf(instrument, 0);
const minute = 60_000;

function fill(at: number, side: "buy" | "sell", size: number, price: string, fee = "0"): FillView {
  const actor = { kind: "trader", id: "t" } as const;
  const liquidity = "taker";
  return {
    fillId: `${at}`,
    orderId: "o",
    instrumentId: "paper:X",
    side,
    size: String(size),
    price,
    fee,
    feeCurrency: "USD",
    liquidity,
    actor,
    at,
  };
}

describe("round trips", () => {
  it("go from flat to flat over additions and partial exits, net of fees", () => {
    const fills = [
      fill(0, "buy", 1, "10", "0.5"),
      fill(minute, "buy", 2, "11"),
      fill(2 * minute, "sell", 1, "12", "0.25"),
      fill(3 * minute, "sell", 2, "13"),
    ];
    expect(roundTrips(fills, scale, 1300n)).toEqual([
      {
        side: "long",
        size: "3",
        entryAt: "1970-01-01T00:00:00.000Z",
        entryPrice: "10.6666666667",
        exitAt: "1970-01-01T00:03:00.000Z",
        exitPrice: "12.6666666667",
        fees: "0.75",
        pnl: "11.25",
        returnPct: "17.578125",
      },
    ]);
  });

  it("a fill that turns the position ends one and begins the next, its fee shared by size", () => {
    const fills = [fill(0, "sell", 1, "10"), fill(minute, "buy", 3, "8", "0.3")];
    expect(roundTrips(fills, scale, 900n)).toMatchObject([
      { side: "short", size: "1", fees: "0.1", pnl: "3.9", exitPrice: "8" },
      { side: "long", size: "2", fees: "0.2", pnl: "3.8", exitAt: null, exitPrice: null },
    ]);
  });

  it("begin with the position that was held", () => {
    const held = { size: "-2", averagePrice: "10.5" } as PositionView;
    expect(roundTrips([fill(minute, "buy", 2, "10")], scale, 0n, held, 7)).toMatchObject([
      { side: "short", size: "2", entryPrice: "10.5", entryAt: "1970-01-01T00:00:00.007Z", pnl: "2" },
    ]);
  });

  it("add up to the last point of the equity curve, whatever the fills", () => {
    const fills = fc.array(
      fc.record({
        buy: fc.boolean(),
        size: fc.integer({ min: 1, max: 50 }),
        cents: fc.integer({ min: 1, max: 100_000 }),
        fee: fc.integer({ min: 0, max: 999 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(fills, fc.integer({ min: 1, max: 100_000 }), (list, mark) => {
        const made = list.map(({ buy, size, cents, fee }, index) =>
          fill(index * minute, buy ? "buy" : "sell", size, formatFixed(BigInt(cents), 2), formatFixed(BigInt(fee), 3)),
        );
        const trips = roundTrips(made, scale, BigInt(mark));
        const total = trips.reduce((sum, trip) => sum + parseFixed(trip.pnl, MONEY_DIGITS), 0n);
        const fees = trips.reduce((sum, trip) => sum + parseFixed(trip.fees, MONEY_DIGITS), 0n);
        expect(fees).toBe(
          list.reduce((sum, { fee }) => sum + parseFixed(formatFixed(BigInt(fee), 3), MONEY_DIGITS), 0n),
        );
        const n = made.length + 1;
        const columns = {
          length: n,
          openTime: Float64Array.from({ length: n }, (_, index) => index * minute),
          open: new Float64Array(n),
          high: new Float64Array(n),
          low: new Float64Array(n),
          close: new Float64Array(n).fill(mark / 100),
          volume: new Float64Array(n),
        };
        const { equity, exposedBars } = equityCurve(columns, made, scale, { cash: "1000", size: "0" });
        expect(equity.at(-1)).toBeCloseTo(1000 + Number(formatFixed(total, MONEY_DIGITS)), 6);
        expect(exposedBars).toBeLessThanOrEqual(n);
        expect(trips.filter((trip) => trip.exitAt === null).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
