import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RiskLimits } from "../../shared/model/risk.ts";
import { defaultLimits } from "../../tests/fixtures/engine-rig.ts";
import { book, intentOf, limits, tightest, viewOf, wish } from "../../tests/fixtures/risk-books.ts";
import { createGate } from "./gate.ts";
import { isLoosening } from "./is-loosening.ts";
import { withLocks } from "./limit-locks.ts";

const windows = (...from: string[]) => ({ zone: "UTC", windows: from.map((at) => ({ from: at, to: "24:00" })) });
const rejects = (limit: string, windowMs: number) => ({ rule: "order-rejects", limit, action: "halt", windowMs });
const level = (limit: string, rest: object = {}) => ({ rule: "drawdown", limit, action: "lock_out", ...rest });
const pause = (fridayFrom: string, sundayTo: string) => ({ zone: "UTC", fridayFrom, sundayTo });
const group = (maxExposure: string, ...instrumentIds: string[]) => ({ name: "g", instrumentIds, maxExposure });

/** Each: a setting, what holds, what is looser, what is tighter. */
const pairs: readonly (readonly [keyof RiskLimits, unknown, unknown, unknown])[] = [
  ["maxNotionalPerOrder", "100", "100.000000000001", "99.5"],
  ["maxNotionalPerOrder", "100", undefined, "99"],
  ["maxNotionalPerOrder", "9", "10", "8"],
  ["maxDailyLoss", undefined, undefined, "5"],
  ["staleAfterMs", 5000, 5001, 4999],
  ["minFreeMarginPercent", "20", "10", "30"],
  ["minRewardToRisk", "2", "1.5", "2.5"],
  ["pauseAfterLossMs", 1000, 999, 1001],
  ["lossStreakPauseMs", undefined, 1, undefined],
  ["duplicateWithinMs", 500, undefined, 501],
  ["stopRequired", true, false, true],
  ["stopRequired", undefined, false, true],
  ["blockSelfCross", true, undefined, true],
  ["automationAllowed", false, undefined, false],
  ["automationAllowed", undefined, true, false],
  ["maxSizePerOrder", { "*": "5", a: "2" }, { "*": "5" }, { "*": "5", a: "2", b: "1" }],
  ["maxSizePerOrder", { "*": "5" }, { "*": "5", b: "6" }, { "*": "4" }],
  ["maxExposurePerAssetClass", { fx: "5" }, { equity: "5" }, { fx: "5", equity: "9" }],
  ["correlatedGroups", [group("5", "a", "b")], [group("5", "a")], [group("5", "a", "b", "c"), group("9", "d")]],
  ["correlatedGroups", [group("5", "a", "b")], [group("6", "a", "b")], [group("4", "a", "b")]],
  ["allowedInstruments", ["a", "b"], ["a", "c"], ["b"]],
  ["tradingWindows", windows("01:00", "05:00"), windows("00:59", "05:00"), windows("05:00", "06:00")],
  ["newsWindows", windows("01:00"), windows("02:00"), windows("01:00", "02:00")],
  ["newsWindows", windows("01:00"), { ...windows("01:00"), zone: "Asia/Tokyo" }, windows("01:00")],
  ["breakers", [rejects("5", 1)], [level("5")], [rejects("5", 1), level("5")]],
  ["breakers", [rejects("5", 1000)], [rejects("5", 999)], [rejects("4", 2000)]],
  ["weekendPause", pause("16:00", "18:00"), pause("15:00", "17:00"), pause("15:00", "19:00")],
  ["locked", ["maxDailyLoss"], ["maxDrawdown"], ["*"]],
  ["scopes", { traders: { ada: { maxDailyLoss: "5" } } }, { traders: {} }, { traders: { ada: { maxDailyLoss: "4" } } }],
  [
    "scopes",
    { traders: { ada: { maxDailyLoss: "5" } } },
    { traders: { ada: { maxDailyLoss: "5", lossStreakPauseMs: 1 } } },
    { traders: { ada: { maxDailyLoss: "5" } }, models: { m: { stopRequired: true } } },
  ],
];

describe("a change", () => {
  test.each(pairs)("of %s from %j to %j is looser, and to %j is not", (key, held, looser, tighter) => {
    const isNothing = JSON.stringify(held) === JSON.stringify(looser) || (key === "stopRequired" && held === undefined);
    expect(isLoosening(key, held, looser)).toBe(!isNothing && key !== "automationAllowed" ? true : held === false);
    expect(isLoosening(key, held, tighter)).toBe(false);
  });

  test("of a setting that cannot be compared is looser", () => {
    expect(isLoosening("atrPeriod", 14, 15)).toBe(true);
    expect(isLoosening("weekendPause", { zone: "UTC" }, { zone: "Asia/Tokyo" })).toBe(true);
    expect(isLoosening("unheardOf", 1, 2)).toBe(true);
  });
});

test("every setting there is can be compared", () => {
  for (const key of Object.keys(RiskLimits.shape)) {
    const held = tightest[key as keyof RiskLimits];
    if (held === undefined || key === "atrPeriod") continue;
    expect(isLoosening(key, held, structuredClone(held)), key).toBe(false);
  }
});

test("a locked limit is tightened at once and loosened later; what is not locked changes at once", () => {
  const held: RiskLimits = { ...defaultLimits, maxDailyLoss: "100", maxOpenPositions: 3, locked: ["maxDailyLoss"] };
  expect(withLocks(held, { ...held, maxDailyLoss: "50", maxOpenPositions: 9 })).toEqual({
    now: { ...held, maxDailyLoss: "50", maxOpenPositions: 9 },
    waiting: [],
  });
  const { maxDailyLoss: _gone, ...without } = held;
  expect(withLocks(held, { ...without, maxOpenPositions: 1 })).toEqual({
    now: { ...held, maxOpenPositions: 1 },
    waiting: ["maxDailyLoss"],
  });
});

test("a locked limit is not loosened through a setting that its rule asks besides", () => {
  const streak: RiskLimits = { ...defaultLimits, maxLossStreak: 3, locked: ["maxLossStreak"] };
  expect(withLocks(streak, { ...streak, lossStreakPauseMs: 1 })).toEqual({
    now: streak,
    waiting: ["lossStreakPauseMs"],
  });
  const paused: RiskLimits = { ...streak, lossStreakPauseMs: 1000 };
  expect(withLocks(paused, { ...paused, lossStreakPauseMs: 2000 }).waiting).toEqual([]);
  const band: RiskLimits = { ...defaultLimits, locked: ["priceBandAtr"] };
  expect(withLocks(band, { ...band, atrPeriod: 1000 })).toEqual({ now: band, waiting: ["atrPeriod"] });
  const spread: RiskLimits = { ...defaultLimits, maxSpreadBps: "5", locked: ["maxSpreadBps"] };
  expect(withLocks(spread, { ...spread, staleAfterMs: 60_000 }).waiting).toEqual(["staleAfterMs"]);
  // The lock of such a setting is only its own.
  const period: RiskLimits = { ...defaultLimits, locked: ["atrPeriod"] };
  expect(withLocks(period, { ...period, priceBandAtr: "999" }).waiting).toEqual([]);
});

test("a lock is set at once and lifted later, and one for all holds for what is not set yet", () => {
  const held: RiskLimits = { ...defaultLimits, locked: ["maxDailyLoss"] };
  expect(withLocks(held, { ...defaultLimits, locked: ["maxDrawdown"] })).toEqual({
    now: { ...held, locked: ["maxDailyLoss", "maxDrawdown"] },
    waiting: ["locked"],
  });
  const all: RiskLimits = { ...defaultLimits, locked: ["*"] };
  const change = withLocks(all, { ...all, lossStreakPauseMs: 5, maxDailyLoss: "1", maxOrdersPerSecond: 100 });
  expect(change.now).toEqual({ ...all, maxDailyLoss: "1" });
  expect(change.waiting.toSorted()).toEqual(["lossStreakPauseMs", "maxOrdersPerSecond"]);
});

test("with everything locked no order passes after a change that would not have passed before it", () => {
  let changes = 0;
  let passed = 0;
  fc.assert(
    fc.property(limits, limits, book, wish, (before, wanted, seen, order) => {
      const { now, waiting } = withLocks({ ...before, locked: ["*"] }, wanted);
      const verdict = (set: RiskLimits) =>
        createGate({ limits: () => set }).preview(
          intentOf(order),
          viewOf(seen, { state: "active", killSwitch: false }),
        );
      if (waiting.length > 0) changes++;
      if (verdict(now).outcome === "rejected") return;
      passed++;
      expect(verdict(before).outcome).toBe("approved");
    }),
    { numRuns: 2000 },
  );
  expect(changes).toBeGreaterThan(500);
  expect(passed).toBeGreaterThan(100);
});
