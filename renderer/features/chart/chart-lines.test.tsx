import { act } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderWithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import type { PriceLine } from "../../charts/price-chart.ts";
import { useChartLines } from "./chart-lines.ts";

const btc = "paper:BTC/USDT";
const order = {
  instrumentId: btc,
  side: "buy",
  size: "0.1",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;

it("draws working orders, the exits that an entry will bring, and where positions are liquidated", async () => {
  let lines: readonly PriceLine[] = [];
  function Probe() {
    lines = useChartLines(btc, null).lines;
    return null;
  }
  const desk = new ScriptedDesk();
  desk.info = { ...desk.info, terms: { ...desk.info.terms, positionMode: "hedging" } };
  desk.place({ ...order, type: "market" });
  desk.place({ ...order, type: "market", side: "sell", instrumentId: "paper:ETH/USDT" });
  desk.say(`${btc} long`, { liquidationPrice: "40000" });
  desk.say("paper:ETH/USDT short", { liquidationPrice: "9000" });
  const bracket = {
    stopLoss: { type: "stop", triggerPrice: "58000" },
    takeProfit: { type: "limit", limitPrice: "62000" },
  } as const;
  const { orderId } = desk.place({ ...order, type: "limit", limitPrice: "60000", bracket });
  const page = await renderWithDesk(<Probe />, desk);
  expect(lines).toEqual([
    { id: orderId, tone: "buy", price: 60_000, stroke: "solid", title: "" },
    { id: `${orderId} stopLoss`, tone: "sell", price: 58_000, stroke: "dotted", title: "SL" },
    { id: `${orderId} takeProfit`, tone: "sell", price: 62_000, stroke: "dotted", title: "TP" },
    { id: `${btc} long liquidation`, tone: "warn", price: 40_000, stroke: "solid", title: "Liq. long" },
  ]);
  const view = desk.orders.get(orderId);
  if (!view) throw new Error("no order");
  await act(async () => {
    desk.putOrder({ ...view, status: "partially_filled", filledSize: "0.05" });
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
  expect(lines.map(({ title }) => title)).toEqual(["", "Liq. long"]);
  page.leave();
});
