import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { DailyLoss, EquityPart, LossMode, MaxLoss } from "../../../shared/model/prop-firm-loss.ts";
import { type FirmDays, firmDays } from "./firm-day.ts";

/** Shares are kept in hundredths of a millionth of a percent: the finest that a preset writes. */
export const PCT_DIGITS = 8;

/** Which parts of the equity a limit looks at, beside the balance. */
export interface EquityParts {
  readonly openPnl: boolean;
  readonly commissions: boolean;
  readonly swaps: boolean;
}

/** The daily limit with its numbers read: `amount` for a fixed sum, `pct` for a share of the day's anchor, neither where unknown. */
export interface DailyRule {
  readonly amount: bigint | null;
  readonly pct: bigint | null;
  readonly anchor: DailyLoss["anchor"];
  readonly effect: DailyLoss["effect"];
  readonly boundary: DailyLoss["boundary"];
  readonly parts: EquityParts;
  readonly optional: boolean;
}

/** The drawdown with its numbers read; `lock` is the floor's highest level. */
export interface MaxRule {
  readonly mode: LossMode;
  readonly amount: bigint;
  readonly lock: bigint | null;
  readonly locksAtFirstPayout: boolean;
  readonly effect: MaxLoss["effect"];
  readonly boundary: MaxLoss["boundary"];
  readonly parts: EquityParts;
}

/** One step of a position limit, in micro contracts. */
export interface Tier {
  readonly profitFrom: bigint;
  readonly micros: number;
}

/** A preset read once, so that a tick compares numbers and nothing else. Money has {@link MONEY_DIGITS} decimals. */
export interface FirmRules {
  readonly preset: PropFirmPreset;
  readonly days: FirmDays;
  readonly start: bigint;
  readonly target: bigint | null;
  readonly daily: DailyRule | null;
  readonly max: MaxRule;
  readonly tiers: readonly Tier[];
}

/** Reads decimal text of money. */
export function money(text: string): bigint {
  return parseFixed(text, MONEY_DIGITS);
}

/** Reads a percentage. */
export function pctUnits(text: string): bigint {
  return parseFixed(text, PCT_DIGITS);
}

/** Reads a preset's numbers. Throws a RangeError where one has more decimals than money can hold. */
export function readRules(preset: PropFirmPreset): FirmRules {
  const start = money(preset.startingBalance);
  const target = preset.profitTarget === null ? null : start + money(preset.profitTarget.amount);
  const { maxLoss, dailyLoss, positionLimit } = preset;
  return {
    preset,
    days: firmDays(preset.day.resetAt, preset.day.zone),
    start,
    target,
    daily: dailyLoss && readDaily(dailyLoss),
    max: {
      mode: maxLoss.mode,
      amount: money(maxLoss.amount),
      lock: lockLevel(maxLoss, start, target),
      locksAtFirstPayout: maxLoss.locksAtFirstPayout,
      effect: maxLoss.effect,
      boundary: maxLoss.boundary,
      parts: partsOf(maxLoss.includes),
    },
    tiers: positionLimit.tiers.map(({ profitFrom, minis }) => ({
      profitFrom: money(profitFrom),
      micros: minis * positionLimit.microsPerMini,
    })),
  };
}

function readDaily({ limit, anchor, effect, boundary, includes, optional }: DailyLoss): DailyRule {
  return {
    amount: limit.of === "initial" ? money(limit.amount) : null,
    pct: limit.of === "day_start" ? pctUnits(limit.pct) : null,
    anchor,
    effect,
    boundary,
    parts: partsOf(includes),
    optional,
  };
}

function lockLevel({ lock }: MaxLoss, start: bigint, target: bigint | null): bigint | null {
  if (lock === null) return null;
  const base = lock.at === "start" ? start : target;
  // A lock at a target that the phase does not have never holds the floor back: the stricter reading.
  return base === null ? null : base + money(lock.offset);
}

function partsOf(includes: readonly EquityPart[]): EquityParts {
  return {
    openPnl: includes.includes("open_pnl"),
    commissions: includes.includes("commissions"),
    swaps: includes.includes("swaps"),
  };
}
