import { expect, test } from "vitest";
import { btc, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { scaleOf } from "../instrument-scale.ts";
import { orderIntent } from "../order-intent.ts";
import { newOrderState, type OrderState } from "../order-state.ts";
import { Patience } from "./patience.ts";

const order = (id: string): OrderState =>
  newOrderState(orderIntent(market("buy", "1"), id, ""), null, scaleOf(btc, 0), person, "ada", id, 0);

test("a wait is over at the engine's time, or when as long has passed; whichever comes first", () => {
  let elapsed = 100;
  const patience = new Patience(() => elapsed);
  const [a, b] = [order("a"), order("b")];
  expect([patience.isOver(a, 1250, 1000), patience.isOver(b, 1500, 1000)]).toEqual([false, false]);
  elapsed = 349;
  expect(patience.take()).toEqual([]);
  elapsed = 350;
  expect(patience.take()).toEqual([a]);
  expect(patience.take()).toEqual([]);
  expect([patience.isOver(a, 1250, 1000), patience.isOver(b, 1500, 1000)]).toEqual([true, false]);
  expect(patience.isOver(b, 1500, 1500)).toBe(true);
  elapsed = 10_000;
  expect(patience.take()).toEqual([]);
});

test("what has ended counts once, and for no other wait", () => {
  let elapsed = 0;
  const patience = new Patience(() => elapsed);
  const a = order("a");
  patience.isOver(a, 1250, 1000);
  elapsed = 250;
  patience.take();
  expect(patience.isOver(a, 1500, 1000)).toBe(false);
  elapsed = 750;
  expect(patience.take()).toEqual([a]);
  expect([patience.isOver(a, 1500, 1000), patience.isOver(a, 1500, 1000)]).toEqual([true, false]);
});

test("without such a clock the engine's time is all there is", () => {
  const patience = new Patience(null);
  const a = order("a");
  expect([patience.isOver(a, 1250, 1249), patience.take(), patience.isOver(a, 1250, 1250)]).toEqual([false, [], true]);
});
