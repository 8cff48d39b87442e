import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { FirmBreach, FirmLimit, FirmStop, PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { automationAnswer, holdCutoff, newsBlock, openQuestions } from "./conduct.ts";
import type { AppliedPreset } from "./firm-record.ts";
import type { Breach, DayResult } from "./guard-state.ts";
import { forecastReset, type LossRow, lossRows } from "./loss-rows.ts";
import { payoutRows } from "./payout-gate.ts";
import { allowedMicros } from "./position-tier.ts";
import { daysSoFar, progressOf } from "./progress.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { dailyLine, dailyMargin, maxLine, maxMargin } from "./safety-margin.ts";

/** What a report is made of. */
export interface FirmReportParts {
  readonly under: AppliedPreset;
  readonly guard: PropFirmGuard;
  readonly stop: FirmStop | null;
  /** What all of the book loses if every stop hits; `null` where it is not known. */
  readonly loss: bigint | null;
}

/** The account under its firm's rules, as a screen or a command shows it. */
export function firmReport({ under, guard, stop, loss }: FirmReportParts): PropFirmReport {
  const { preset, sha256, terms, appliedAt } = under;
  const { state, rules } = guard;
  const margins = { daily_loss: dailyMargin(rules, state, terms), max_loss: maxMargin(rules, terms) };
  const limit = (row: LossRow): FirmLimit => limitOf(row, margins[row.rule]);
  const forecast = forecastReset(guard);
  const { profit, target, tradingDays, profitableDays, consistency, passed } = progressOf(guard);
  const cutoff = holdCutoff(preset, rules.days, state.at);
  const { id, firm, program, phase, variant, market, size, startingBalance, currency } = preset;
  const { status, confidence, as_of, sources, conflicts, unverified, inexpressible } = preset;
  return {
    preset: {
      ...{ id, sha256, firm, program, phase, variant, market, size, startingBalance, currency },
      ...{ status, confidence, as_of, sources, conflicts, unverified, inexpressible },
    },
    terms,
    appliedAt,
    at: state.at,
    balance: text(state.balance),
    equity: text(state.maxEquity),
    standing: standingOf(guard, stop),
    stop,
    limits: lossRows(guard).map(limit),
    worstCase: worstOf(under, guard, loss),
    reset: { at: forecast.at, limits: forecast.rows.map(limit), breaks: forecast.breaks.map(limit) },
    profit: text(profit),
    target: target && { ...target, balance: text(target.balance), missing: text(target.missing) },
    passed,
    tradingDays,
    profitableDays,
    consistency: consistency && {
      ...consistency,
      bestDay: text(consistency.bestDay),
      profit: text(consistency.profit),
      profitNeeded: text(consistency.profitNeeded),
    },
    contracts: {
      known: preset.positionLimit.known,
      follows: preset.positionLimit.follows,
      held: state.micros,
      allowed: allowedMicros(rules, state),
    },
    automation: {
      ...preset.automation,
      answer: automationAnswer(preset),
      confirmed: terms.automationConfirmed,
    },
    news: {
      policy: preset.news.policy,
      blockedUntil: newsBlock(preset, under.releases ?? [], state.at),
      text: preset.news.text,
    },
    holding: {
      overnight: preset.holding.overnight,
      weekend: preset.holding.weekend,
      closeBy: cutoff?.at ?? null,
      mustBeFlat: cutoff?.mustBeFlat ?? false,
      text: preset.holding.text,
    },
    payout: payoutRows(guard).map(({ name, open, most, conditions }) => ({
      name,
      open,
      most: text(most),
      conditions: conditions.map(({ condition, has, needs, met }) => ({
        condition,
        has: has === null ? null : wordOf(has),
        needs: wordOf(needs),
        met,
      })),
    })),
    days: daysSoFar(state).map(dayOf),
    breaches: state.breaches.map(breachOf),
    modes: preset.maxLoss.disputed,
    toConfirm: openQuestions(preset),
  };
}

function limitOf(row: LossRow, margin: bigint | null): FirmLimit {
  const { equity, floor, room, ...rest } = row;
  return {
    ...rest,
    equity: text(equity),
    floor: floor === null ? null : text(floor),
    room: room === null ? null : text(room),
    stopsAt: floor === null || margin === null || !row.binds ? null : text(floor + margin),
  };
}

function standingOf({ state }: PropFirmGuard, stop: FirmStop | null): PropFirmReport["standing"] {
  if (state.failure !== null) return "failed";
  if (state.pausedUntil !== null) return "paused";
  return stop === null ? "trading" : "stopped";
}

/** The least that is left to a floor if every stop hits; what may be held over the reset counts by tomorrow's floor too. */
function worstOf(
  { preset, terms }: AppliedPreset,
  guard: PropFirmGuard,
  loss: bigint | null,
): PropFirmReport["worstCase"] {
  if (loss === null) {
    return {
      loss: null,
      room: null,
      holds: false,
      text: "What the book may lose is not known: a stop or a price is missing",
    };
  }
  const carried = preset.holding.overnight;
  const daily = dailyLine(guard, terms, carried);
  if (daily === "unknown") {
    return { loss: text(loss), room: null, holds: false, text: "The number of the daily loss limit is in no source" };
  }
  const lines = [maxLine(guard, terms, carried), ...(daily === null ? [] : [daily])];
  const room = lines.map(({ equity, floor }) => equity - loss - floor).reduce((a, b) => (a < b ? a : b));
  const holds = lines.every(({ equity, stopsAt }) => equity - loss >= stopsAt);
  return {
    loss: text(loss),
    room: text(room),
    holds,
    text: `If every stop hits, ${text(loss)} is lost and ${text(room)} is left to the nearest floor`,
  };
}

function dayOf({ day, pnl, traded, opened }: DayResult): PropFirmReport["days"][number] {
  return { date: toRfc3339(day * 86_400_000).slice(0, 10), pnl: text(pnl), traded, opened };
}

/** A breach in decimal text. */
export function breachOf({ equity, floor, ...rest }: Breach): FirmBreach {
  return { ...rest, equity: text(equity), floor: floor === null ? null : text(floor) };
}

/** Money is a bigint, a number of days or a share a number. */
function wordOf(value: bigint | number | string): string {
  return typeof value === "bigint" ? text(value) : String(value);
}

const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
