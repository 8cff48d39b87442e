import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Breakers } from "../../shared/model/breaker-settings.ts";
import { RiskLimits } from "../../shared/model/risk.ts";
import { mostWindows, type TimeWindow, TimeWindows } from "../../shared/model/time-windows.ts";
import { btc, defaultLimits, eth, person } from "../../tests/fixtures/engine-rig.ts";
import { book, intentOf, viewOf, wish } from "../../tests/fixtures/risk-books.ts";
import { createGate } from "./gate.ts";
import { isLoosening } from "./is-loosening.ts";
import { withLocks } from "./limit-locks.ts";
import { windowAt } from "./local-windows.ts";
import { tighterOf } from "./tighter-limit.ts";

const news = (from: number, count: number) => ({
  zone: "UTC",
  windows: Array.from({ length: count }, (_, at) => ({ from: "00:00", to: "24:00", title: `${from + at}` })),
});
const group = (maxExposure: string, ...instrumentIds: string[]) => ({ name: "g", instrumentIds, maxExposure });
const rejects = (limit: string, windowMs: number) => ({ rule: "order-rejects", limit, action: "halt", windowMs });
const drawdown = (limit: string, rest: object = {}) => ({ rule: "drawdown", limit, action: "lock_out", ...rest });

/** Each: a setting, what holds, what is wanted, what holds until the day is over. */
const mixed: readonly (readonly [keyof RiskLimits, unknown, unknown, unknown])[] = [
  ["maxSizePerOrder", { a: "5", b: "5" }, { a: "2", b: "9" }, { a: "2", b: "5" }],
  ["maxSizePerOrder", { "*": "5" }, { a: "9", b: "1" }, { "*": "5", a: "5", b: "1" }],
  ["maxSizePerOrder", { a: "9", b: "1" }, { "*": "5" }, { a: "5", b: "1", "*": "5" }],
  ["maxExposurePerAssetClass", { fx: "5" }, { equity: "5" }, { fx: "5", equity: "5" }],
  ["correlatedGroups", [group("5", "a", "b")], [group("4", "a")], [group("5", "a", "b"), group("4", "a")]],
  ["allowedInstruments", ["a", "b"], ["b", "c"], ["b"]],
  ["allowedInstruments", ["a"], ["b"], ["a"]],
  ["newsWindows", news(0, 2), news(1, 2), news(0, 3)],
  ["newsWindows", news(0, 499), news(499, 3), news(0, mostWindows)],
  ["newsWindows", news(0, 1), { ...news(1, 1), zone: "Asia/Tokyo" }, news(0, 1)],
  [
    "tradingWindows",
    { zone: "UTC", windows: [{ from: "09:00", to: "12:00" }] },
    { zone: "UTC", windows: [{ from: "11:00", to: "14:00", days: [1] }] },
    { zone: "UTC", windows: [{ from: "11:00", to: "12:00", days: [1] }] },
  ],
  [
    "weekendPause",
    { zone: "UTC", fridayFrom: "16:00", sundayTo: "18:00" },
    { zone: "UTC", fridayFrom: "15:00", sundayTo: "17:00" },
    { zone: "UTC", fridayFrom: "15:00", sundayTo: "18:00" },
  ],
  ["breakers", [rejects("5", 1000)], [rejects("3", 500)], [rejects("3", 1000)]],
  ["breakers", [rejects("5", 1000)], [drawdown("1")], [rejects("5", 1000), drawdown("1")]],
  [
    "breakers",
    [drawdown("5", { windowMs: 10, lockOutMs: 60_000 })],
    [drawdown("9", { lockOutMs: 90_000 })],
    [drawdown("5", { lockOutMs: 90_000 })],
  ],
  [
    "scopes",
    { traders: { ada: { maxDailyLoss: "5", maxSizePerOrder: { a: "1" } }, bob: { stopRequired: true } } },
    { traders: { ada: { maxDailyLoss: "4", maxTradesPerDay: 3, lossStreakPauseMs: 1 } }, models: { m: {} } },
    {
      traders: {
        ada: { maxDailyLoss: "4", maxSizePerOrder: { a: "1" }, maxTradesPerDay: 3 },
        bob: { stopRequired: true },
      },
      models: { m: {} },
    },
  ],
];

describe("a locked setting of several parts", () => {
  test.each(mixed)("%s from %j to %j holds meanwhile as %j", (key, held, wanted, meanwhile) => {
    const locked = ["*"];
    const before = RiskLimits.parse({ ...defaultLimits, [key]: held, locked });
    const { now, waiting } = withLocks(before, RiskLimits.parse({ ...defaultLimits, [key]: wanted, locked }));
    expect(now[key]).toEqual(meanwhile);
    expect(RiskLimits.safeParse(now).success).toBe(true);
    expect(waiting).toEqual([key]);
    expect(isLoosening(key, held, meanwhile)).toBe(false);
  });

  test("does not wait where what is wanted turns out to be the tighter", () => {
    const times = (from: string, to: string) => ({ zone: "UTC", windows: [{ from, to }] });
    const held = { ...defaultLimits, tradingWindows: times("09:00", "17:00"), locked: ["*"] };
    const wanted = { ...held, tradingWindows: times("10:00", "12:00") };
    expect(withLocks(held, wanted)).toEqual({ now: wanted, waiting: [] });
  });

  test("waits as it was where the two cannot be put together", () => {
    expect(tighterOf("atrPeriod", 14, 15)).toBe(14);
    expect(tighterOf("unheardOf", "a", "b")).toBe("a");
    expect(tighterOf("maxDailyLoss", "5", undefined)).toBe("5");
    expect(tighterOf("lossStreakPauseMs", undefined, 5)).toBeUndefined();
  });
});

const minutes = fc.integer({ min: 0, max: 96 }).map((quarter) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
});
const some = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined, freq: 1 });
const window = fc
  .record({
    from: minutes,
    to: minutes,
    days: some(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })),
    date: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.constantFrom("2026-02-27", "2026-02-28", "2026-03-01"),
    ),
  })
  .map(
    ({ from, to, days, date }): TimeWindow => ({
      from,
      to,
      ...(days === undefined ? {} : { days }),
      ...(date === undefined ? {} : { date }),
    }),
  );
const times = fc.array(window, { minLength: 1, maxLength: 3 }).map((windows) => ({ zone: "Europe/Prague", windows }));

test("times that orders may open in are cut to exactly those of both lists", () => {
  // Over the end of February, which the windows with a date lie around, in Prague's winter.
  const from = Date.UTC(2026, 1, 26);
  let shared = 0;
  fc.assert(
    fc.property(times, times, (held, wanted) => {
      const both = tighterOf("tradingWindows", held, wanted) as TimeWindows;
      expect(TimeWindows.safeParse(both).success).toBe(true);
      if (both === held) return;
      shared++;
      for (let at = from; at < from + 5 * 86_400_000; at += 15 * 60_000) {
        const isOpen = windowAt(held, at) !== null && windowAt(wanted, at) !== null;
        expect(windowAt(both, at) !== null).toBe(isOpen);
      }
    }),
    { numRuns: 300 },
  );
  expect(shared).toBeGreaterThan(100);
});

const amount = (most: number) => fc.integer({ min: 1, max: most }).map(String);
const sizes = fc.dictionary(fc.constantFrom("*", btc.id, eth.id), amount(40), { minKeys: 1 });
const groups = fc.array(
  fc.record({
    name: fc.constant("g"),
    instrumentIds: fc.subarray([btc.id, eth.id], { minLength: 1 }),
    maxExposure: amount(20_000),
  }),
  { minLength: 1, maxLength: 3 },
);
const quarter = fc.constantFrom("00:00", "00:15", "23:45", "24:00");
const nearTimes = fc
  .array(fc.record({ from: quarter, to: quarter }), { minLength: 1, maxLength: 3 })
  .map((windows) => ({ zone: "UTC", windows }));
const parts = fc.record(
  {
    maxSizePerOrder: sizes,
    maxExposurePerAssetClass: fc.dictionary(fc.constantFrom("crypto-spot", "fx"), amount(20_000), { minKeys: 1 }),
    correlatedGroups: groups,
    allowedInstruments: fc.subarray([btc.id, eth.id], { minLength: 1 }),
    newsWindows: nearTimes,
    tradingWindows: nearTimes,
    maxDailyLoss: amount(9000),
  },
  { requiredKeys: [] },
);
const limits = fc
  .record({ account: parts, ada: parts })
  .map(({ account, ada }) =>
    RiskLimits.parse({ ...defaultLimits, ...account, scopes: { models: { m1: ada } }, locked: ["*"] }),
  );
/** The account's and one model's settings of several parts, changed at random. */
test("until the day is over no order passes that either the old or the new value keeps out", () => {
  const checked = { mixed: 0, passed: 0, refused: 0 };
  fc.assert(
    fc.property(limits, limits, book, wish, fc.boolean(), (before, wanted, seen, order, isModel) => {
      const actor = isModel ? { kind: "model" as const, id: "m1" } : person;
      const { now, waiting } = withLocks(before, wanted);
      const outcome = (set: RiskLimits): string =>
        createGate({ limits: () => ({ ...set, maxOrdersPerSecond: 1000, priceBandAtr: "1000" }) }).preview(
          intentOf(order),
          viewOf(seen, { state: "active", killSwitch: false, actor, journalOpen: true }),
        ).outcome;
      expect(RiskLimits.safeParse(now).success).toBe(true);
      if (waiting.length > 0) checked.mixed++;
      if (outcome(now) === "approved") {
        checked.passed++;
        expect(outcome(before)).toBe("approved");
      } else checked.refused++;
    }),
    { numRuns: 1500 },
  );
  expect(checked.mixed).toBeGreaterThan(500);
  expect(checked.passed).toBeGreaterThan(100);
  expect(checked.refused).toBeGreaterThan(100);
});

test("breakers put together trip whatever either list trips", () => {
  const numbers = fc.record({ limit: amount(20), windowMs: fc.integer({ min: 1, max: 5000 }) });
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [both] = Breakers.parse(
        tighterOf("breakers", [rejects(a.limit, a.windowMs)], [rejects(b.limit, b.windowMs)]),
      );
      expect(Number(both?.limit)).toBeLessThanOrEqual(Number(a.limit));
      expect(both?.windowMs).toBeGreaterThanOrEqual(a.windowMs);
    }),
  );
});
