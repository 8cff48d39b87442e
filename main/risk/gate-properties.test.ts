import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS, tenTo } from "../../shared/model/fixed.ts";
import type { OrderIntent } from "../../shared/model/order.ts";
import { btc, defaultLimits, instrumentNamed, person } from "../../tests/fixtures/engine-rig.ts";
import { quietFacts } from "../../tests/fixtures/gate-facts.ts";
import type { GateView, WorkingOrder } from "../engine/gate.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import { createGate } from "./gate.ts";

const scale = scaleOf(btc, 0);
const coarse = scaleOf(instrumentNamed("COARSE", { sizeIncrement: "0.025" }), 0);
const units = fc.bigInt({ min: 1n, max: 40_000n });
const side = fc.constantFrom("buy" as const, "sell" as const);

const workingOrder: fc.Arbitrary<WorkingOrder> = fc.record({
  orderId: fc.constant("w"),
  instrument: fc.constant(0),
  side,
  exposed: units,
  limitPrice: fc.constant(null),
  reduceOnly: fc.boolean(),
  group: fc.constantFrom(null, "g"),
});

const ratio = fc.record({
  numerator: fc.bigInt({ min: 1n, max: 300n }),
  denominator: fc.bigInt({ min: 1n, max: 300n }),
});

const book = fc.record({
  state: fc.constantFrom("active" as const, "active" as const, "reducing" as const, "halted" as const),
  killSwitch: fc.boolean(),
  mark: fc.option(fc.record({ price: fc.bigInt({ min: 1n, max: 50_000n }), at: fc.integer({ min: 0, max: 10_000 }) }), {
    freq: 8,
  }),
  atr: fc.option(fc.double({ min: 0, max: 50, noNaN: true }), { freq: 8 }),
  position: fc.bigInt({ min: -40_000n, max: 40_000n }),
  working: fc.array(workingOrder, { maxLength: 4 }),
  rate: fc.option(ratio, { freq: 8 }),
  marginWeight: ratio,
  accountGap: fc.constant(""),
  account: fc.option(
    fc.record({
      equity: fc.bigInt({ min: -1000n, max: 20_000n }).map((it) => it * tenTo(MONEY_DIGITS)),
      buyingPower: fc.bigInt({ min: -1000n, max: 60_000n }).map((it) => it * tenTo(MONEY_DIGITS)),
      committedElsewhere: fc.bigInt({ min: 0n, max: 10_000n }).map((it) => it * tenTo(MONEY_DIGITS)),
    }),
    { freq: 8 },
  ),
  journalOpen: fc.boolean(),
  feeRate: fc.record({ units: fc.bigInt({ min: 0n, max: 500n }), digits: fc.constant(5) }),
});

const wish = fc.record({
  side,
  size: units,
  limitPrice: fc.option(fc.bigInt({ min: 1n, max: 50_000n })),
  reduceOnly: fc.boolean(),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

function intentOf({ side: which, size, limitPrice, reduceOnly }: Wish): OrderIntent {
  return {
    orderId: "o1",
    reason: "",
    instrumentId: btc.id,
    side: which,
    type: limitPrice === null ? "market" : "limit",
    size: formatFixed(size, 3),
    ...(limitPrice === null ? {} : { limitPrice: formatFixed(limitPrice, 2) }),
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly,
  };
}

const maximum = fc.option(fc.integer({ min: 1, max: 20_000 }).map(String));
const gateWith = (most: string | null) =>
  createGate({ limits: () => ({ ...defaultLimits, ...(most === null ? {} : { maxNotionalPerOrder: most }) }) });

/**
 * The definition, written a second time: opposite to the position, and no larger than what other orders leave of it. Of a
 * group only the largest counts, and exits that came with an entry leave a reduce-only order its room.
 */
function shrinks(order: Wish, view: GateView): boolean {
  const long = view.position > 0n;
  if (view.position === 0n || long === (order.side === "buy")) return false;
  let taken = 0n;
  let ofGroup = 0n;
  for (const other of view.working) {
    if (other.side !== order.side) continue;
    if (other.group === null) taken += other.exposed;
    else if (!(order.reduceOnly && other.reduceOnly) && other.exposed > ofGroup) ofGroup = other.exposed;
  }
  return order.size + taken + ofGroup <= (long ? view.position : -view.position);
}

test("an order that shrinks a position always passes", () => {
  fc.assert(
    fc.property(book, wish, fc.bigInt({ min: 1n, max: 40_000n }), maximum, (seen, order, size, most) => {
      const position = seen.position === 0n ? 1000n : seen.position;
      const held = position < 0n ? -position : position;
      const exitSide = position > 0n ? ("sell" as const) : ("buy" as const);
      const others = seen.working.filter((other) => other.side !== exitSide);
      const view: GateView = {
        ...seen,
        position,
        working: others,
        now: 10_000,
        scale,
        facts: quietFacts,
        actor: person,
      };
      const exit = { ...order, side: exitSide, size: size > held ? held : size };
      const { verdict, approved } = gateWith(most).judge(intentOf(exit), view);
      expect(verdict).toMatchObject({ outcome: "approved", reducing: true });
      expect(approved).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test("nothing that opens passes when trading is not active or a fact is missing", () => {
  let opening = 0;
  fc.assert(
    fc.property(book, wish, maximum, (seen, order, most) => {
      const view: GateView = { ...seen, now: 10_000, scale, facts: quietFacts, actor: person };
      const { verdict } = gateWith(most).judge(intentOf(order), view);
      expect(verdict.reducing).toBe(shrinks(order, view));
      if (verdict.reducing) return;
      opening++;
      const stale = view.mark === null || 10_000 - view.mark.at > defaultLimits.staleAfterMs;
      const blind =
        stale ||
        view.account === null ||
        view.rate === null ||
        !view.journalOpen ||
        (order.limitPrice !== null && view.atr === null);
      const barred = view.state !== "active" || view.killSwitch || order.reduceOnly;
      if (blind || barred) expect(verdict.outcome).toBe("rejected");
    }),
    { numRuns: 1000 },
  );
  expect(opening).toBeGreaterThan(300);
});

test("the largest passing size passes, and one increment more does not", () => {
  let positive = 0;
  fc.assert(
    fc.property(book, wish, maximum, fc.boolean(), (seen, order, most, isCoarse) => {
      const used = isCoarse ? coarse : scale;
      const step = used.sizeStep;
      const mark = seen.mark === null ? null : { ...seen.mark, at: 10_000 };
      const view: GateView = {
        ...seen,
        mark,
        state: "active",
        killSwitch: false,
        journalOpen: true,
        now: 10_000,
        scale: used,
        facts: quietFacts,
        actor: person,
      };
      const sized = (size: bigint) => gateWith(most).preview(intentOf({ ...order, size }), view);
      const text = sized(order.size - (order.size % step) + step).maxPassingSize;
      const largest = BigInt(Math.round(Number(text) * 1000));
      expect(largest % step).toBe(0n);
      if (largest > 0n) {
        positive++;
        expect(sized(largest).outcome).toBe("approved");
      }
      expect(sized(largest + step).outcome).toBe("rejected");
    }),
    { numRuns: 1000 },
  );
  expect(positive).toBeGreaterThan(200);
});
