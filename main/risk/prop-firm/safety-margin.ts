import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { percentOf } from "../share-of.ts";
import type { FirmRules } from "./firm-rules.ts";
import type { GuardState } from "./guard-state.ts";
import { largest } from "./guard-state.ts";
import { dailyAllowance, dailyFloor, maxFloor, nextAnchor } from "./loss-floors.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** One binding limit as the guard keeps it: it acts at `stopsAt`, before the firm's floor. */
export interface LossLine {
  readonly rule: "daily_loss" | "max_loss";
  /** Equity as this rule measures it. */
  readonly equity: bigint;
  /** The firm's floor; with positions carried over the reset the higher of today's and the one after it. */
  readonly floor: bigint;
  readonly stopsAt: bigint;
}

/** How much of the drawdown stays untouched. */
export function maxMargin({ max }: FirmRules, { safetyMarginPercent }: FirmTerms): bigint {
  return percentOf(max.amount, safetyMarginPercent);
}

/** How much of the day's allowance stays untouched; `null` without a daily limit, or where its number is not known. */
export function dailyMargin({ daily }: FirmRules, { anchor }: GuardState, terms: FirmTerms): bigint | null {
  const allowance = daily && dailyAllowance(daily, anchor);
  return allowance === null ? null : percentOf(allowance, terms.safetyMarginPercent);
}

/** The line of the drawdown. `carried`: what is open may still be open at the firm's reset. */
export function maxLine(guard: PropFirmGuard, terms: FirmTerms, carried: boolean): LossLine {
  const { state, rules, floors } = guard;
  let floor = floors.max;
  if (carried && rules.max.mode === "trailing_eod_balance" && state.balance > state.peakBalance) {
    const { balance: peakBalance, peakEquity, payouts } = state;
    floor = largest(floor, maxFloor(rules, { peakBalance, peakEquity, payouts }));
  }
  return { rule: "max_loss", equity: state.maxEquity, floor, stopsAt: floor + maxMargin(rules, terms) };
}

/** The line of the daily limit: `null` where none binds, `unknown` where one binds whose number no source gives. */
export function dailyLine(guard: PropFirmGuard, terms: FirmTerms, carried: boolean): LossLine | "unknown" | null {
  const { state, rules, floors } = guard;
  if (rules.daily === null || !guard.dailyBinds) return null;
  const margin = dailyMargin(rules, state, terms);
  if (floors.daily === null || margin === null) return "unknown";
  const next = carried ? dailyFloor(rules.daily, nextAnchor(rules.daily, state)) : null;
  const floor = next === null ? floors.daily : largest(floors.daily, next);
  return { rule: "daily_loss", equity: state.dailyEquity, floor, stopsAt: floor + margin };
}
