import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrderIntent, OrderType } from "../../../shared/model/order.ts";
import { btc } from "../../../tests/fixtures/engine-rig.ts";
import { venueDesk } from "../../../tests/fixtures/venue-desk.ts";
import { scaleOf } from "../instrument-scale.ts";
import { newOrderState, type OrderState } from "../order-state.ts";
import { TriggerBook } from "./trigger-book.ts";

const cents = scaleOf(btc, 0);
let count = 0;

function waiting(
  type: OrderType,
  side: "buy" | "sell",
  change: Partial<OrderIntent> = {},
  createdAt = 0,
  scale = cents,
): OrderState {
  const intent: OrderIntent = {
    orderId: `o${count++}`,
    instrumentId: btc.id,
    side,
    type,
    size: "1",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
    reason: "",
    ...change,
  };
  return newOrderState(intent, null, scale, { kind: "person", id: "ada" }, "person:ada", "t", createdAt);
}

/** A book that takes released orders out and lets trailing ones move, as the desk does. */
function bookOf(orders: readonly OrderState[]): { book: TriggerBook; released: [string, number][]; moved: string[] } {
  const released: [string, number][] = [];
  const moved: string[] = [];
  const book = new TriggerBook(1, {
    release(order, price) {
      released.push([order.orderId, price]);
      book.set(order, false);
    },
    move(order, level) {
      const triggerPrice = (Number(level) / 100).toFixed(2);
      moved.push(triggerPrice);
      order.intent = { ...order.intent, triggerPrice };
      book.set(order, true);
    },
  });
  for (const order of orders) book.set(order, true);
  return { book, released, moved };
}

const at = (last: number, bid: number, ask: number) =>
  [{ instrument: 0, at: 0, bid, ask, last, size: 1 }, Float64Array.of(last)] as const;

const bar = (open: number, high: number, low: number, close: number, openTime = 0) =>
  ({ instrument: 0, openTime, intervalMs: 60_000, open, high, low, close, volume: 1 }) as const;

test("whatever waits and whatever comes, exactly the orders whose level is reached are released, stops first", () => {
  const order = fc.record({
    type: fc.constantFrom("stop" as const, "market-if-touched" as const),
    side: fc.constantFrom("buy" as const, "sell" as const),
    triggerBy: fc.constantFrom("last" as const, "quote" as const),
    level: fc.integer({ min: 95, max: 105 }),
  });
  const tick = fc.record({ last: fc.integer({ min: 94, max: 106 }), spread: fc.constantFrom(0, 2, Number.NaN) });
  fc.assert(
    fc.property(fc.array(order, { maxLength: 40 }), fc.array(tick, { maxLength: 8 }), (wishes, ticks) => {
      const orders = wishes.map(({ type, side, triggerBy, level }) =>
        waiting(type, side, { triggerBy, triggerPrice: `${level}` }),
      );
      const { book, released } = bookOf(orders);
      let left = orders.slice();
      for (const { last, spread } of ticks) {
        released.length = 0;
        const [bid, ask] = [last - spread / 2, last + spread / 2];
        const isReached = ({ side, intent }: OrderState): boolean => {
          const price = intent.triggerBy === "last" ? last : side === "buy" ? ask : bid;
          const level = Number(intent.triggerPrice);
          return (intent.type === "stop") === (side === "buy") ? price >= level : price <= level;
        };
        const reached = left.filter(isReached);
        const first = reached.filter(({ intent }) => intent.type === "stop");
        const expected = [...first, ...reached.filter((it) => !first.includes(it))].map(({ orderId }) => orderId);
        book.onTick(...at(last, bid, ask));
        expect(released.map(([orderId]) => orderId)).toEqual(expected);
        left = left.filter((it) => !reached.includes(it));
        expect(book.waiting).toBe(left.length);
      }
    }),
  );
});

test("a bar reaches what its high and low reach, and of two that it reaches the stop comes first", () => {
  const target = waiting("market-if-touched", "sell", { triggerPrice: "104" });
  const stop = waiting("stop", "sell", { triggerPrice: "97" });
  const { book, released } = bookOf([target, stop]);
  book.onBar(bar(100, 103.99, 97.01, 100));
  expect(released).toEqual([]);
  book.onBar(bar(100, 104, 97, 103));
  expect(released.map(([orderId]) => orderId)).toEqual([stop.orderId, target.orderId]);
});

test("what was not there when a bar opened has seen its close only", () => {
  const stop = waiting("stop", "sell", { triggerPrice: "97" }, 30_000);
  const { book, released } = bookOf([stop]);
  book.onBar(bar(100, 101, 96, 100));
  expect(released).toEqual([]);
  book.onBar(bar(100, 101, 96, 97));
  expect(released).toEqual([[stop.orderId, 97]]);
});

test("a trailing stop follows the best price by units, percent or ticks, never back, and along a bar's path", () => {
  const trail = (trailingOffset: string, trailingOffsetType: "price" | "percent" | "ticks", side: "buy" | "sell") =>
    bookOf([waiting("trailing-stop", side, { trailingOffset, trailingOffsetType })]);
  for (const [it, levels] of [
    [trail("2", "price", "sell"), ["98.00", "103.00"]],
    [trail("1.5", "percent", "sell"), ["98.50", "103.42"]],
    [trail("150", "ticks", "sell"), ["98.50", "103.50"]],
  ] as const) {
    for (const last of [100, 99.9, 105, 104]) it.book.onTick(...at(last, Number.NaN, Number.NaN));
    expect(it.moved).toEqual(levels);
    it.book.onTick(...at(103, Number.NaN, Number.NaN));
    expect(it.released).toHaveLength(1);
  }
  const short = trail("2", "price", "buy");
  short.book.onBar(bar(100, 101, 97, 100.5));
  expect([short.moved, short.released.length]).toEqual([["102.00", "99.00"], 1]);
});

test("a price between two increments moves a trailing stop to an increment, as the paper venue's does", () => {
  const price = { trailingOffset: "2" };
  const percent = { trailingOffset: "1.5", trailingOffsetType: "percent" } as const;
  for (const [increment, change, mids, levels] of [
    ["0.25", price, [100.125, 100.375], ["98.00", "98.50"]],
    ["0.25", percent, [100.125, 102.875], ["98.50", "101.50"]],
    ["0.01", price, [100.005, 100.015], ["98.00", "98.02"]],
    // A share of the price that rounds to nothing would be a stop at the price itself.
    ["0.25", { ...percent, trailingOffset: "0.1" }, [100.125, 100.5], ["99.75", "100.25"]],
  ] as const) {
    const scale = scaleOf({ ...btc, priceIncrement: increment }, 0);
    const it = bookOf([waiting("trailing-stop", "sell", change, 0, scale)]);
    for (const mid of mids) it.book.onTick(...at(mid, mid - 0.125, mid + 0.125));
    expect(it.moved).toEqual(levels);
    const { venue, order, tick, reports } = venueDesk({}, [{ ...btc, priceIncrement: increment }]);
    const orderId = order({ side: "sell", type: "trailing-stop", ...change });
    for (const [time, mid] of mids.entries()) tick(time, mid - 0.125, mid + 0.125);
    venue.replace(orderId, { size: "0.5" });
    expect(reports.at(-1)).toMatchObject({ kind: "replaced", triggerPrice: String(Number(levels.at(-1))) });
  }
});

test("a level that is taken back is not watched, and of two alike the earlier one goes first", () => {
  const [one, two, three] = [0, 1, 2].map(() => waiting("stop", "buy", { triggerPrice: "101" })) as [
    OrderState,
    OrderState,
    OrderState,
  ];
  const { book, released } = bookOf([one, two, three]);
  book.set(two, false);
  expect([book.has(one), book.has(two)]).toEqual([true, false]);
  book.onTick(...at(101, Number.NaN, Number.NaN));
  expect(released.map(([orderId]) => orderId)).toEqual([one.orderId, three.orderId]);
});
