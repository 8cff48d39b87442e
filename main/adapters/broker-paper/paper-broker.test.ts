import { expect, it } from "vitest";
import type { AccountReport, ApprovedOrder, ExecutionReport } from "../../../shared/model/order.ts";
import { frictionless, PaperVenueSettings } from "../../../shared/model/paper-venue-settings.ts";
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

it("tells what happens to the account: funding, and a liquidation where the account is known", () => {
  const perp = { ...instrument, assetClass: "crypto-perp", sizeIncrement: "1", maintenanceMarginRate: "0.05" } as const;
  const settings = PaperVenueSettings.parse({ fundingRate: "0.001", liquidation: true });
  const broker = createPaperBroker([perp], settings, { cash: "1000", leverage: "10", marginMode: "isolated" });
  const heard: AccountReport[] = [];
  const leave = broker.onAccountReport((report) => heard.push(report));
  broker.restorePosition(perp.id, "10", { entryPrice: "100" });
  const tick = (at: number, last: number): void =>
    broker.onTick({ instrument: 0, at, bid: last, ask: last, last, size: 1 }, at);
  tick(1, 100);
  tick(28_800_000, 99);
  tick(28_800_001, 90);
  expect(heard).toMatchObject([
    { kind: "funding", amount: "-1" },
    { kind: "liquidation", side: "sell", size: "10", price: "90" },
  ]);
  leave();
  broker.restorePosition(perp.id, "10", { entryPrice: "100" });
  broker.onTime(2 * 28_800_000);
  expect(heard).toHaveLength(2);
});
