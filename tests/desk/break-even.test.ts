import { afterEach, beforeEach, expect, test } from "vitest";
import type { DeskContract } from "../../shared/contract/index.ts";
import type { OrderRequest, Side } from "../../shared/model/order.ts";
import type { Client } from "../../shared/rpc/connect.ts";
import { failureOf } from "../../shared/rpc/failure.ts";
import { writeWavyBars } from "../e2e/wavy-bars.ts";
import { eventually, openDesk, removeProfile, type TestDesk } from "./open-desk.ts";

let desk: TestDesk;
let page: Client<DeskContract>;
let id: string;

beforeEach(async () => {
  // A wave of ten percent every three seconds.
  desk = await openDesk({ feed: writeWavyBars("BREAK_1m_test.csv", 3000), feedSpeed: 600 });
  page = desk.page();
  const { engine, quotes } = desk.workstation.context;
  id = engine.instruments()[0]?.id as string;
  await eventually("a price", () => quotes.quote(id));
});
afterEach(async () => {
  await desk.close();
  removeProfile(desk.profileDir);
});

const last = (): number => desk.workstation.context.quotes.quote(id)?.last ?? 0;
const entry = async (side: Side, more: Partial<OrderRequest> = {}): Promise<number> => {
  const { engine } = desk.workstation.context;
  const size = "1";
  const order = {
    instrumentId: id,
    side,
    type: "market",
    size,
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  };
  const { orderId, verdict } = await page.call.submitOrder({ ...(order as OrderRequest), ...more });
  expect(verdict.rows.filter(({ outcome }) => outcome === "fail")).toEqual([]);
  await eventually("the position", () => engine.order(orderId)?.status === "filled");
  return Number(engine.positions().find(({ instrumentId }) => instrumentId === id)?.averagePrice);
};
const stops = () =>
  desk.workstation.context.engine.openOrders(id).map(({ type, triggerPrice, size }) => ({ type, triggerPrice, size }));
const refusalOf = async (): Promise<string | undefined> => {
  const answer = await page.call.moveToBreakEven({ instrumentId: id }).catch((error: unknown) => error);
  return failureOf(answer)?.code;
};

test("a position without a stop gets one at its entry once it has earned it, and not before", async () => {
  expect(await refusalOf()).toBe("DESK-NOTHING-OPEN");
  const paid = await entry("buy");
  await eventually("a price below the entry", () => last() < paid - 1);
  expect(await refusalOf()).toBe("DESK-BREAK-EVEN-PASSED");
  expect(stops()).toEqual([]);
  await eventually("a price above the entry", () => last() > paid + 3, 12_000);
  const moved = await page.call.moveToBreakEven({ instrumentId: id });
  expect(moved).toMatchObject({ moved: 0, placed: true, kept: 0, refused: null });
  expect(Number(moved.price)).toBeGreaterThanOrEqual(paid);
  await eventually("the stop", () => stops().some(({ triggerPrice }) => triggerPrice === moved.price));
  // Asked again it has nothing left to do.
  const again = await page.call.moveToBreakEven({ instrumentId: id }).catch(() => null);
  if (again !== null) expect(again).toMatchObject({ moved: 0, placed: false, kept: 1, refused: null });
}, 30_000);

test("the stop of a short position's bracket moves down to its entry", async () => {
  const far = (last() * 1.5).toFixed(2);
  const paid = await entry("sell", { bracket: { stopLoss: { type: "stop", triggerPrice: far } } });
  await eventually("the stop of the bracket", () => stops().length === 1);
  await eventually("a price below the entry", () => last() < paid - 3, 12_000);
  const moved = await page.call.moveToBreakEven({ instrumentId: id });
  expect(moved).toMatchObject({ moved: 1, placed: false, kept: 0, refused: null });
  expect(Number(moved.price)).toBeLessThanOrEqual(paid);
  await eventually("the move", () => stops()[0]?.triggerPrice === moved.price || stops().length === 0);
}, 30_000);

test("a stop that may open something is neither moved nor counted, and one that is about to go protects nothing", async () => {
  const { engine } = desk.workstation.context;
  const paid = await entry("buy");
  await eventually("a price above the entry", () => last() > paid + 3, 12_000);
  const low = (paid * 0.5).toFixed(2);
  const common = {
    instrumentId: id,
    side: "sell",
    type: "stop",
    triggerPrice: low,
    timeInForce: "GTC",
    postOnly: false,
  };
  const exit = await page.call.submitOrder({ ...common, size: "1", reduceOnly: true } as OrderRequest);
  const opening = await page.call.submitOrder({ ...common, size: "2", reduceOnly: false } as OrderRequest);
  await eventually("both to work", () =>
    [opening, exit].every(({ orderId }) => engine.order(orderId)?.status === "accepted"),
  );
  engine.cancel(exit.orderId, { kind: "person", id: "t" }, "test");
  if (engine.order(exit.orderId)?.status === "pending_cancel")
    expect(await refusalOf()).toBe("DESK-BREAK-EVEN-UNSETTLED");
  await eventually("the exit to go", () => engine.order(exit.orderId)?.status === "canceled");
  const answer = await page.call
    .moveToBreakEven({ instrumentId: id })
    .catch((error: unknown) => failureOf(error)?.code);
  if (answer !== "DESK-BREAK-EVEN-PASSED")
    expect(answer).toMatchObject({ moved: 0, placed: false, kept: 0, refused: { outcome: "rejected" } });
  expect(engine.order(opening.orderId)?.triggerPrice).toBe(low);
}, 40_000);
