import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { OrderRequest } from "../../shared/model/order.ts";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile, type TestDesk, wideLimits } from "./open-desk.ts";

const dir = mkdtempSync(path.join(tmpdir(), "proofdesk-queue-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const start = Date.UTC(2026, 0, 5);

/** A profile whose venue keeps limit orders in queues behind `queueAhead`. */
function queuedProfile(queueAhead: string): string {
  const profileDir = mkdtempSync(path.join(dir, "profile-"));
  const paper = { queue: true, queueAhead };
  writeFileSync(path.join(profileDir, "settings.json"), JSON.stringify({ risk: wideLimits, paper }));
  return profileDir;
}

/** Ten ticks a second, of one price after the other. */
function tickFile(name: string, header: string, row: (price: number) => string): string {
  const file = path.join(dir, name);
  const rows = Array.from({ length: 600 }, (_, i) => `${start + i * 100},${row(100 + (i % 7))}`);
  writeFileSync(file, [header, ...rows].join("\n"));
  return file;
}

const limitOf = (instrumentId: string, size: string, limitPrice: string): OrderRequest => ({
  instrumentId,
  side: "buy",
  type: "limit",
  size,
  limitPrice,
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
});

async function close(desk: TestDesk): Promise<void> {
  await desk.close();
  removeProfile(desk.profileDir);
}

test.each([
  ["bars", () => writeWavyBars("WAVE_1m_test.csv", 60)],
  ["quotes", () => tickFile("BTCUSDT_quotes.csv", "timestamp,bid,ask", (price) => `${price},${price + 1}`)],
  ["trades without sizes", () => tickFile("BTCUSDT_sizeless.csv", "timestamp,price,size", (price) => `${price},0`)],
])("a desk with queues on that would play %s does not open, and touches nothing", async (what, feed) => {
  const profileDir = queuedProfile("0");
  await expect(openDesk({ profileDir, feed: feed() })).rejects.toMatchObject({
    code: "VENUE-QUEUE-INPUT",
    message: expect.stringContaining(`${what} have none`),
    remedy: expect.stringContaining("paper.queue"),
  });
  expect(readdirSync(profileDir)).toEqual(["settings.json"]);
});

test("a desk that plays trades with sizes fills a limit after what stands ahead of it, at its own price", async () => {
  const feed = tickFile("BTCUSDT_trades.csv", "timestamp,price,size", (price) => `${price},1`);
  // The price comes to 100 every 0.7 s, one by one, and never goes below.
  const desk = await openDesk({ profileDir: queuedProfile("5"), feed, feedSpeed: 4 });
  const { engine } = desk.workstation.context;
  const [instrument] = engine.instruments();
  const prints: number[] = [];
  engine.subscribe({ onTick: ({ last }) => void prints.push(last) });
  await eventually("a price above", () => (prints.at(-1) ?? 0) > 101);
  const { orderId, verdict } = await desk.page().call.submitOrder(limitOf(instrument?.id as string, "1", "100"));
  expect(verdict.outcome).toBe("approved");
  await eventually("the order to rest", () => engine.order(orderId)?.status === "accepted");
  const before = prints.filter((last) => last === 100).length;
  await eventually("the fill", () => engine.order(orderId)?.status === "filled");
  expect(engine.fills(1)).toMatchObject([{ orderId, price: "100", liquidity: "maker" }]);
  expect(prints.filter((last) => last === 100).length - before).toBeGreaterThanOrEqual(5);
  await close(desk);
});

test("the sandbox's own market has prints with sizes: a limit rests in its queue", async () => {
  const desk = await openDesk({ profileDir: queuedProfile("1000000") });
  const { engine, quotes } = desk.workstation.context;
  const id = "paper:BTC/USDT";
  const quote = await eventually("a price", () => quotes.quote(id));
  const { orderId } = await desk.page().call.submitOrder(limitOf(id, "0.01", (quote.last * 0.97).toFixed(2)));
  await eventually("the order to rest", () => engine.order(orderId)?.status === "accepted");
  await close(desk);
});
