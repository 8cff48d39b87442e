import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkFile } from "../../main/adapters/journal-sqlite/backup.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { eventually, openDesk } from "../desk/open-desk.ts";
import { openTestJournal } from "../journal/sample-journal.ts";
import { fillDisk, onSmallDisk } from "./small-disk.ts";

const btc = "paper:BTC/USDT";
const market: OrderRequest = {
  instrumentId: btc,
  side: "buy",
  type: "market",
  size: "0.01",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
};

/** A desk that holds a position, with an order that rests far from the market. */
async function tradingDesk(profileDir: string) {
  const desk = await openDesk({ profileDir });
  const { engine, quotes } = desk.workstation.context;
  const page = desk.page();
  await eventually("a price", () => quotes.quote(btc));
  const held = await page.call.submitOrder(market);
  await eventually("the position", () => engine.order(held.orderId)?.status === "filled");
  const limitPrice = ((quotes.quote(btc)?.last ?? 0) * 0.9).toFixed(2);
  const resting = await page.call.submitOrder({ ...market, type: "limit", limitPrice });
  await eventually("the resting order", () => engine.order(resting.orderId)?.status === "accepted");
  return { desk, page, resting };
}

test("a desk whose disk is full opens no risk, cancels and flattens, and its record has it all when there is room again", {
  timeout: 120_000,
}, async (context) => {
  const skipped = await onSmallDisk(16 * 1024 * 1024, async (disk) => {
    const profileDir = join(disk, "p");
    const ballast = join(disk, "ballast");
    mkdirSync(profileDir);
    const { desk, page, resting } = await tradingDesk(profileDir);
    const { engine, journal } = desk.workstation.context;
    fillDisk(ballast);
    await eventually(
      "the journal to fail",
      () => {
        try {
          journal.append({
            type: "note.added",
            at: Date.now(),
            actor: { kind: "person", id: "desk" },
            trace: "note",
            cause: null,
            data: { text: "x".repeat(20_000) },
          });
        } catch {
          // It has failed.
        }
        return journal.health().state === "failed";
      },
      20_000,
    );
    const refused = await page.call.submitOrder(market);
    expect(refused.verdict.outcome).toBe("rejected");
    await page.call.cancelOrder({ orderId: resting.orderId });
    await eventually("the cancel", () => engine.order(resting.orderId)?.status === "canceled");
    expect((await page.call.flatten({})).left).toEqual([]);
    expect(engine.positions().filter(({ size }) => size !== "0")).toEqual([]);
    expect(journal.health().aside?.kept).toBeGreaterThan(3);
    await desk.close();
    // Started while the disk is full still, a desk knows what was closed.
    const next = await openDesk({ profileDir });
    expect(next.workstation.context.engine.positions().filter(({ size }) => size !== "0")).toEqual([]);
    expect(next.workstation.context.engine.order(resting.orderId)?.status).toBe("canceled");
    expect(next.workstation.context.engine.order(refused.orderId)?.status).toBe("denied");
    await next.close();
    rmSync(ballast);
    const again = await openTestJournal(profileDir);
    const typesOf = (orderId: string): string[] =>
      again.readOrder(orderId).map(({ text }) => (JSON.parse(text) as { type: string }).type);
    expect(typesOf(resting.orderId)).toContain("order.canceled");
    expect(typesOf(refused.orderId)).toContain("order.denied");
    const all = [...again.read()].map(
      ({ text }) => JSON.parse(text) as { type: string; data: { reduceOnly?: boolean } },
    );
    expect(all.some(({ type, data }) => type === "order.intended" && data.reduceOnly === true)).toBe(true);
    const sessions = all.filter(({ type }) => type.startsWith("session.")).map(({ type }) => type);
    expect(sessions).toEqual([
      "session.opened",
      "session.opened",
      "session.recovered",
      "session.opened",
      "session.recovered",
    ]);
    await again.close();
  });
  if (skipped !== null) context.skip(skipped);
});

test("a desk that starts on a full disk opens for exits alone, and its record has them when there is room again", {
  timeout: 120_000,
}, async (context) => {
  const skipped = await onSmallDisk(16 * 1024 * 1024, async (disk) => {
    const profileDir = join(disk, "p");
    const ballast = join(disk, "ballast");
    mkdirSync(profileDir);
    const { desk: first, resting } = await tradingDesk(profileDir);
    await first.close();
    fillDisk(ballast);

    const desk = await openDesk({ profileDir });
    const { engine, journal, quotes } = desk.workstation.context;
    expect(journal.health()).toMatchObject({ state: "failed", failure: expect.stringContaining("full") });
    await eventually("a price", () => quotes.quote(btc));
    expect(engine.positions().map(({ size }) => size)).toEqual(["0.01"]);
    const page = desk.page();
    const refused = await page.call.submitOrder(market);
    expect(refused.verdict.rows.filter(({ outcome }) => outcome === "fail").map(({ code }) => code)).toContain(
      "RISK-008",
    );
    await page.call.cancelOrder({ orderId: resting.orderId });
    await eventually("the cancel", () => engine.order(resting.orderId)?.status === "canceled");
    expect((await page.call.flatten({})).left).toEqual([]);
    expect(journal.health().aside?.refused).toBe(0);
    await desk.close();
    // There is no room to take in what it kept: the next desk reads it where it is.
    const next = await openDesk({ profileDir });
    const later = next.workstation.context;
    expect(later.journal.health()).toMatchObject({ state: "failed", failure: expect.stringContaining("beside") });
    expect(later.engine.positions().filter(({ size }) => size !== "0")).toEqual([]);
    expect(later.engine.order(resting.orderId)?.status).toBe("canceled");
    const denied = await next.page().call.submitOrder(market);
    expect(denied.verdict.outcome).toBe("rejected");
    expect(later.journal.health().aside?.refused).toBe(0);
    await next.close();

    rmSync(ballast);
    const again = await openDesk({ profileDir });
    const restored = again.workstation.context;
    expect(restored.journal.health().state).toBe("open");
    expect(restored.engine.positions().filter(({ size }) => size !== "0")).toEqual([]);
    expect(restored.engine.order(resting.orderId)?.status).toBe("canceled");
    const types = [...restored.journal.read()].map(({ text }) => (JSON.parse(text) as { type: string }).type);
    expect(types.filter((type) => type === "session.opened")).toHaveLength(4);
    expect(types.filter((type) => type === "session.recovered")).toHaveLength(2);
    await again.close();
    expect(checkFile(join(profileDir, "journal.db")).events).toBeGreaterThan(types.length);
  });
  if (skipped !== null) context.skip(skipped);
});
