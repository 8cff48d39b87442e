import { expect, it } from "vitest";
import type { ApprovedOrder, ExecutionReport } from "../../../shared/model/order.ts";
import { frictionless } from "../../../shared/model/paper-venue-settings.ts";
import { createPaperBroker } from "./paper-broker.ts";

const instrument = {
  id: "paper:AAPL",
  venue: "paper",
  symbol: "AAPL",
  name: "Apple",
  assetClass: "equity",
  priceIncrement: "0.01",
  sizeIncrement: "1",
  multiplier: "1",
  baseCurrency: "AAPL",
  quoteCurrency: "USD",
} as const;

it("reports to every listener until it leaves, and can do what it says and no more", () => {
  const broker = createPaperBroker([instrument], frictionless);
  const heard: ExecutionReport[] = [];
  const leave = broker.onReport((report) => heard.push(report));
  const order = {
    orderId: "a",
    instrumentId: "paper:AAPL",
    side: "buy",
    type: "market",
    size: "3",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
    reason: "test",
  } as unknown as ApprovedOrder;
  broker.submit(order);
  broker.onBar({
    instrument: 0,
    openTime: 0,
    intervalMs: 60_000,
    open: 100,
    high: 101,
    low: 99,
    close: 100,
    volume: 10,
  });
  expect(heard.map((report) => report.kind)).toEqual(["accepted", "fill"]);
  expect(broker.findOrder("a")).toEqual({ status: "filled", filledSize: "3" });
  leave();
  const prices = { limitPrice: "100", triggerPrice: "100", trailingOffset: "1" };
  for (const type of broker.capabilities.orderTypes) {
    for (const timeInForce of broker.capabilities.timeInForce) {
      const told: ExecutionReport[] = [];
      const stop = broker.onReport((report) => told.push(report));
      const end = timeInForce === "GTD" ? { expireAt: 10_000_000 } : {};
      const request = { ...order, ...prices, ...end, orderId: `${type}-${timeInForce}`, type, timeInForce };
      broker.submit(request as ApprovedOrder);
      stop();
      expect([type, timeInForce, told[0]?.kind]).toEqual([type, timeInForce, "accepted"]);
    }
  }
  expect(heard).toHaveLength(2);
});
