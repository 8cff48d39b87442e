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
const exit: Exit = { side: "sell", reduceOnly: true, protects: false };

test("of orders that cancel each other only the largest counts", () => {
  const orders = [working(3n, { group: "a" }), working(5n, { group: "a" }), working(2n, { group: "b" }), working(1n)];
  expect(exposedOn("sell", orders)).toBe(8n);
  expect(exposedOn("buy", orders)).toBe(0n);
});

test("a stop-loss and a take-profit over one position are both exits of the whole of it", () => {
  const stop = working(10n, { group: "entry" });
  expect(reducible(10n, { ...exit, protects: true }, [stop])).toBe(10n);
  expect(worstPosition(10n, "sell", [stop, working(10n, { group: "entry" })])).toBe(0n);
});

test("exits of an OCO group are each an exit of the whole, and only where a venue lets them do nothing else", () => {
  const other = working(10n, { group: "pair" });
  expect(reducible(10n, exit, [other])).toBe(10n);
  expect(reducible(10n, { ...exit, reduceOnly: false }, [other])).toBe(0n);
  expect(reducible(10n, exit, [working(10n, { group: "pair", reduceOnly: false })])).toBe(0n);
});

test("orders of a group that may open all count, because the first may not be the last that fills", () => {
  const pair = [10n, 4n].map((size) => working(size, { group: "pair", reduceOnly: false }));
  expect(worstPosition(0n, "sell", pair)).toBe(-14n);
});

test("a person's own exit and a bracket's exits do not crowd each other out, and nothing crowds those of a bracket out", () => {
  const own = working(4n);
  const leg = working(6n, { group: "one" });
  const entry = working(10n, { reduceOnly: false });
  expect(reducible(10n, exit, [leg])).toBe(10n);
  expect(reducible(10n, exit, [leg, own])).toBe(6n);
  expect(reducible(10n, exit, [entry])).toBe(0n);
  expect(reducible(10n, { ...exit, protects: true }, [leg, own, entry])).toBe(10n);
});

test("nothing reduces a flat position or one on the same side", () => {
  expect(reducible(0n, exit, [])).toBe(0n);
  expect(reducible(-3n, exit, [])).toBe(0n);
  expect(reducible(-3n, { ...exit, side: "buy" }, [])).toBe(3n);
});
