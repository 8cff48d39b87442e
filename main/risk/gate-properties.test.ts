import fc from "fast-check";
import { expect, test } from "vitest";
import { RiskLimits } from "../../shared/model/risk.ts";
import { defaultLimits } from "../../tests/fixtures/engine-rig.ts";
import {
  book,
  coarse,
  intentOf,
  limits,
  scale,
  tightest,
  viewOf,
  type Wish,
  wish,
} from "../../tests/fixtures/risk-books.ts";
import type { GateView } from "../engine/gate.ts";
import { createGate } from "./gate.ts";
import { rules } from "./rules/registry.ts";

const gateWith = (set: RiskLimits) => createGate({ limits: () => set });

/**
 * The definition, written a second time: opposite to the position, and no larger than what other orders leave of it. Of the
 * exits of a group only the largest counts, and they leave a reduce-only order its room.
 */
function shrinks(order: Wish, view: GateView): boolean {
  const long = view.position > 0n;
  if (view.position === 0n || long === (order.side === "buy")) return false;
  let taken = 0n;
  let ofGroup = 0n;
  for (const other of view.working) {
    if (other.side !== order.side) continue;
    if (other.group === null || !other.reduceOnly) taken += other.exposed;
    else if (!(order.reduceOnly && other.reduceOnly) && other.exposed > ofGroup) ofGroup = other.exposed;
  }
  return order.size + taken + ofGroup <= (long ? view.position : -view.position);
}

test("an order that shrinks a position always passes", () => {
  fc.assert(
    fc.property(
      book,
      wish,
      fc.bigInt({ min: 1n, max: 40_000n }),
      fc.constantFrom(defaultLimits, tightest),
      (seen, order, size, set) => {
        const position = seen.position === 0n ? 1000n : seen.position;
        const held = position < 0n ? -position : position;
        const exitSide = position > 0n ? ("sell" as const) : ("buy" as const);
        const others = seen.working.filter((other) => other.side !== exitSide);
        const view = viewOf(seen, { position, working: others });
        const exit = { ...order, side: exitSide, size: size > held ? held : size };
        const { verdict, approved } = gateWith(set).judge(intentOf(exit), view);
        expect(verdict).toMatchObject({ outcome: "approved", reducing: true });
        expect(approved).not.toBeNull();
      },
    ),
    { numRuns: 500 },
  );
});

test("nothing that opens passes when trading is not active or a fact is missing", () => {
  let opening = 0;
  let blindRules = 0;
  fc.assert(
    fc.property(book, wish, limits, (seen, order, set) => {
      const view = viewOf(seen);
      const { verdict } = gateWith(set).judge(intentOf(order), view);
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
      const { account, facts } = view;
      const asksStop = set.stopRequired ?? set.maxLossPerTrade ?? set.maxRiskPerTradePercent ?? set.minRewardToRisk;
      const unmeasured =
        (set.maxSpreadBps !== undefined && facts.quote() === null) ||
        (set.maxNotionalPerDay !== undefined && facts.trades().turnover === null) ||
        (asksStop !== undefined &&
          asksStop !== false &&
          order.stopLoss === null &&
          facts.linkedStop(intentOf(order)) === null) ||
        (set.maxDrawdown !== undefined && account === null);
      if (unmeasured) blindRules++;
      const barred = view.state !== "active" || view.killSwitch || order.reduceOnly;
      if (blind || unmeasured || barred) expect(verdict.outcome).toBe("rejected");
    }),
    { numRuns: 2000 },
  );
  expect(opening).toBeGreaterThan(300);
  expect(blindRules).toBeGreaterThan(30);
});

test("with every rule at its tightest nothing opens", () => {
  fc.assert(
    fc.property(book, wish, (seen, order) => {
      const { verdict } = gateWith(tightest).judge(intentOf(order), viewOf(seen));
      expect(verdict.outcome).toBe(verdict.reducing ? "approved" : "rejected");
    }),
    { numRuns: 500 },
  );
});

test("the largest passing size passes, and one increment more does not", () => {
  let positive = 0;
  const deciding = new Set<string>();
  fc.assert(
    fc.property(book, wish, limits, fc.boolean(), (seen, order, set, isCoarse) => {
      const used = isCoarse ? coarse : scale;
      const step = used.sizeStep;
      const mark = seen.mark === null ? null : { ...seen.mark, at: 10_000 };
      const open = { mark, state: "active", killSwitch: false, journalOpen: true } as const;
      const view = viewOf(seen, open, used);
      const sized = (size: bigint) => gateWith(set).preview(intentOf({ ...order, size }), view);
      const { maxPassingSize: text, rows } = sized(order.size - (order.size % step) + step);
      const largest = BigInt(Math.round(Number(text) * 1000));
      expect(largest % step).toBe(0n);
      if (largest > 0n) {
        positive++;
        for (const row of rows) if (row.maxPassingSize === text) deciding.add(row.setting ?? "");
        expect(sized(largest).outcome).toBe("approved");
      }
      expect(sized(largest + step).outcome).toBe("rejected");
    }),
    { numRuns: 3000 },
  );
  expect(positive).toBeGreaterThan(400);
  // Each of the rules that ask for the size has decided how large the largest is.
  const asking = rules.filter(({ setting }) => deciding.has(setting ?? "")).length;
  expect(asking).toBeGreaterThan(11);
});

test("the tightest limits are settings that the schema takes, for every rule that has one", () => {
  expect(RiskLimits.parse(tightest)).toEqual(tightest);
  for (const { setting } of rules) {
    if (setting !== null) expect(Object.keys(tightest)).toContain(setting.replace("risk.", ""));
  }
});
