import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { OrderRequest } from "../../shared/model/order.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

const dir = mkdtempSync(path.join(tmpdir(), "proofdesk-tick-feed-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const start = Date.UTC(2026, 0, 5);

function order(desk: TestDesk): OrderRequest {
  const instrumentId = desk.workstation.context.engine.instruments()[0]?.id as string;
  return {
    instrumentId,
    side: "buy",
    type: "market",
    size: "1",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  };
}

test("a desk plays recorded quotes: bars first, then every tick, and an order fills at the ask", async () => {
  const feed = path.join(dir, "BTCUSDT_quotes.csv");
  const rows = Array.from({ length: 600 }, (_, i) => `${start + i * 100},${100 + (i % 7)},${101 + (i % 7)}`);
  writeFileSync(feed, `timestamp,bid,ask\n${rows.join("\n")}\n`);
  const desk = await openDesk({ feed, feedSpeed: 8 });
  const { context } = desk.workstation;
  expect(context.feed.intervalMs).toBe(1000);
  const history = context.feed.history(0);
  expect([history.length, history.openTime[0], history.volume[0]]).toEqual([29, start, 0]);
  const asks: number[] = [];
  context.engine.subscribe({ onTick: (tick) => void asks.push(tick.ask) });
  await eventually("ticks", () => asks.length > 20);
  const { orderId, verdict } = await desk.page().call.submitOrder(order(desk));
  expect(verdict.outcome).toBe("approved");
  await eventually("the fill", () => context.engine.order(orderId)?.status === "filled");
  // The paper venue's default slippage is a few hundredths here.
  const price = Number(context.engine.fills(1)[0]?.price);
  expect(asks.some((ask) => price >= ask && price < ask + 0.1)).toBe(true);
  await eventually("the end of the file", () => context.feed.health().state === "ended", 20_000);
  await eventually("the last tick", () => context.engine.metrics().queueDepth === 0);
  expect([asks.length > 300, asks.at(-1)]).toEqual([true, 101 + (599 % 7)]);
  const window = await desk.page().call.getBars({
    instrumentId: context.engine.instruments()[0]?.id as string,
    interval: "1m",
    limit: 10,
  });
  expect([window.openTime.length, window.high[0], window.low[0]]).toEqual([1, 106.5, 100.5]);
  await desk.close();
  removeProfile(desk.profileDir);
});

test("ticks that make no two bars are refused by name", async () => {
  const feed = path.join(dir, "SHORT_trades.csv");
  writeFileSync(feed, `timestamp,price,size\n${start},100,1\n${start + 10},101,1\n`);
  await expect(openDesk({ feed })).rejects.toMatchObject({ code: "FEED-EMPTY" });
});

const real = "../shared/data/ticks";
test.skipIf(!existsSync(real)).each([
  ["trades", 39_491.76],
  ["quotes", (39_490.97 + 39_490.98) / 2],
])("a desk plays recorded %s of a real market to the last (needs ../shared/data)", async (kind, last) => {
  const desk = await openDesk({ feed: `${real}/nautilus_binance_btcusdt-${kind}.csv`, feedSpeed: 60 });
  const { engine, feed, clock } = desk.workstation.context;
  expect(feed.history(0).length).toBeGreaterThan(10);
  const seen: number[] = [];
  engine.subscribe({ onTick: (tick) => void seen.push(tick.last) });
  await eventually("the end of the file", () => feed.health().state === "ended");
  await eventually("the last tick", () => engine.metrics().queueDepth === 0);
  expect(seen.length).toBeGreaterThan(100);
  expect(seen.at(-1)).toBeCloseTo(last, 6);
  expect(new Date(clock.now()).toISOString()).toContain("2021-01-08T00:00");
  await desk.close();
  removeProfile(desk.profileDir);
});
