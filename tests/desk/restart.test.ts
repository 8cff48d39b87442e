import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { OrderRequest } from "../../shared/model/order.ts";
import { eventually, openDesk, removeProfile, wideLimits } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const buy = (size: string, more: Partial<OrderRequest> = {}): OrderRequest => ({
  instrumentId: btc,
  side: "buy",
  type: "market",
  size,
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
  ...more,
});

test("a cancel and an amendment that were under way at the end are settled after a restart, and closing works", async () => {
  const profileDir = mkdtempSync(path.join(os.tmpdir(), "proofdesk-"));
  // A slow venue leaves time to stop before it answers.
  writeFileSync(
    path.join(profileDir, "settings.json"),
    JSON.stringify({ paper: { latencyMs: 500 }, risk: wideLimits }),
  );
  const first = await openDesk({ profileDir });
  const { engine, quotes } = first.workstation.context;
  await eventually("a price", () => quotes.quote(btc));
  const page = first.page();
  const { orderId: filled } = await page.call.submitOrder(buy("0.02"));
  const limit = (share: number): string => ((quotes.quote(btc)?.last ?? 0) * share).toFixed(2);
  const resting = { type: "limit", limitPrice: limit(0.97) } as const;
  const { orderId: canceled } = await page.call.submitOrder(buy("0.03", resting));
  const { orderId: amended } = await page.call.submitOrder(buy("0.01", resting));
  await eventually("the orders", () =>
    [filled, canceled, amended].every((id, i) => engine.order(id)?.status === (i === 0 ? "filled" : "accepted")),
  );
  const asked = [
    page.call.cancelOrder({ orderId: canceled }),
    page.call.amendOrder({ orderId: amended, size: "0.02" }),
  ];
  await Promise.all(asked);
  await eventually("the amendment to leave", () => engine.order(amended)?.status === "pending_replace");
  await first.close();
  expect([engine.order(canceled)?.status, engine.order(amended)?.status]).toEqual([
    "pending_cancel",
    "pending_replace",
  ]);

  const second = await openDesk({ profileDir });
  const again = second.workstation.context.engine;
  expect(again.order(amended)).toMatchObject({ status: "accepted", size: "0.01" });
  await eventually("the cancel", () => again.order(canceled)?.status === "canceled");
  expect((await second.page().call.closePosition({ instrumentId: btc })).orderIds).toHaveLength(1);
  await eventually("flat", () => again.positions().every((one) => one.size === "0"));
  expect(again.openOrders()).toEqual([]);
  await second.close();
  removeProfile(profileDir);
});
