import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const wish = { instrumentId: btc, timeInForce: "GTC", postOnly: false, reduceOnly: false } as const;
type Opened = Awaited<ReturnType<typeof openDesk>>;

describe("replaying a session", () => {
  let desk: Opened;
  let profileDir: string;
  beforeEach(async () => {
    desk = await openDesk();
    ({ profileDir } = desk);
  });
  afterEach(async () => {
    await desk.close();
    removeProfile(profileDir);
  });

  const onDisk = () => eventually("all of it on disk", () => desk.workstation.context.journal.health().pending === 0);

  /** Buys, has a limit order resting, and cancels it. */
  async function tradeABit(): Promise<void> {
    const page = desk.page();
    const { engine, quotes } = desk.workstation.context;
    await eventually("a price", () => quotes.quote(btc));
    const bought = await page.call.submitOrder({ ...wish, side: "buy", type: "market", size: "0.02" });
    await eventually("the fill", () => engine.order(bought.orderId)?.status === "filled");
    const limitPrice = String(Math.floor((quotes.quote(btc)?.last ?? 0) * 0.97));
    const rests = await page.call.submitOrder({ ...wish, side: "buy", type: "limit", size: "0.01", limitPrice });
    await eventually("it rests", () => engine.order(rests.orderId)?.status === "accepted");
    await page.call.cancelOrder({ orderId: rests.orderId });
    await eventually("it is gone", () => engine.order(rests.orderId)?.status === "canceled");
    await onDisk();
  }

  it("lists the sessions of the journal, says how each ended, and shows one event by event", async () => {
    await tradeABit();
    await desk.close();
    desk = await openDesk({ profileDir });
    const page = desk.page();
    const { sessions, next } = await page.call.listSessions({ before: null, limit: 10 });
    expect(next).toBeNull();
    expect(sessions.map(({ end }) => end)).toEqual(["running", "closed"]);
    const [running, earlier] = sessions;
    expect(running!.from).toBe(earlier!.to + 1);
    expect(earlier!.version).toMatch(/^\d/);

    const events = [];
    for (let from = earlier!.from; from <= earlier!.to; from += 200)
      events.push(...(await page.call.getEvents({ from, count: 200 })).events);
    const inSession = events.filter(({ seq }) => seq <= earlier!.to);
    expect(inSession[0]?.type).toBe("session.opened");
    expect(inSession.at(-1)?.type).toBe("session.closed");

    const at = async (type: string, which = 0) => {
      const found = inSession.filter((event) => event.type === type)[which];
      if (!found) throw new Error(`no ${type}`);
      return { event: found, before: await shown(found.seq - 1), after: await shown(found.seq) };
    };
    const shown = async (seq: number) => {
      const { desk: answer } = await page.call.getDeskAt({ seq });
      if (answer === null) throw new Error("of another market");
      return answer;
    };
    const fill = await at("order.filled");
    expect(fill.before.positions).toEqual([]);
    expect(fill.before.orders).toHaveLength(1);
    expect(fill.after.positions).toMatchObject([{ instrumentId: btc, size: "0.02" }]);
    expect(fill.after.orders).toEqual([]);
    expect(fill.after.account.cash).toBe((fill.event.data["account"] as { cash: string }).cash);
    const rests = await at("order.accepted", 1);
    expect(rests.after.orders).toMatchObject([{ status: "accepted", type: "limit", size: "0.01" }]);
    const canceled = await at("order.canceled");
    expect(canceled.after.orders).toEqual([]);
    // What the session ended with is what this desk began with.
    const last = await shown(earlier!.to);
    const { cash, realizedPnl } = desk.workstation.context.engine.account();
    expect(last.account).toMatchObject({ cash, realizedPnl });
  });

  it("shows sessions of a recorded market, which each of them plays from its beginning, and none of another market", async () => {
    await desk.close();
    const feed = writeWavyBars("BTCUSDT_1m.csv", 2000);
    const recorded = { profileDir, feed, feedSpeed: 2400 };
    const sizes = ["0.01", "0.03"];
    for (const size of sizes) {
      desk = await openDesk(recorded);
      const { engine, quotes } = desk.workstation.context;
      const instrumentId = engine.instruments()[0]?.id as string;
      await eventually("a price", () => quotes.latest()[0]);
      const { orderId } = await desk
        .page()
        .call.submitOrder({ ...wish, instrumentId, side: "buy", type: "market", size });
      await eventually("the fill", () => engine.order(orderId)?.status === "filled");
      await onDisk();
      await desk.close();
    }
    desk = await openDesk(recorded);
    const page = desk.page();
    const { sessions } = await page.call.listSessions({ before: null, limit: 10 });
    expect(sessions).toHaveLength(4);
    const endOf = async (index: number) => (await page.call.getDeskAt({ seq: sessions[index]!.to })).desk;
    expect((await endOf(1))?.positions).toMatchObject([{ size: "0.04" }]);
    expect((await endOf(2))?.positions).toMatchObject([{ size: "0.01" }]);
    expect(await endOf(3)).toBeNull();
  });

  it("goes on with older sessions where a page ended", async () => {
    for (let i = 0; i < 2; i++) {
      await desk.close();
      desk = await openDesk({ profileDir });
    }
    const page = desk.page();
    const all = await page.call.listSessions({ before: null, limit: 10 });
    const first = await page.call.listSessions({ before: null, limit: 1 });
    const rest = await page.call.listSessions({ before: first.next, limit: 10 });
    expect(
      [...first.sessions, ...rest.sessions].map(({ from, to, end }) => [from, end === "running" ? 0 : to, end]),
    ).toEqual(all.sessions.map(({ from, to, end }) => [from, end === "running" ? 0 : to, end]));
    expect(all.sessions).toHaveLength(3);
  });

  it("refuses an event that is not written yet, and gives no events beyond the last", async () => {
    await onDisk();
    const page = desk.page();
    await expect(page.call.getDeskAt({ seq: 1_000_000 })).rejects.toMatchObject({ code: "EVENT-UNKNOWN" });
    expect((await page.call.getEvents({ from: 1_000_000, count: 10 })).events).toEqual([]);
  });

  it("does not hold up a desk that closes while it is asked", async () => {
    await tradeABit();
    const answer = desk.workstation.context.deskAt(0).then(
      () => "shown",
      (error: { code: string }) => error.code,
    );
    const began = performance.now();
    await desk.close();
    expect(performance.now() - began).toBeLessThan(4000);
    expect(["shown", "REPLAY-FAILED"]).toContain(await answer);
    desk = await openDesk({ profileDir });
  });
});
