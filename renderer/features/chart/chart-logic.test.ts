import { beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import type { PositionView } from "../../../shared/model/portfolio.ts";
import { renderWithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { toggleIndicator, toggleVolume, useChartSettings } from "./chart-settings.ts";
import { endUnconfirmed, moveOrder, moveRisk, settleMoves, useOrderMoves } from "./order-moves.ts";
import { snapPrice } from "./snap-price.ts";
import { intervalFromTyped, mayGrow } from "./typed-interval.ts";

const btc = "paper:BTC/USDT";
const order = (over: Partial<OrderView> = {}): OrderView => ({
  orderId: "o-1",
  instrumentId: btc,
  side: "buy",
  type: "limit",
  size: "1",
  limitPrice: "100",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
  status: "accepted",
  statusReason: "",
  filledSize: "0",
  fees: "0",
  actor: { kind: "person", id: "desk" },
  reason: "",
  createdAt: 1,
  updatedAt: 1,
  ...over,
});
const held = (size: string): PositionView => ({
  instrumentId: btc,
  size,
  notional: "0",
  realizedPnl: "0",
  unrealizedPnl: "0",
  fees: "0",
});

describe("typed digits", () => {
  it("mean minutes, or what their letter says", () => {
    expect(["1", "15", "60", "240", "1440", "4h", "1D", "7"].map(intervalFromTyped)).toEqual([
      "1m",
      "15m",
      "1h",
      "4h",
      "1d",
      "4h",
      "1d",
      null,
    ]);
  });
  it("wait while they could become another interval", () => {
    expect([mayGrow("1"), mayGrow("24"), mayGrow("15m"), mayGrow("9")]).toEqual([true, true, false, false]);
  });
});

describe("a point on the chart", () => {
  it("is the nearest tick, exactly", () => {
    expect(snapPrice(61_250.149, "0.1")).toBe("61250.1");
    expect(snapPrice(61_250.13, "0.25")).toBe("61250.25");
    expect(snapPrice(1.084_216, "0.00001")).toBe("1.08422");
  });
});

describe("moving an order", () => {
  it("adds risk when it goes towards the market and does not close", () => {
    expect(moveRisk(order(), "101", undefined)).toBe("nearer");
    expect(moveRisk(order(), "99", undefined)).toBe("none");
    expect(moveRisk(order(), "100", undefined)).toBe("none");
    expect(moveRisk(order({ side: "sell" }), "99", undefined)).toBe("nearer");
    expect(moveRisk(order({ side: "sell" }), "101", undefined)).toBe("none");
  });
  it("adds none when the order can only shrink a position", () => {
    expect(moveRisk(order({ side: "sell" }), "99", held("1"))).toBe("none");
    expect(moveRisk(order({ side: "sell", size: "2" }), "99", held("1"))).toBe("nearer");
    expect(moveRisk(order({ side: "sell", size: "2", filledSize: "1" }), "99", held("1"))).toBe("none");
    expect(moveRisk(order(), "101", held("-1"))).toBe("none");
    expect(moveRisk(order({ reduceOnly: true }), "101", undefined)).toBe("none");
    expect(moveRisk({ ...order(), limitPrice: undefined } as unknown as OrderView, "101", undefined)).toBe("none");
  });
  it("adds risk when a stop that closes goes further away, and when one that opens comes nearer", () => {
    const stop = (over: Partial<OrderView>) => order({ type: "stop", triggerPrice: "100", ...over });
    expect(moveRisk(stop({ side: "sell", reduceOnly: true }), "99", undefined)).toBe("wider");
    expect(moveRisk(stop({ side: "sell", reduceOnly: true }), "101", undefined)).toBe("none");
    expect(moveRisk(stop({ side: "buy", reduceOnly: true }), "101", undefined)).toBe("wider");
    expect(moveRisk(stop({ side: "buy" }), "99", undefined)).toBe("nearer");
    expect(moveRisk(stop({ side: "buy" }), "101", undefined)).toBe("none");
    expect(moveRisk(stop({ side: "buy", type: "market-if-touched" }), "101", undefined)).toBe("nearer");
  });
});

describe("a line on its way", () => {
  beforeEach(() => useOrderMoves.setState({ byId: {} }));
  const placed = async () => {
    const page = await renderWithDesk(null);
    const { orderId } = await page.client.call.submitOrder({
      instrumentId: btc,
      side: "buy",
      type: "limit",
      size: "0.1",
      limitPrice: "60000",
    });
    const view = page.desk.orders.get(orderId);
    if (!view) throw new Error("no order");
    return { ...page, view };
  };

  it("is pending until the venue's word and then settles", async () => {
    const { client, desk, view, leave } = await placed();
    const moving = moveOrder(client, view, "60100");
    expect(useOrderMoves.getState().byId[view.orderId]).toMatchObject({ price: "60100", kind: "pending" });
    await moving;
    settleMoves(new Map([[view.orderId, { ...view, updatedAt: view.updatedAt + 1, limitPrice: "60100" }]]));
    expect(useOrderMoves.getState().byId).toEqual({});
    expect(desk.orders.get(view.orderId)?.limitPrice).toBe("60100");
    leave();
  });
  it("snaps back when the gate says no", async () => {
    const { client, desk, view, leave } = await placed();
    desk.setRisk({ killSwitch: true });
    await moveOrder(client, view, "60200");
    expect(useOrderMoves.getState().byId).toEqual({});
    leave();
  });
  it("snaps back when the request fails, and stays unconfirmed when nobody answers", async () => {
    const { client, desk, view, leave } = await placed();
    desk.trouble.set("amendOrder", new Fault("VENUE-NO", "venue", "The venue said no.", "Try another price."));
    await moveOrder(client, view, "60300");
    expect(useOrderMoves.getState().byId).toEqual({});
    desk.trouble.set("amendOrder", "hang");
    const moving = moveOrder(client, view, "60400");
    await new Promise((resolve) => setTimeout(resolve, 20));
    desk.drop();
    await moving;
    expect(useOrderMoves.getState().byId[view.orderId]?.kind).toBe("unconfirmed");
    settleMoves(new Map([[view.orderId, view]]));
    expect(useOrderMoves.getState().byId[view.orderId]?.kind).toBe("unconfirmed");
    endUnconfirmed(new Map([[view.orderId, view]]));
    expect(useOrderMoves.getState().byId).toEqual({});
    leave();
  });
  it("says so when the venue kept the old price, and goes when the order is gone", async () => {
    useOrderMoves.setState({
      byId: { "o-1": { price: "101", kind: "pending", since: 1 }, "o-2": { price: "1", kind: "pending", since: 1 } },
    });
    settleMoves(new Map([["o-1", order({ updatedAt: 2, status: "pending_replace" })]]));
    expect(Object.keys(useOrderMoves.getState().byId)).toEqual(["o-1"]);
    settleMoves(new Map([["o-1", order({ updatedAt: 3 })]]));
    expect(useOrderMoves.getState().byId).toEqual({});
  });
  it("does nothing for the same price", async () => {
    const { client, desk, view, leave } = await placed();
    await moveOrder(client, view, "60000");
    expect(desk.requests.some(({ name }) => name === "amendOrder")).toBe(false);
    leave();
  });
});

describe("the chart's settings", () => {
  it("turn indicators and volume on and off and are kept", () => {
    const before = useChartSettings.getState();
    toggleIndicator("rsi14");
    toggleVolume();
    expect(useChartSettings.getState().indicators.includes("rsi14")).toBe(!before.indicators.includes("rsi14"));
    expect(useChartSettings.getState().volume).toBe(!before.volume);
    expect(localStorage.getItem("proofdesk.chart")).toContain("rsi14");
    toggleIndicator("rsi14");
    toggleVolume();
  });
});
