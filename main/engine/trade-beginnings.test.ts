import fc from "fast-check";
import { expect, test } from "vitest";
import { signOf } from "./exposure.ts";
import type { WorkingOrder } from "./gate.ts";
import { tradeBeginnings } from "./trade-beginnings.ts";

const order = (id: string, side: "buy" | "sell", exposed: bigint, rest: Partial<WorkingOrder> = {}): WorkingOrder => ({
  orderId: id,
  instrument: 0,
  side,
  exposed,
  limitPrice: null,
  reduceOnly: false,
  group: null,
  ...rest,
});
const oco = { group: "g" };

test.each<[what: string, position: bigint, working: WorkingOrder[], begin: number]>([
  ["nothing", 0n, [], 0],
  ["entries on one side", 0n, [order("a", "buy", 1n), order("b", "buy", 1n)], 1],
  ["an entry and one that turns it round", 0n, [order("a", "buy", 1n), order("b", "sell", 2n)], 2],
  ["two of which one cancels the other", 0n, [order("a", "buy", 1n, oco), order("b", "sell", 1n, oco)], 1],
  ["what adds", 1n, [order("a", "buy", 1n), order("b", "sell", 1n, { reduceOnly: true })], 0],
  ["what closes", 1n, [order("a", "sell", 1n)], 0],
  ["what turns round", 1n, [order("a", "sell", 2n)], 1],
  ["what turns round, and back", -1n, [order("a", "buy", 2n), order("b", "sell", 2n)], 2],
  ["an exit without a position", 0n, [order("a", "sell", 1n, { reduceOnly: true })], 0],
])("%s", (_what, position, working, begin) => {
  expect(tradeBeginnings(position, working)).toBe(begin);
});

test("no order of whole fills begins more, where no exit comes between entries of one side", () => {
  const sized = fc.record({ side: fc.constantFrom("buy" as const, "sell" as const), exposed: fc.bigInt(1n, 4n) });
  let turned = 0;
  fc.assert(
    fc.property(fc.bigInt(-3n, 3n), fc.array(sized, { maxLength: 5 }), (position, list) => {
      const working = list.map(({ side, exposed }, at) => order(`${at}`, side, exposed));
      const fill = (held: bigint, left: readonly WorkingOrder[]): number =>
        Math.max(
          0,
          ...left.map((one) => {
            const next = held + signOf(one.side) * one.exposed;
            const begins = next !== 0n && next * held <= 0n ? 1 : 0;
            return (
              begins +
              fill(
                next,
                left.filter((other) => other !== one),
              )
            );
          }),
        );
      const most = fill(position, working);
      const promised = tradeBeginnings(position, working);
      if (most > 1) turned++;
      if (promised > 0) expect(promised).toBeGreaterThanOrEqual(most);
    }),
    { numRuns: 500 },
  );
  expect(turned).toBeGreaterThan(50);
});
