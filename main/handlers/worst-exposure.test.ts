import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import { type ExposureSource, worstExposure } from "./worst-exposure.ts";

const instrument = (id: string, rate?: string): Instrument => ({
  id,
  symbol: id,
  name: id,
  venue: "paper",
  assetClass: "crypto-spot",
  baseCurrency: "BTC",
  quoteCurrency: "USD",
  priceIncrement: "0.01",
  sizeIncrement: "0.001",
  multiplier: "1",
  ...(rate === undefined ? {} : { initialMarginRate: rate }),
});
const position = (instrumentId: string, size: string): PositionView => ({
  instrumentId,
  size,
  notional: "0",
  realizedPnl: "0",
  unrealizedPnl: "0",
  fees: "0",
});
const order = (side: "buy" | "sell", size: string, change: Partial<OrderView> = {}): OrderView => ({
  orderId: `o-${side}-${size}`,
  instrumentId: "a",
  side,
  type: "limit",
  size,
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
  status: "accepted",
  statusReason: "",
  filledSize: "0",
  fees: "0",
  actor: { kind: "person", id: "desk" },
  reason: "",
  createdAt: 0,
  updatedAt: 0,
  ...change,
});
const source: ExposureSource = {
  instruments: [instrument("a"), instrument("b")],
  positions: [],
  openOrders: [],
  leverage: "2",
  takerFee: new Decimal(0),
  lastPrice: () => new Decimal(100),
  money: (_, amount) => amount,
};
const worst = (change: Partial<ExposureSource>): Record<string, string> | null => {
  const found = worstExposure({ ...source, ...change });
  return found && { gross: found.gross.toFixed(), net: found.net.toFixed(), margin: found.margin.toFixed() };
};

describe("what positions may come to be worth", () => {
  it("adds longs and shorts up for gross and sets them off for net", () => {
    expect(worst({ positions: [position("a", "3"), position("b", "-1")] })).toEqual({
      gross: "400",
      net: "200",
      margin: "400",
    });
  });

  it("takes the side whose working orders would make more of it, and what is left of an order", () => {
    const openOrders = [
      order("buy", "2", { filledSize: "1" }),
      order("sell", "5"),
      order("sell", "9", { reduceOnly: true }),
    ];
    expect(worst({ positions: [position("a", "1")], openOrders })).toMatchObject({ gross: "500", net: "500" });
  });

  it("counts every order of a group that may open, and of its exits the largest", () => {
    const link = { role: "oco", group: "g" } as const;
    const both = (change: Partial<OrderView>) =>
      worst({
        positions: [position("a", "-3")],
        openOrders: [order("buy", "5", { link, ...change }), order("buy", "3", { link, ...change })],
      });
    expect(both({})).toMatchObject({ gross: "500" });
    expect(both({ reduceOnly: true })).toMatchObject({ gross: "300" });
  });

  it("takes an instrument's own margin rate and the fee from buying power", () => {
    const instruments = [instrument("a", "0.1")];
    const positions = [position("a", "1")];
    expect(worst({ instruments, positions, takerFee: new Decimal("0.01") })).toMatchObject({ margin: "20.2" });
  });

  it("knows nothing where a price or a rate is missing, and needs none where nothing is open", () => {
    expect(worst({ positions: [position("a", "1")], lastPrice: () => null })).toBeNull();
    expect(worst({ positions: [position("a", "1")], money: () => null })).toBeNull();
    expect(worst({ positions: [position("a", "0")], lastPrice: () => null })).toMatchObject({ gross: "0" });
  });
});
