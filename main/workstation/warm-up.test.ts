import { expect, it } from "vitest";
import { btc, engineRig, eth, market, person } from "../../tests/fixtures/engine-rig.ts";
import type { MarketData } from "../ports/market-data.ts";
import { warmUp } from "./warm-up.ts";

const minute = 60_000;
const midnight = Date.UTC(2026, 0, 6);

/** Bars of a minute whose last closes at `end`: at a price until midnight, and at another after it. */
function bars(end: number, count: number, before: number, after: number): ReturnType<MarketData["history"]> {
  const openTime = Float64Array.from({ length: count }, (_, i) => end - (count - i) * minute);
  const price = openTime.map((at) => (at < midnight ? before : after));
  const volume = price.map(() => 1);
  return { length: count, openTime, open: price, high: price, low: price, close: price, volume };
}

it("a trading day that has begun within the history begins at midnight's prices of all that is held", () => {
  const options = { cash: "100000", leverage: "3" };
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
  for (const [instrument, { id }] of [btc, eth].entries()) {
    rig.price(100, instrument);
    rig.fill(rig.engine.submit(market("buy", "10", { instrumentId: id }), person, "").orderId, "10", "100");
  }
  const again = engineRig(options);
  again.clock.now = midnight + 10 * minute;
  for (const event of rig.stored()) again.engine.restore(event);
  const histories = [bars(again.clock.now, 30, 150, 160), bars(again.clock.now, 20, 90, 80)];
  const feed = { instruments: [btc, eth], intervalMs: minute, history: (at: number) => histories[at] };
  warmUp(again.engine, feed as unknown as MarketData, 25);
  expect(again.events).toMatchObject([{ type: "account.day_rolled", at: midnight, data: { equity: "100400" } }]);
  expect(again.engine.account()).toMatchObject({ equity: "100400", dayPnl: "0" });
  expect(again.engine.metrics().inputs).toBe(45);
});
