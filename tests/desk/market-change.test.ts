import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { runPaper } from "../../main/commands/paper.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

const order = (desk: TestDesk, side: "buy" | "sell", size: string): OrderRequest => ({
  instrumentId: desk.workstation.context.engine.instruments()[0]?.id as string,
  side,
  type: "market",
  size,
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
});

async function fill(desk: TestDesk, side: "buy" | "sell", size: string): Promise<string> {
  const { engine, quotes } = desk.workstation.context;
  await eventually("a price", () => quotes.latest()[0]);
  const { orderId, verdict } = await desk.page().call.submitOrder(order(desk, side, size));
  expect(verdict.rows.filter((row) => row.outcome === "fail")).toEqual([]);
  await eventually("the fill", () => engine.order(orderId)?.status === "filled");
  return orderId;
}

test("what is open in one market is not valued by another; once flat, the account goes on in any market", async () => {
  // Sizes finer than the synthetic market's: its desk could not even read these orders.
  const feed = writeWavyBars("BTCUSDT_1m.csv", 2000);
  const recorded = await openDesk({ feed, feedSpeed: 2400 });
  const { profileDir } = recorded;
  const bought = await fill(recorded, "buy", "1.00000001");
  await recorded.close();
  await expect(openDesk({ profileDir })).rejects.toMatchObject({
    code: "PROFILE-MARKET",
    message: expect.stringMatching(/BTCUSDT_1m\.csv.*synthetic/),
    remedy: expect.stringContaining("--profile"),
  });

  const again = await openDesk({ profileDir, feed, feedSpeed: 2400 });
  expect(again.workstation.context.engine.order(bought)?.status).toBe("filled");
  const sold = await fill(again, "sell", "1.00000001");
  const { cash } = again.workstation.context.engine.account();
  await again.close();

  const synthetic = await openDesk({ profileDir });
  const { engine } = synthetic.workstation.context;
  expect(engine.account().cash).toBe(cash);
  expect(engine.orders()).toEqual([]);
  const other = await fill(synthetic, "buy", "0.01");
  expect([bought, sold]).not.toContain(other);
  const after = engine.account().cash;
  await synthetic.close();

  const reopened = await openDesk({ profileDir });
  expect(reopened.workstation.context.engine.account().cash).toBe(after);
  expect(reopened.workstation.context.engine.order(other)?.status).toBe("filled");
  expect(new Set([bought, sold, other, await fill(reopened, "sell", "0.01")]).size).toBe(4);
  const check = await reopened.page().call.verifyJournal({});
  expect(check.ok).toBe(true);
  await reopened.close();
  removeProfile(profileDir);
}, 30_000);

test("a profile with a finished paper run that is flat opens on any market", async () => {
  const profileDir = mkdtempSync(path.join(os.tmpdir(), "proofdesk-"));
  const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
  const set = ["fast=2", "slow=3", "side=long", "sizing=fixed:1"];
  const run = await runPaper({ bars: writeWavyBars("WAVE_1m_run.csv", 84), strategy: "sma", set, profileDir, env });
  expect(run.trades.length).toBeGreaterThan(1);
  expect(run.trades.at(-1)?.exitAt).not.toBeNull();
  const desk = await openDesk({ profileDir });
  const { engine } = desk.workstation.context;
  expect(Number(engine.account().cash)).toBeCloseTo(run.metrics.finalEquity, 6);
  await desk.close();
  removeProfile(profileDir);
});
