import { describe, expect, test } from "vitest";
import { presetOf, seen, usd } from "../../../tests/fixtures/prop-firm-presets.ts";
import { automationAnswer, holdCutoff, newsBlock, openQuestions } from "./conduct.ts";
import { payoutRows } from "./payout-gate.ts";
import { progressOf } from "./progress.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";

/** Days from Monday, 5 October 2026 on; each trades once and ends on a balance. */
function trade(id: string, balances: readonly number[]): PropFirmGuard {
  const guard = PropFirmGuard.open(presetOf(id), { at: Date.parse("2026-10-05T07:00Z") });
  live(guard, balances, 5);
  return guard;
}

function live(guard: PropFirmGuard, balances: readonly number[], from: number): void {
  balances.forEach((balance, i) => {
    const at = `2026-10-${String(from + i).padStart(2, "0")}T15:00Z`;
    guard.apply({ kind: "traded", at: Date.parse(at), opened: true });
    guard.apply(seen(at, balance));
  });
}

describe("how far an account has come", () => {
  test("FTMO 2-Step passes with its target and four days on which a position was opened", () => {
    const guard = trade("ftmo.2step.challenge.10k", [10_400, 10_800, 11_000]);
    expect(progressOf(guard)).toMatchObject({
      profit: usd(1_000),
      target: { balance: usd(11_000), missing: 0n, reached: true },
      tradingDays: { done: 3, needed: 4 },
      passed: false,
    });
    guard.apply({ kind: "traded", at: Date.parse("2026-10-08T15:00Z"), opened: false });
    expect(progressOf(guard).passed).toBe(false);
    guard.apply({ kind: "traded", at: Date.parse("2026-10-08T16:00Z"), opened: true });
    expect(progressOf(guard).passed).toBe(true);
  });

  test("FTMO 1-Step needs more profit until the best day is at most half of it", () => {
    const guard = trade("ftmo.1step.challenge.100k", [106_000, 110_000]);
    expect(progressOf(guard).consistency).toEqual({
      bestDay: usd(6_000),
      profit: usd(10_000),
      shareBps: 6_000,
      maxSharePct: "50",
      profitNeeded: usd(12_000),
      holds: false,
    });
    live(guard, [112_000], 7);
    expect(progressOf(guard)).toMatchObject({ consistency: { shareBps: 5_000, holds: true }, passed: true });
  });

  test("a losing day weighs in the total profit and not in that of positive days", () => {
    const preset = presetOf("ftmo.1step.challenge.100k");
    if (preset.consistency === null) throw new Error("the preset has a best-day rule");
    const positive = { ...preset, consistency: { ...preset.consistency, denominator: "positive_days" as const } };
    const shares = [preset, positive].map((one) => {
      const guard = PropFirmGuard.open(one, { at: Date.parse("2026-10-05T07:00Z") });
      live(guard, [105_000, 103_000, 108_000], 5);
      return progressOf(guard).consistency?.shareBps;
    });
    expect(shares).toEqual([6_250, 5_000]);
  });

  test("The5ers counts days that close with half a percent of the initial balance", () => {
    const guard = trade("the5ers.high_stakes.step1.100000", [100_499.99, 100_999.99, 101_499.99, 101_000]);
    expect(progressOf(guard).profitableDays).toEqual({ done: 2, needed: 3 });
  });

  test("Topstep's contracts follow the profit of the last day's end, and a loss leaves the first step", () => {
    const guard = trade("topstep.xfa.50k", [1_499.99]);
    const micros: (number | null)[] = [];
    for (const [i, balance] of [1_500, 2_000, 2_000, -400, -400].entries()) {
      live(guard, [balance], 6 + i);
      micros.push(progressOf(guard).micros);
    }
    expect(micros).toEqual([20, 30, 50, 50, 20]);
    expect(progressOf(trade("ftmo.2step.challenge.10k", [10_000])).micros).toBeNull();
  });

  test("Apex legacy halves the contracts until the day's end has reached the safety net", () => {
    const guard = trade("apex.legacy.pa.50k", [52_599.99, 52_600]);
    expect(progressOf(guard).micros).toBe(50);
    live(guard, [52_600], 7);
    expect(progressOf(guard).micros).toBe(100);
  });
});

describe("the way to a payout", () => {
  test("Topstep pays on five winning days, or on three days of which none weighs over 40 %", () => {
    const guard = trade("topstep.xfa.50k", [150, 300, 1_000]);
    const [standard, consistency] = payoutRows(guard);
    expect(standard).toMatchObject({ open: false, most: usd(500) });
    expect(standard?.conditions.find(({ condition }) => condition === "winning_days")).toMatchObject({
      has: 3,
      needs: 5,
      met: false,
    });
    expect(consistency?.conditions.find(({ condition }) => condition === "best_day_share")).toMatchObject({
      has: 7_000,
      met: false,
    });
    live(guard, [1_300, 1_500, 1_800], 8);
    expect(payoutRows(guard).map(({ open, most }) => [open, most])).toEqual([
      [true, usd(900)],
      [true, usd(900)],
    ]);
  });

  test("counts days anew after a payout, also on the day it was made", () => {
    const guard = trade("topstep.xfa.50k", [200, 400, 600, 800, 1_000]);
    expect(payoutRows(guard)[0]?.open).toBe(true);
    guard.apply({ kind: "paid", at: Date.parse("2026-10-09T16:00Z"), amount: usd(500) });
    guard.apply(seen("2026-10-09T17:00Z", 650));
    const [standard] = payoutRows(guard);
    expect(standard?.conditions.find(({ condition }) => condition === "winning_days")).toMatchObject({ has: 1 });
    expect(progressOf(guard)).toMatchObject({ profit: usd(1_150), tradingDays: { done: 5 } });
  });

  test("Apex's gates are the best day since the last payout, the least sum and the number of payouts", () => {
    const guard = trade("apex.eod.pa.50k", [51_000, 51_100, 51_200, 51_300, 51_400]);
    const unmet = (): string[] =>
      payoutRows(guard).flatMap((row) => row.conditions.flatMap(({ met, condition }) => (met ? [] : [condition])));
    expect(unmet()).toEqual(["best_day_share"]);
    live(guard, [52_000], 10);
    expect(unmet()).toEqual([]);
    for (let i = 0; i < 6; i++) guard.apply({ kind: "paid", at: Date.parse("2026-10-11T15:00Z"), amount: usd(1) });
    expect(unmet()).toContain("payouts");
  });

  test("Apex's best day is that of the time since the last payout, not of the account's whole life", () => {
    const guard = trade("apex.legacy.pa.50k", [53_000, 53_500, 54_000]);
    expect(progressOf(guard).consistency).toMatchObject({ bestDay: usd(3_000), shareBps: 7_500, holds: false });
    guard.apply({ kind: "paid", at: Date.parse("2026-10-07T16:00Z"), amount: usd(500) });
    live(guard, [53_600, 53_700, 53_800, 53_900], 8);
    expect(progressOf(guard)).toMatchObject({
      profit: usd(4_400),
      consistency: { bestDay: usd(100), profit: usd(400), shareBps: 2_500, holds: true },
    });
  });

  test("FTMO pays after 14 days, a lost account never, and an evaluation not at all", () => {
    const guard = trade("ftmo.2step.funded_standard.100k", [101_000]);
    const met = (name: string): boolean | undefined =>
      payoutRows(guard)[0]?.conditions.find(({ condition }) => condition === name)?.met;
    expect([met("days_passed"), met("alive")]).toEqual([false, true]);
    guard.apply({ kind: "clock", at: Date.parse("2026-10-19T07:00Z") });
    expect(payoutRows(guard)[0]?.open).toBe(true);
    guard.apply(seen("2026-10-19T08:00Z", 101_000, -6_000));
    expect([met("alive"), payoutRows(guard)[0]?.open]).toEqual([false, false]);
    expect(payoutRows(trade("topstep.combine.50k", [50_000]))).toEqual([]);
  });
});

describe("what a firm says about conduct", () => {
  test("positions are closed by the clock of the firm, in winter and in summer", () => {
    const preset = presetOf("topstep.combine.50k");
    const { days } = PropFirmGuard.open(preset, { at: 0 }).rules;
    const cutoff = (at: string) => holdCutoff(preset, days, Date.parse(at));
    expect(cutoff("2026-10-05T20:09:59Z")).toEqual({ at: Date.parse("2026-10-05T20:10Z"), mustBeFlat: false });
    expect(cutoff("2026-10-05T20:10Z")?.mustBeFlat).toBe(true);
    // From 17:00 in Chicago on it is the next day's cut-off that counts.
    expect(cutoff("2026-10-05T22:00Z")).toEqual({ at: Date.parse("2026-10-06T20:10Z"), mustBeFlat: false });
    expect(cutoff("2026-11-02T12:00Z")?.at).toBe(Date.parse("2026-11-02T21:10Z"));
    expect(holdCutoff(presetOf("ftmo.2step.challenge.10k"), days, 0)).toBeNull();
  });

  test("nothing is executed from two minutes before to two after a release, both ends included", () => {
    const release = Date.parse("2026-10-02T12:30Z");
    const restricted = presetOf("ftmo.2step.funded_standard.100k");
    const blocked = [-120_001, -120_000, 0, 120_000, 120_001].map(
      (ms) => newsBlock(restricted, [release], release + ms) !== null,
    );
    expect(blocked).toEqual([false, true, true, true, false]);
    expect(newsBlock(restricted, [release, release + 60_000], release)).toBe(release + 180_000);
    expect(newsBlock(presetOf("ftmo.2step.funded_swing.100k"), [release], release)).toBeNull();
  });

  test("a machine may trade where the firm says so, asks where it says conditions or nothing, and never where it is banned", () => {
    const answers = [
      "ftmo.2step.challenge.10k",
      "topstep.xfa.50k",
      "fundednext.stellar_2step.step1.6k",
      "earn2trade.tcp25",
      "apex.eod.eval.50k",
    ];
    expect(answers.map((id) => automationAnswer(presetOf(id)))).toEqual(["yes", "confirm", "confirm", "confirm", "no"]);
  });

  test("every doubt of a preset is a question for the trader", () => {
    const preset = presetOf("apex.eod.pa.50k");
    const questions = openQuestions(preset);
    expect(questions[0]).toBe("confidence of the sources is low");
    for (const doubt of [...preset.conflicts, ...preset.unverified, ...preset.inexpressible])
      expect(questions).toContain(doubt);
  });
});
