import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { AccountTerms } from "../../shared/model/account-terms.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { eventually, openDesk, removeProfile, type TestDesk, wideLimits } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const eur = "paper:EUR/USD";
const order = (change: Partial<OrderRequest>): OrderRequest => ({
  instrumentId: btc,
  side: "buy",
  type: "market",
  size: "0.05",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
  ...change,
});

/** A profile whose paper account is opened on other terms than the usual ones. */
function profileWith(account: { currency?: string; leverage?: string; terms?: Partial<AccountTerms> }): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "proofdesk-terms-"));
  writeFileSync(path.join(dir, "settings.json"), JSON.stringify({ version: 1, account, risk: wideLimits }));
  return dir;
}

describe("a desk that holds a long and a short position side by side", () => {
  let desk: TestDesk;
  let page: Client<DeskContract>;
  const seen = new Map<string, PositionView>();
  const size = (side: "long" | "short"): string => seen.get(`${btc} ${side}`)?.size ?? "0";
  const lastPrice = (): number => desk.workstation.context.quotes.quote(btc)?.last ?? 0;
  const filled = async (change: Partial<OrderRequest>): Promise<void> => {
    const { orderId } = await page.call.submitOrder(order(change));
    await eventually("the fill", () => desk.workstation.context.engine.order(orderId)?.status === "filled");
  };

  beforeAll(async () => {
    const profileDir = profileWith({ leverage: "2", terms: { positionMode: "hedging" } });
    desk = await openDesk({ profileDir });
    page = desk.page();
    page.subscribe(
      "positions",
      {},
      {
        onItems: (items) => {
          for (const item of items) seen.set(`${item.instrumentId} ${item.positionSide}`, item);
        },
        onResync: () => undefined,
        onError: () => undefined,
      },
    );
    await eventually("prices", lastPrice);
  });
  // The gate counts orders per second.
  beforeEach(() => sleep(1_050));
  afterAll(async () => {
    await desk.close();
    removeProfile(desk.profileDir);
  });

  test("says so, and shows each position by itself", async () => {
    expect((await page.call.getDesk({})).terms.positionMode).toBe("hedging");
    await filled({ side: "buy" });
    await filled({ side: "sell", size: "0.03" });
    await eventually("both positions", () => size("long") === "0.05" && size("short") === "-0.03");
    const { grossExposure } = await new Promise<{ grossExposure: string }>((resolve) => {
      page.subscribe(
        "risk",
        {},
        { onItems: ([first]) => first && resolve(first), onResync: () => undefined, onError: () => undefined },
      );
    });
    expect(Number(grossExposure)).toBeCloseTo(0.08 * lastPrice(), -2);
  });

  test("previews the position an order belongs to, and margin at the account's leverage", async () => {
    const add = await page.call.previewOrder(order({ side: "sell", size: "0.02" }));
    expect(add).toMatchObject({ positionSide: "short", resultingPosition: "-0.05" });
    expect(Number(add.marginUsed)).toBeCloseTo(Number(add.notional) / 2, 6);
    const close = await page.call.previewOrder(order({ side: "sell", size: "0.02", positionSide: "long" }));
    expect(close).toMatchObject({ positionSide: "long", resultingPosition: "0.03", marginUsed: "0" });
    expect(close.verdict.reducing).toBe(true);
  });

  test("closes one of the two and leaves the other and its orders alone", async () => {
    const far = (lastPrice() * 1.03).toFixed(2);
    const near = (lastPrice() * 0.97).toFixed(2);
    const short = await page.call.submitOrder(order({ side: "sell", type: "limit", limitPrice: far, size: "0.01" }));
    const long = await page.call.submitOrder(order({ type: "limit", limitPrice: near, size: "0.01" }));
    const { engine } = desk.workstation.context;
    await eventually("both to rest", () =>
      [short, long].every(({ orderId }) => engine.order(orderId)?.status === "accepted"),
    );
    const { orderIds } = await page.call.closePosition({ instrumentId: btc, positionSide: "long" });
    expect(orderIds).toHaveLength(1);
    await eventually("the long one to be flat", () => size("long") === "0");
    expect(size("short")).toBe("-0.03");
    expect(engine.order(long.orderId)?.status).toBe("canceled");
    expect(engine.order(short.orderId)?.status).toBe("accepted");
  });

  test("closes both when no side is named", async () => {
    await filled({ side: "buy", size: "0.02" });
    const { orderIds } = await page.call.closePosition({ instrumentId: btc });
    expect(orderIds).toHaveLength(2);
    await eventually("flat", () => size("long") === "0" && size("short") === "0");
  });

  test("flattens both and counts them as two", async () => {
    await filled({ side: "buy", size: "0.02" });
    await filled({ side: "sell", size: "0.02" });
    expect(await page.call.flatten({})).toEqual({ closed: 2, left: [] });
    expect(desk.workstation.context.engine.positions().every((one) => one.size === "0")).toBe(true);
  });

  test("the kill switch pressed twice leaves the exits of both positions working", async () => {
    await filled({ side: "buy", size: "0.02" });
    await filled({ side: "sell", size: "0.02" });
    const above = (lastPrice() * 1.002).toFixed(2);
    const below = (lastPrice() * 0.998).toFixed(2);
    const exits = [
      await page.call.submitOrder(
        order({ side: "sell", type: "limit", limitPrice: above, size: "0.02", positionSide: "long", reduceOnly: true }),
      ),
      await page.call.submitOrder(
        order({ side: "buy", type: "limit", limitPrice: below, size: "0.02", positionSide: "short", reduceOnly: true }),
      ),
    ];
    const opening = await page.call.submitOrder(order({ type: "limit", limitPrice: below, size: "0.01" }));
    const { engine } = desk.workstation.context;
    await eventually("the orders to rest", () =>
      [...exits, opening].every(({ orderId }) => engine.order(orderId)?.status === "accepted"),
    );
    await page.call.engageKillSwitch({ reason: "test" });
    await page.call.engageKillSwitch({ reason: "test again" });
    await eventually("the opening order to go", () => engine.order(opening.orderId)?.status === "canceled");
    expect(exits.map(({ orderId }) => engine.order(orderId)?.status)).toEqual(["accepted", "accepted"]);
    await page.call.releaseKillSwitch({ reason: "test is over" });
    await page.call.setTradingState({ state: "active", reason: "test is over" });
    expect((await page.call.flatten({})).left).toEqual([]);
  });

  test("of two orders of which one cancels the other, the other goes when one fills", async () => {
    const [one, other] = (
      await page.call.submitGroup({
        kind: "oco",
        orders: [
          order({ type: "limit", limitPrice: (lastPrice() * 1.0005).toFixed(2), size: "0.01" }),
          order({ type: "stop", triggerPrice: (lastPrice() * 1.0015).toFixed(2), size: "0.01" }),
        ],
      })
    ).orders;
    const { engine } = desk.workstation.context;
    expect([one?.verdict.outcome, other?.verdict.outcome]).toEqual(["approved", "approved"]);
    await eventually("the first to fill", () => engine.order(one?.orderId ?? "")?.status === "filled");
    await eventually("the other to go", () => engine.order(other?.orderId ?? "")?.status === "canceled");
    await page.call.flatten({});
  });
});

describe("a desk that nets", () => {
  let desk: TestDesk;
  let page: Client<DeskContract>;
  const lastPrice = (id: string): number => desk.workstation.context.quotes.quote(id)?.last ?? 0;
  beforeAll(async () => {
    desk = await openDesk({ profileDir: profileWith({ currency: "EUR" }) });
    page = desk.page();
    await eventually("prices", () => lastPrice(btc) && lastPrice(eur));
  });
  afterAll(async () => {
    await desk.close();
    removeProfile(desk.profileDir);
  });

  test("makes a profile beside itself, whose account is opened on other terms, once", async () => {
    const { terms, ...account } = await page.call.getNewAccount({});
    const other = { ...account, terms: { ...terms, positionMode: "hedging" as const } };
    const { profile } = await page.call.createProfile({ name: "hedged", account: other });
    expect(profile).toBe(`${desk.profileDir}-hedged`);
    await expect(page.call.createProfile({ name: "hedged", account: other })).rejects.toMatchObject({
      code: "PROFILE-EXISTS",
    });
    await expect(page.call.createProfile({ name: "x", account: { ...other, cash: "0" } })).rejects.toThrow();
    const second = await openDesk({ profileDir: profile });
    const info = await second.page().call.getDesk({});
    expect(info).toMatchObject({ currency: "EUR", terms: { positionMode: "hedging" } });
    await second.close();
    removeProfile(profile);
  });

  test("has no long position of its own to close", async () => {
    await expect(page.call.closePosition({ instrumentId: btc, positionSide: "long" })).rejects.toMatchObject({
      code: "DESK-POSITION-SIDE",
    });
  });

  test("previews in the account's currency, what is lost at the stop and made at the target with both fees", async () => {
    const stop = Math.round(lastPrice(btc) * 0.99);
    const limitPrice = lastPrice(btc).toFixed(2);
    const target = Math.round(lastPrice(btc) * 1.02);
    const bracket = {
      stopLoss: { type: "stop" as const, triggerPrice: String(stop) },
      takeProfit: { type: "limit" as const, limitPrice: String(target) },
    };
    const preview = await page.call.previewOrder(order({ type: "limit", limitPrice, bracket }));
    const rate = lastPrice(eur);
    expect(Number(preview.notional)).toBeCloseTo((0.05 * Number(limitPrice)) / rate, -1);
    const lost = 0.05 * (Number(limitPrice) - stop + 0.0005 * (Number(limitPrice) + stop));
    expect(Number(preview.lossAtStop?.amount)).toBeCloseTo(lost / rate, 0);
    expect(Number(preview.lossAtStop?.equityPct)).toBeCloseTo(lost / rate / 1000, 2);
    const made = 0.05 * (target - Number(limitPrice) - 0.0005 * Number(limitPrice) - 0.0002 * target);
    expect(Number(preview.gainAtTarget?.amount)).toBeCloseTo(made / rate, 0);
    expect(Number(preview.gainAtTarget?.toLoss)).toBeCloseTo(made / lost, 2);
  });

  test("a reduce-only order takes no position beyond flat", async () => {
    const { orderId } = await page.call.submitOrder(order({ size: "0.02" }));
    await eventually("the fill", () => desk.workstation.context.engine.order(orderId)?.status === "filled");
    const preview = await page.call.previewOrder(order({ side: "sell", size: "0.02", reduceOnly: true }));
    expect(preview).toMatchObject({ resultingPosition: "0", marginUsed: "0", lossAtStop: null });
    const flip = await page.call.previewOrder(order({ side: "sell", size: "0.05" }));
    expect(flip.resultingPosition).toBe("-0.03");
    expect(Number(flip.marginUsed)).toBeCloseTo((0.01 * lastPrice(btc)) / lastPrice(eur), -1);
    expect(flip.positionSide).toBeUndefined();
  });
});

test("a desk whose account has no rate for an instrument's money guesses none, and opens nothing there", async () => {
  const desk = await openDesk({ profileDir: profileWith({ terms: { conversions: [] } }) });
  const { quotes } = desk.workstation.context;
  await eventually("prices", () => quotes.quote(btc) && quotes.quote("paper:AAPL"));
  const page = desk.page();
  const preview = await page.call.previewOrder(order({}));
  expect(preview).toMatchObject({ notional: null, fee: null, marginUsed: null, resultingPosition: "0.05" });
  expect(preview.verdict.outcome).toBe("rejected");
  const own = await page.call.previewOrder(order({ instrumentId: "paper:AAPL", size: "1" }));
  expect(Number(own.notional)).toBeCloseTo(quotes.quote("paper:AAPL")?.last ?? 0, 0);
  expect(own.verdict.outcome).toBe("approved");
  await desk.close();
  removeProfile(desk.profileDir);
});
