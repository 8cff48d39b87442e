import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { traderHistory } from "../../main/workstation/trader-history.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

const marketDay = "2026-01-05";

function order(desk: TestDesk, side: "buy" | "sell"): OrderRequest {
  const instrumentId = desk.workstation.context.engine.instruments()[0]?.id as string;
  return { instrumentId, side, type: "market", size: "1", timeInForce: "GTC", postOnly: false, reduceOnly: false };
}

async function sendTwenty(desk: TestDesk): Promise<string[]> {
  const page = desk.page();
  const refusals: string[] = [];
  for (let i = 0; i < 20; i++) {
    const { verdict } = await page.call.submitOrder(order(desk, i % 2 === 0 ? "buy" : "sell"));
    if (verdict.outcome !== "approved") {
      refusals.push(...verdict.rows.filter((row) => row.outcome === "fail").map((row) => row.text));
    }
    await sleep(30);
  }
  return refusals;
}

test("a recorded desk lives in market time, before and after a restart, and its prices grow stale when the file ends", async () => {
  const feed = writeWavyBars("WAVE_1m_test.csv", 300);
  const first = await openDesk({ feed, feedSpeed: 600 });
  const { engine, quotes } = first.workstation.context;
  await eventually("a price", () => quotes.latest()[0]);
  expect(await sendTwenty(first)).toEqual([]);
  await eventually("fills", () => engine.fills().length >= 10);
  expect(new Date(engine.now()).toISOString()).toContain(marketDay);
  await first.close();

  const second = await openDesk({ profileDir: first.profileDir, feed, feedSpeed: 2400 });
  const again = second.workstation.context;
  await eventually("a price", () => again.quotes.latest()[0]);
  expect(await sendTwenty(second)).toEqual([]);
  const written = [...again.journal.read()].map(({ text }) => JSON.parse(text) as { type: string; at: string });
  const orders = written.filter(({ type }) => type.startsWith("order.") || type === "risk.judged");
  expect(orders.length).toBeGreaterThan(40);
  expect(orders.filter(({ at }) => !at.startsWith(marketDay))).toEqual([]);

  await eventually("the end of the file", () => again.feed.health().state === "ended", 20_000);
  await sleep(100);
  const { verdict } = await second.page().call.submitOrder(order(second, "buy"));
  expect(verdict.rows.find((row) => row.code === "RISK-006")).toMatchObject({ outcome: "fail" });
  await second.close();
  removeProfile(first.profileDir);
});

test("a trader that starts late warms up on every bar the market has closed by then", async () => {
  const desk = await openDesk({ feed: writeWavyBars("WAVE_1m_test.csv", 300), feedSpeed: 2400 });
  const { bars, engine, feed } = desk.workstation.context;
  const history = traderHistory(engine, feed, bars);
  const before = feed.history(0).length;
  let handled = 0;
  engine.subscribe({ onBar: () => handled++ });
  await eventually("bars", () => handled > 20);
  const seen = history(0);
  const times = [...seen.openTime.slice(0, seen.length)];
  expect(times.length).toBeGreaterThan(before + 20);
  expect(times.at(-1)).toBe(engine.now() - (engine.now() % 60_000) - 60_000);
  expect(times.every((time, i) => i === 0 || time - (times[i - 1] as number) === 60_000)).toBe(true);
  await desk.close();
  removeProfile(desk.profileDir);
});
