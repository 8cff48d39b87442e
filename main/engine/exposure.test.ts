import { expect, test } from "vitest";
import { type Exit, exposedOn, reducible, worstPosition } from "./exposure.ts";
import type { WorkingOrder } from "./gate.ts";

let count = 0;
const working = (exposed: bigint, change: Partial<WorkingOrder> = {}): WorkingOrder => ({
  orderId: `o${count++}`,
  instrument: 0,
  side: "sell",
  exposed,
  limitPrice: null,
  reduceOnly: true,
  group: null,
  ...change,
});
const exit: Exit = { side: "sell", reduceOnly: true, group: null, protects: false };

test("of orders that cancel each other only the largest counts", () => {
  const orders = [working(3n, { group: "a" }), working(5n, { group: "a" }), working(2n, { group: "b" }), working(1n)];
  expect(exposedOn("sell", orders)).toBe(8n);
  expect(exposedOn("buy", orders)).toBe(0n);
});

test("a stop-loss and a take-profit over one position are both exits of the whole of it", () => {
  const stop = working(10n, { group: "entry" });
  expect(reducible(10n, { ...exit, group: "entry", protects: true }, [stop])).toBe(10n);
  expect(worstPosition(10n, "sell", [stop, working(10n, { group: "entry" })])).toBe(0n);
});

test("two orders of an OCO group that are not reduce-only are still exits, and open no more than the larger", () => {
  const other = working(10n, { group: "pair", reduceOnly: false });
  expect(reducible(10n, { ...exit, reduceOnly: false, group: "pair" }, [other])).toBe(10n);
  expect(reducible(10n, { ...exit, reduceOnly: false }, [other])).toBe(0n);
  expect(worstPosition(0n, "sell", [other, working(4n, { group: "pair", reduceOnly: false })])).toBe(-10n);
});

test("a person's own exit and a bracket's exits do not crowd each other out, two brackets' exits do", () => {
  const own = working(4n);
  const leg = working(6n, { group: "one" });
  expect(reducible(10n, exit, [leg])).toBe(10n);
  expect(reducible(10n, exit, [leg, own])).toBe(6n);
  expect(reducible(10n, { ...exit, group: "two", protects: true }, [leg, own])).toBe(4n);
});

test("nothing reduces a flat position or one on the same side", () => {
  expect(reducible(0n, exit, [])).toBe(0n);
  expect(reducible(-3n, exit, [])).toBe(0n);
  expect(reducible(-3n, { ...exit, side: "buy" }, [])).toBe(3n);
});
