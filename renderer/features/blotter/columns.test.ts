import { describe, expect, it } from "vitest";
import type { DataColumn } from "../../ui/data-table.tsx";
import { fitColumns } from "../../ui/fit-columns.ts";
import type { FillRow, OrderRow, PositionRow } from "./blotter-rows.ts";
import { fillColumns } from "./fill-columns.tsx";
import { orderColumns } from "./order-columns.tsx";
import { positionColumns } from "./position-columns.tsx";

const instrument = { symbol: "BTC/USDT", priceIncrement: "0.1", sizeIncrement: "0.001", quoteCurrency: "USDT" };
const at = Date.UTC(2026, 0, 31, 12);
const everything = { liquidation: true, funding: true, currency: true };
const plain = { liquidation: false, funding: false, currency: false };

const position: PositionRow = {
  instrument,
  side: "short",
  name: { symbol: "BTC/USDT", side: "net" },
  position: {
    instrumentId: "paper:BTC/USDT",
    size: "-0.5",
    averagePrice: "61000",
    markPrice: "60000.5",
    notional: "-30000.25",
    realizedPnl: "-12.3",
    unrealizedPnl: "499.75",
    fees: "15.25",
    openedAt: at,
  },
};
const order: OrderRow = {
  instrument,
  distancePct: 1.5,
  statusId: "blotter.status.partially_filled",
  tone: "working",
  sourceId: "blotter.source.trader",
  sourceName: "Trend",
  order: {
    orderId: "o1",
    instrumentId: "paper:BTC/USDT",
    side: "buy",
    type: "limit",
    size: "1",
    limitPrice: "59000",
    timeInForce: "GTC",
    postOnly: true,
    reduceOnly: true,
    status: "partially_filled",
    statusReason: "0.4 of 1",
    filledSize: "0.4",
    averagePrice: "58999.9",
    fees: "1.5",
    actor: { kind: "trader", id: "t" },
    reason: "crossed over",
    createdAt: at,
    updatedAt: at + 1000,
  },
};
const fill: FillRow = {
  instrument,
  sourceId: "blotter.source.person",
  sourceName: "",
  fill: {
    fillId: "f1",
    orderId: "o1",
    instrumentId: "paper:BTC/USDT",
    side: "sell",
    size: "0.25",
    price: "61000",
    fee: "7.625",
    feeCurrency: "USDT",
    liquidity: "maker",
    slippage: "-0.4",
    actor: { kind: "person", id: "desk" },
    at,
  },
};

const texts = <Row>(columns: readonly DataColumn<Row>[], row: Row): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column.id, column.text(row)]));
const sorts = <Row>(columns: readonly DataColumn<Row>[], row: Row): Record<string, string | number | undefined> =>
  Object.fromEntries(columns.map((column) => [column.id, column.sort?.(row)]));

describe("the columns of the blotter as text, for copying and CSV", () => {
  it("give a position's numbers as they are recorded, which any program reads, times in UTC", () => {
    expect(texts(positionColumns(plain), position)).toEqual({
      instrument: "BTC/USDT",
      side: "Short",
      size: position.position.size,
      unrealized: position.position.unrealizedPnl,
      entry: position.position.averagePrice,
      mark: position.position.markPrice,
      value: position.position.notional,
      realized: position.position.realizedPnl,
      fees: position.position.fees,
      initialMargin: "",
      maintenanceMargin: "",
      opened: "2026-01-31T12:00:00.000Z",
    });
    const { averagePrice: _, markPrice: __, openedAt: ___, ...bare } = position.position;
    expect(texts(positionColumns(everything), { ...position, position: bare })).toMatchObject({
      entry: "",
      mark: "",
      opened: "",
    });
  });

  it("have a position's size and open result in sight where the window is 1024 pixels wide", () => {
    // What the pinned actions leave of the panel there.
    const room = 298;
    const columns = positionColumns(plain);
    const widths = fitColumns(
      columns.map(({ width = 0 }) => width),
      room,
      (at) => columns[at]?.align === "end",
    );
    const endOf = (id: string): number =>
      widths.slice(0, columns.findIndex((column) => column.id === id) + 1).reduce((sum, width) => sum + width, 0);
    expect(endOf("unrealized")).toBeLessThanOrEqual(room + 0.001);
    expect(endOf("size")).toBeLessThan(room);
    // Eight decimals, such as +0.01234567, take 95 pixels.
    expect(widths[columns.findIndex(({ id }) => id === "size")]).toBeGreaterThanOrEqual(95);
  });

  it("give a position's margin, liquidation price and funding, and of two which it is", () => {
    const view = { liquidationPrice: "70000", funding: "-1.5", initialMargin: "3000", maintenanceMargin: "150" };
    const held = { ...position, position: { ...position.position, ...view, positionSide: "short" as const } };
    expect(texts(positionColumns(everything), held)).toMatchObject({
      liquidation: "70000",
      funding: "-1.5",
      initialMargin: "3000",
      maintenanceMargin: "150",
      currency: "USDT",
    });
    expect(sorts(positionColumns(everything), held)).toMatchObject({ liquidation: 70000, funding: -1.5 });
    expect(sorts(positionColumns(everything), position)).toMatchObject({ liquidation: undefined, funding: undefined });
    const flat = { ...held, side: "flat" as const, name: { symbol: "BTC/USDT", side: "short" as const } };
    expect(texts(positionColumns(everything), flat)).toMatchObject({ side: "Flat short" });
  });

  it("give an order's position where the account holds both, and until when it works", () => {
    const gtd = { ...order.order, positionSide: "long" as const, timeInForce: "GTD" as const, expireAt: at };
    expect(texts(orderColumns(true), { ...order, order: gtd })).toMatchObject({
      positionSide: "Long",
      expires: "2026-01-31T12:00:00.000Z",
    });
    const pair = { ...gtd, link: { role: "oco" as const, group: "o1" } };
    expect(texts(orderColumns(true), { ...order, order: pair })).toMatchObject({ type: "OCO Limit" });
    const exit = { ...gtd, link: { role: "stop-loss" as const, group: "o1" } };
    expect(texts(orderColumns(true), { ...order, order: exit })).toMatchObject({ type: "Stop-loss" });
    expect(texts(orderColumns(false), order)).not.toHaveProperty("positionSide");
    expect(texts(orderColumns(true), order)).toMatchObject({ positionSide: "", expires: "" });
  });

  it("give how far the price went against and for what a fill closes", () => {
    const closing = { ...fill, fill: { ...fill.fill, excursion: { adverse: "120.5", favorable: "900" } } };
    expect(texts(fillColumns(), closing)).toMatchObject({ adverse: "120.5", favorable: "900" });
    expect(sorts(fillColumns(), closing)).toMatchObject({ adverse: 120.5, favorable: 900 });
    expect(texts(fillColumns(), fill)).toMatchObject({ adverse: "", favorable: "" });
    expect(sorts(fillColumns(), fill)).toMatchObject({ adverse: undefined });
  });

  it("give an order with what is left, its flags and its source", () => {
    expect(texts(orderColumns(true), order)).toMatchObject({
      type: "Limit",
      remaining: "0.6",
      price: "59000",
      average: order.order.averagePrice,
      distance: "1.5%",
      status: "Part filled",
      source: "Trader Trend",
      flags: "post reduce",
      updated: "2026-01-31T12:00:01.000Z",
    });
    const { limitPrice: _, averagePrice: __, ...market } = order.order;
    const bare = {
      ...order,
      distancePct: null,
      sourceName: "",
      order: { ...market, postOnly: false, reduceOnly: false },
    };
    expect(texts(orderColumns(true), bare)).toMatchObject({ price: "", distance: "", flags: "", source: "Trader" });
  });

  it("give how far an order is from the market as a number that any program reads", () => {
    const distance = (distancePct: number) => texts(orderColumns(true), { ...order, distancePct })["distance"];
    expect([-1.5, -0.00012345678, 0.1 + 0.2, -0, -1e-12, 12].map(distance)).toEqual([
      "-1.5%",
      "-0.0001234568%",
      "0.3%",
      "0%",
      "0%",
      "12%",
    ]);
    for (const pct of [-1.5, 2, 1e-9, -1234.5678]) expect(distance(pct)).toMatch(/^-?\d+(\.\d+)?%$/);
  });

  it("give a fill with its whole fee, its side of the book and a signed slippage", () => {
    expect(texts(fillColumns(), fill)).toMatchObject({
      price: "61000",
      fee: "7.625 USDT",
      liquidity: "Maker",
      slippage: "-0.4",
      source: "You",
    });
    const { slippage: _, ...without } = fill.fill;
    expect(texts(fillColumns(), { ...fill, fill: without })).toMatchObject({ slippage: "" });
  });
});

describe("the columns of the blotter as sorted", () => {
  it("sort amounts as numbers, a position's value by its size whatever the side", () => {
    expect(sorts(positionColumns(everything), position)).toMatchObject({
      size: -0.5,
      value: 30000.25,
      unrealized: 499.75,
    });
    expect(sorts(orderColumns(true), order)).toMatchObject({ size: 1, remaining: 0.6, price: 59000, time: at });
    expect(sorts(fillColumns(), fill)).toMatchObject({ price: 61000, slippage: -0.4, time: at });
  });

  it("leave missing values out, so that they come last", () => {
    const { limitPrice: _, ...market } = order.order;
    expect(sorts(orderColumns(true), { ...order, distancePct: null, order: market })).toMatchObject({
      price: undefined,
      distance: undefined,
    });
  });
});
