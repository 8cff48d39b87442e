import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile } from "./open-desk.ts";

test("a desk plays a recorded market in the market's own time, and its prices are fresh there", async () => {
  const desk = await openDesk({ feed: writeWavyBars("WAVE_1m_test.csv", 400), feedSpeed: 2400 });
  const { context } = desk.workstation;
  const id = context.engine.instruments()[0]?.id as string;
  await eventually("a price", () => context.quotes.quote(id));
  expect(new Date(context.clock.now()).getUTCFullYear()).toBe(2026);
  expect(context.clock.now()).toBeLessThan(Date.UTC(2026, 0, 6));
  const page = desk.page();
  const { orderId, verdict } = await page.call.submitOrder({
    instrumentId: id,
    side: "buy",
    type: "market",
    size: "3",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  });
  expect(verdict.outcome).toBe("approved");
  await eventually("the fill at the next bar's open", () => context.engine.order(orderId)?.status === "filled");
  const window = await page.call.getBars({ instrumentId: id, interval: "1m", limit: 1000 });
  expect(window.openTime.length).toBeGreaterThan(200);
  await eventually("the end of the file", () => context.feed.health().state === "ended", 20_000);
  await desk.close();
  removeProfile(desk.profileDir);
});

test("a feed that cannot be read is refused by name, and the profile is free again", async () => {
  const desk = await openDesk();
  await desk.close();
  const empty = path.join(desk.profileDir, "EMPTY_1m.csv");
  writeFileSync(empty, "timestamp,open,high,low,close,volume\n2026-01-05T00:00:00Z,1,1,1,1,1\n");
  await expect(openDesk({ profileDir: desk.profileDir, feed: empty })).rejects.toMatchObject({ code: "FEED-EMPTY" });
  await expect(openDesk({ profileDir: desk.profileDir, feed: "/nowhere.csv" })).rejects.toMatchObject({
    code: "DATA-FILE",
  });
  const again = await openDesk({ profileDir: desk.profileDir });
  await again.close();
  removeProfile(desk.profileDir);
});

test("a closed desk leaves a log with its metrics and no secret", async () => {
  const desk = await openDesk();
  await desk.close();
  const logs = path.join(desk.profileDir, "logs");
  expect(existsSync(logs)).toBe(true);
  const lines = readdirSync(logs).flatMap((file) => readFileSync(path.join(logs, file), "utf8").trim().split("\n"));
  expect(lines.some((line) => line.includes("engine.queueDepth"))).toBe(true);
  expect(lines.some((line) => line.includes("the desk is closed"))).toBe(true);
  removeProfile(desk.profileDir);
});
