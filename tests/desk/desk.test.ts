import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TimelineEvent } from "../../shared/contract/audit.ts";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { FillView, OrderRequest, OrderView } from "../../shared/model/order.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

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

describe("a desk on the synthetic market", () => {
  let desk: TestDesk;
  let page: Client<DeskContract>;
  const orders = new Map<string, OrderView>();
  const fills: FillView[] = [];
  const events: TimelineEvent[] = [];

  beforeAll(async () => {
    desk = await openDesk();
    page = desk.page();
    page.subscribe(
      "orders",
      {},
      {
        onItems: (items) => {
          for (const order of items) orders.set(order.orderId, order);
        },
      },
    );
    page.subscribe("fills", {}, { onItems: (items) => void fills.push(...items) });
    page.subscribe("activity", {}, { onItems: (items) => void events.push(...items) });
    await eventually("a price", () => desk.workstation.context.quotes.quote(btc));
  });
  afterAll(async () => {
    await desk.close();
    removeProfile(desk.profileDir);
  });

  const lastPrice = (): number => desk.workstation.context.quotes.quote(btc)?.last ?? 0;

  test("says what it is and that it trades on paper", async () => {
    const info = await page.call.getDesk({});
    expect(info).toMatchObject({ mode: "paper", role: "trader", currency: "USD" });
    expect(info.instruments.map((one) => one.symbol)).toEqual(["BTC/USDT", "ETH/USDT", "AAPL", "EUR/USD"]);
    expect(info.buildHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("fills a chart on first sight and pages to older bars", async () => {
    const window = await page.call.getBars({ instrumentId: btc, interval: "1m", limit: 500 });
    expect(window.openTime.length).toBe(500);
    expect(window.more).toBe(true);
    const older = await page.call.getBars({ instrumentId: btc, interval: "1m", limit: 10, before: window.openTime[0] });
    expect(older.openTime.at(-1)).toBeLessThan(window.openTime[0] as number);
  });

  test("a market order passes the gate, is written down, sent, filled and shown with its whole life", async () => {
    const { orderId, verdict } = await page.call.submitOrder(buy("0.1"));
    expect(verdict.outcome).toBe("approved");
    expect(verdict.rows.length).toBeGreaterThanOrEqual(8);
    await eventually("the fill", () => orders.get(orderId)?.status === "filled");
    expect(fills.find((fill) => fill.orderId === orderId)?.size).toBe("0.1");
    await eventually("the journal to tell", () => events.some((one) => one.type === "order.filled"));
    const { events: life } = await page.call.getOrderLife({ orderId });
    expect(life.map((one) => one.type)).toEqual([
      "order.intended",
      "risk.judged",
      "order.submitted",
      "order.accepted",
      "order.filled",
    ]);
    expect(life.slice(1).every((one, i) => one.cause !== null && one.cause <= life[i]!.seq)).toBe(true);
    expect(new Set(life.map((one) => one.trace)).size).toBe(1);
  });

  test("a limit order rests, is amended and canceled", async () => {
    const price = (lastPrice() * 0.97).toFixed(2);
    const { orderId } = await page.call.submitOrder(buy("0.05", { type: "limit", limitPrice: price }));
    await eventually("acceptance", () => orders.get(orderId)?.status === "accepted");
    expect((await page.call.amendOrder({ orderId, size: "0.04" })).outcome).toBe("approved");
    await eventually("the change", () => orders.get(orderId)?.size === "0.04");
    await page.call.cancelOrder({ orderId });
    await eventually("the cancel", () => orders.get(orderId)?.status === "canceled");
  });

  test("an order beyond a limit is denied with every rule's row and the size that would pass", async () => {
    const { orderId, verdict } = await page.call.submitOrder(buy("100"));
    expect(verdict.outcome).toBe("rejected");
    const notional = verdict.rows.find((row) => row.code === "RISK-001");
    expect(notional).toMatchObject({ outcome: "fail", limit: "25000", setting: "risk.maxNotionalPerOrder" });
    expect(Number(verdict.maxPassingSize)).toBeGreaterThan(0);
    await eventually("the denial", () => orders.get(orderId)?.status === "denied");
  });

  test("the preview tells notional, fee, the position after and warns of a twin", async () => {
    const preview = await page.call.previewOrder(buy("0.1"));
    expect(Number(preview.notional)).toBeCloseTo(lastPrice() * 0.1, -3);
    expect(Number(preview.fee)).toBeCloseTo(Number(preview.notional) * 0.0005, 4);
    expect(Number(preview.resultingPosition)).toBeCloseTo(0.2);
    expect(preview.warnings.join()).toMatch(/same order/);
    const far = await page.call.previewOrder(
      buy("0.1", { type: "limit", limitPrice: (lastPrice() * 3).toFixed(2), timeInForce: "GTC" }),
    );
    expect(far.verdict.outcome).toBe("rejected");
    expect(far.warnings.join()).toMatch(/above the market/);
  });

  test("a changed limit holds from the next order on and is journaled with its old value", async () => {
    const limits = desk.workstation.context.settings.get().risk;
    await page.call.setRiskLimits({ ...limits, maxNotionalPerOrder: "50" });
    expect((await page.call.previewOrder(buy("0.1"))).verdict.outcome).toBe("rejected");
    await page.call.setRiskLimits(limits);
    const changed = await eventually("the journal to tell", () =>
      events.find(({ data }) => data["path"] === "risk.maxNotionalPerOrder"),
    );
    expect(changed).toMatchObject({ type: "config.changed", data: { from: "25000", to: "50" } });
  });

  test("closing a position cancels its orders first and offsets what is left", async () => {
    await page.call.submitOrder(buy("0.02", { type: "limit", limitPrice: (lastPrice() * 0.97).toFixed(2) }));
    const { orderIds } = await page.call.closePosition({ instrumentId: btc });
    expect(orderIds).toHaveLength(1);
    await eventually("flat", () =>
      desk.workstation.context.engine.positions().every((one) => one.instrumentId !== btc || one.size === "0"),
    );
    expect(await page.call.closePosition({ instrumentId: btc })).toEqual({ orderIds: [] });
    expect(await page.call.flatten({})).toEqual({ closed: 0, left: [] });
    expect(await page.call.cancelAllOrders({})).toEqual({ requested: 0 });
  });

  test("the kill switch shuts the gate at once, also for a viewer, and only a trader opens it", async () => {
    const viewer = desk.page("viewer");
    await expect(viewer.call.submitOrder(buy("0.01"))).rejects.toMatchObject({ code: "RPC-FORBIDDEN" });
    const { gateShutMs } = await viewer.call.engageKillSwitch({ reason: "test" });
    expect(gateShutMs).toBeGreaterThanOrEqual(0);
    expect((await page.call.submitOrder(buy("0.01"))).verdict.outcome).toBe("rejected");
    await expect(viewer.call.releaseKillSwitch({ reason: "no" })).rejects.toMatchObject({ code: "RPC-FORBIDDEN" });
    await page.call.releaseKillSwitch({ reason: "test over" });
    await page.call.setTradingState({ state: "active", reason: "test over" });
    const preview = await page.call.previewOrder(buy("0.01"));
    const stateRow = preview.verdict.rows.find((row) => row.code === "RISK-004");
    expect(stateRow?.outcome).toBe("pass");
  });

  test("an unknown instrument is refused with a way out", async () => {
    await expect(page.call.getBars({ instrumentId: "paper:NOPE", interval: "1m", limit: 5 })).rejects.toMatchObject({
      code: "DESK-INSTRUMENT",
    });
  });

  test("finds orders by what a person remembers", async () => {
    const { orders: found } = await page.call.searchOrders({ text: "BTC", limit: 5 });
    expect(found.length).toBe(5);
    expect((await page.call.searchOrders({ text: "no such thing" })).orders).toEqual([]);
  });

  test("a trader starts, is seen alive, stops and can start again", async () => {
    const { strategies } = await page.call.listStrategies({});
    expect(strategies.map((one) => one.name)).toContain("sma");
    expect(strategies[0]?.parameters.find((one) => one.name === "side")).toMatchObject({ kind: "choice" });
    const { traderId } = await page.call.startTrader({
      name: "crossing",
      strategy: "sma",
      params: { fast: "5", slow: "20", side: "both", sizing: "fixed:0.01" },
      instrumentIds: [btc],
    });
    const views = new Map<string, string>();
    page.subscribe(
      "traders",
      {},
      {
        onItems: (items) => {
          for (const one of items) views.set(one.traderId, one.status);
        },
      },
    );
    await eventually("the trader to run", () => views.get(traderId) === "running");
    await page.call.stopTrader({ traderId });
    await eventually("the trader to stop", () => views.get(traderId) === "stopped");
    await page.call.restartTrader({ traderId });
    await eventually("a second trader", () => [...views.values()].includes("running"));
    await expect(page.call.restartTrader({ traderId: "nobody" })).rejects.toMatchObject({ code: "TRADER-UNKNOWN" });
  });

  test("keeps appearance and layouts for the next session", async () => {
    await page.call.setAppearance({ theme: "dark", palette: "blue-orange", timeZone: "UTC", confirmOrders: true });
    await page.call.saveLayout({ name: "desk", version: 1, layout: "{}" });
    await page.call.saveLayout({ name: "desk", version: 2, layout: "{}" });
    expect((await page.call.getLayouts({})).layouts).toEqual([{ name: "desk", version: 2, layout: "{}" }]);
    const seen: string[] = [];
    page.subscribe("appearance", {}, { onItems: (items) => void seen.push(...items.map((one) => one.palette)) });
    await eventually("the appearance", () => seen.includes("blue-orange"));
  });

  test("streams the pulse of the desk: feed, queue, journal", async () => {
    const seen: string[] = [];
    page.subscribe("deskHealth", {}, { onItems: (items) => void seen.push(...items.map((one) => one.feed.state)) });
    page.subscribe("account", {}, { onItems: (items) => void seen.push(...items.map((one) => one.currency)) });
    page.subscribe("risk", {}, { onItems: (items) => void seen.push(...items.map((one) => one.state)) });
    page.subscribe(
      "bars",
      { instrumentId: btc, interval: "1m" },
      { onItems: (items) => void seen.push(`bar${items.length}`) },
    );
    page.subscribe("positions", {}, { onItems: (items) => void seen.push(...items.map((one) => one.instrumentId)) });
    await eventually("every stream", () => ["live", "USD", "active", btc].every((one) => seen.includes(one)));
    expect((await page.call.getJournalHealth({})).synchronous).toMatch(/full|2/i);
    expect(await page.call.ping({ sentAt: 5 })).toEqual({ sentAt: 5 });
  });

  test("checks its own journal and exports a bundle that the file system holds", async () => {
    const check = await page.call.verifyJournal({});
    expect(check.ok).toBe(true);
    expect(check.findings.some((one) => one.level === "integrity" && one.outcome === "pass")).toBe(true);
    const bundle = await page.call.exportBundle({});
    expect(bundle.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bundle.events).toBeGreaterThan(20);
  });
});

describe("a desk that comes back", () => {
  test("rebuilds orders, position and account from the journal and puts working orders back", async () => {
    const first = await openDesk();
    const { engine, quotes } = first.workstation.context;
    await eventually("a price", () => quotes.quote(btc));
    const page = first.page();
    const { orderId: filled } = await page.call.submitOrder(buy("0.1"));
    await eventually("the fill", () => engine.order(filled)?.status === "filled");
    const limitPrice = ((quotes.quote(btc)?.last ?? 0) * 0.98).toFixed(2);
    const { orderId: resting } = await page.call.submitOrder(buy("0.03", { type: "limit", limitPrice }));
    await eventually("acceptance", () => engine.order(resting)?.status === "accepted");
    const before = {
      cash: engine.account().cash,
      position: engine.positions().find((one) => one.instrumentId === btc)?.size,
    };
    await first.close();

    const second = await openDesk({ profileDir: first.profileDir });
    const again = second.workstation.context.engine;
    expect(again.account().cash).toBe(before.cash);
    expect(again.positions().find((one) => one.instrumentId === btc)?.size).toBe(before.position);
    expect(again.order(resting)?.status).toBe("accepted");
    await second.page().call.cancelOrder({ orderId: resting });
    // The venue cancels what it got back.
    await expect.poll(() => again.order(resting)?.status, { timeout: 8000 }).toBe("canceled");
    await second.close();
    removeProfile(first.profileDir);
  });

  test("a second desk on the same profile is refused by name", async () => {
    const first = await openDesk();
    await expect(openDesk({ profileDir: first.profileDir })).rejects.toMatchObject({ code: "PROFILE-IN-USE" });
    await first.close();
    removeProfile(first.profileDir);
  });
});
