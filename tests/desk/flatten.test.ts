import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile, type TestDesk, wideLimits } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const eth = "paper:ETH/USDT";
const market = (instrumentId: string, size: string): OrderRequest => ({
  instrumentId,
  side: "buy",
  type: "market",
  size,
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
});

let desk: TestDesk;
let page: Client<DeskContract>;
const openNow = (of = desk): string[] => {
  const { engine } = of.workstation.context;
  const held = engine.positions().filter((one) => one.size !== "0");
  return [...held.map((one) => `${one.instrumentId} ${one.size}`), ...engine.openOrders().map((one) => one.status)];
};

beforeAll(async () => {
  desk = await openDesk();
  page = desk.page();
  const { quotes } = desk.workstation.context;
  await eventually("prices", () => quotes.quote(btc) && quotes.quote(eth));
});
// The gate counts orders per second.
beforeEach(() => sleep(1_050));
afterAll(async () => {
  await desk.close();
  removeProfile(desk.profileDir);
});

test("flatten also takes back an order that is approved and not sent yet", async () => {
  for (let i = 0; i < 5; i++) {
    const sending = page.call.submitOrder(market(btc, "0.01"));
    const flattening = page.call.flatten({});
    await sending;
    expect((await flattening).left).toEqual([]);
    expect(openNow()).toEqual([]);
    await sleep(220);
    expect(openNow()).toEqual([]);
  }
});

test("flatten closes every position and cancels the orders of instruments that hold none", async () => {
  const { quotes, engine } = desk.workstation.context;
  const { orderId } = await page.call.submitOrder(market(btc, "0.01"));
  await eventually("the position", () => engine.order(orderId)?.status === "filled");
  const limitPrice = ((quotes.quote(eth)?.last ?? 0) * 0.97).toFixed(2);
  const resting = await page.call.submitOrder({ ...market(eth, "0.1"), type: "limit", limitPrice });
  expect(resting.verdict.rows.filter((row) => row.outcome === "fail")).toEqual([]);
  await eventually("the order to rest", () => engine.order(resting.orderId)?.status === "accepted");
  expect(await page.call.flatten({})).toEqual({ closed: 2, left: [] });
  expect(openNow()).toEqual([]);
  expect(engine.order(resting.orderId)?.status).toBe("canceled");
});

test("cancel all takes back what was approved in the same breath and leaves nothing that could fill", async () => {
  const sending = page.call.submitOrder(market(btc, "0.01"));
  const canceling = page.call.cancelAllOrders({});
  const { orderId, verdict } = await sending;
  expect(verdict.outcome).toBe("approved");
  expect(await canceling).toEqual({ requested: 1 });
  await eventually("the end of the order", () => desk.workstation.context.engine.openOrders().length === 0);
  expect(["canceled", "filled"]).toContain(desk.workstation.context.engine.order(orderId)?.status);
  await page.call.flatten({});
});

test("where nothing can fill any more, flatten answers in time and names what is left", {
  timeout: 20_000,
}, async () => {
  const recorded = await openDesk({ feed: writeWavyBars("WAVE_1m_test.csv", 120), feedSpeed: 1200 });
  const { engine, feed, quotes } = recorded.workstation.context;
  await eventually("a price", () => quotes.latest()[0]);
  const id = engine.instruments()[0]?.id as string;
  const { orderId } = await recorded.page().call.submitOrder(market(id, "1"));
  await eventually("the position", () => engine.order(orderId)?.status === "filled");
  await eventually("the end of the file", () => feed.health().state === "ended", 10_000);
  const start = performance.now();
  expect(await recorded.page().call.flatten({})).toEqual({ closed: 0, left: [id] });
  expect(performance.now() - start).toBeLessThan(9_500);
  expect(engine.openOrders()).toHaveLength(1);
  await recorded.close();
  removeProfile(recorded.profileDir);
});

test.each([
  [600, 10_000],
  [3_600, 60_000],
])("a desk that plays a recording at %ix answers a flatten when it is flat", async (feedSpeed, staleAfterMs) => {
  const profileDir = mkdtempSync(path.join(os.tmpdir(), "proofdesk-"));
  const risk = { ...wideLimits, staleAfterMs };
  writeFileSync(path.join(profileDir, "settings.json"), JSON.stringify({ risk }));
  const recorded = await openDesk({ profileDir, feed: writeWavyBars("WAVE_1m_test.csv", 3_000), feedSpeed });
  const { engine, quotes } = recorded.workstation.context;
  await eventually("a price", () => quotes.latest()[0]);
  const id = engine.instruments()[0]?.id as string;
  for (let i = 0; i < 3; i++) {
    const { orderId } = await recorded.page().call.submitOrder(market(id, "1"));
    await eventually("the position", () => engine.order(orderId)?.status === "filled");
    expect(await recorded.page().call.flatten({})).toEqual({ closed: 1, left: [] });
    expect(openNow(recorded)).toEqual([]);
  }
  await recorded.close();
  removeProfile(profileDir);
});

test("closing a position takes back what begins to work while the first cancels are on their way", async () => {
  const { engine, quotes } = desk.workstation.context;
  const held = await page.call.submitOrder(market(btc, "0.01"));
  await eventually("the position", () => engine.order(held.orderId)?.status === "filled");
  const limitPrice = ((quotes.quote(btc)?.last ?? 0) * 0.97).toFixed(2);
  const resting = { ...market(btc, "0.01"), type: "limit" as const, limitPrice };
  const first = await page.call.submitOrder(resting);
  await eventually("it to rest", () => engine.order(first.orderId)?.status === "accepted");
  let second: Promise<{ orderId: string }> | null = null;
  const unsubscribe = engine.subscribe({
    onOrder(order) {
      if (order.orderId === first.orderId && order.status === "pending_cancel")
        second ??= page.call.submitOrder(resting);
    },
  });
  const { orderIds } = await page.call.closePosition({ instrumentId: btc });
  unsubscribe();
  expect(orderIds).toHaveLength(1);
  expect(second).not.toBeNull();
  await eventually("everything to end", () => openNow().length === 0);
});
