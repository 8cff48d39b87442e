import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

let desk: TestDesk;
let page: Client<DeskContract>;
const btc = "paper:BTC/USDT";

beforeAll(async () => {
  desk = await openDesk();
  page = desk.page();
  await eventually("a price", () => desk.workstation.context.quotes.quote(btc));
});
afterAll(async () => {
  await desk.close();
  removeProfile(desk.profileDir);
});

test("limits that cannot be written down do not hold", async () => {
  const { journal, settings } = desk.workstation.context;
  const before = settings.get().risk;
  const append = journal.append.bind(journal);
  journal.append = () => {
    throw new Error("the disk is full");
  };
  try {
    await expect(page.call.setRiskLimits({ ...before, maxNotionalPerOrder: "50" })).rejects.toThrow();
  } finally {
    journal.append = append;
  }
  expect(settings.get().risk).toEqual(before);
});

test("the kill switch pressed twice asks for the cancels again and is one event of the record", async () => {
  const { engine, journal, quotes } = desk.workstation.context;
  const limitPrice = ((quotes.quote(btc)?.last ?? 0) * 0.97).toFixed(2);
  const { orderId, verdict } = await page.call.submitOrder({
    instrumentId: btc,
    side: "buy",
    type: "limit",
    limitPrice,
    size: "0.01",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  });
  expect(verdict.outcome).toBe("approved");
  await eventually("acceptance", () => engine.order(orderId)?.status === "accepted");
  const first = await page.call.engageKillSwitch({ reason: "enough" });
  const second = await page.call.engageKillSwitch({ reason: "enough, I said" });
  expect([first.cancelsRequested, second.cancelsRequested]).toEqual([1, 1]);
  await eventually("the cancel", () => engine.order(orderId)?.status === "canceled");
  await desk.page("viewer").call.engageKillSwitch({ reason: "me too" });
  await page.call.releaseKillSwitch({ reason: "over" });
  await page.call.engageKillSwitch({ reason: "and again" });
  await eventually("the record", () => journal.health().pending === 0);
  const switched = [...journal.read()]
    .map(({ text }) => JSON.parse(text) as { type: string; actor: { id: string } })
    .filter(({ type }) => type.startsWith("kill_switch."))
    .map(({ type, actor }) => `${type.slice(12)} by ${actor.id}`);
  expect(switched).toEqual(["engaged by desk", "engaged by viewer", "released by desk", "engaged by desk"]);
  expect(engine.tradingState().killSwitch).toBe(true);
});

test("one layout too many is refused with a way out, and a known one is still replaced", async () => {
  for (let i = 0; i < 50; i++) await page.call.saveLayout({ name: `layout ${i}`, version: 1, layout: "{}" });
  await expect(page.call.saveLayout({ name: "one more", version: 1, layout: "{}" })).rejects.toMatchObject({
    code: "SETTINGS-LAYOUTS",
    remedy: expect.stringContaining("no longer need"),
  });
  await page.call.saveLayout({ name: "layout 7", version: 2, layout: "{}" });
  expect((await page.call.getLayouts({})).layouts).toHaveLength(50);
});
