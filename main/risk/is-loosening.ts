import type { LimitScopes } from "../../shared/model/limit-scopes.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { TimeWindows, WeekendPause } from "../../shared/model/time-windows.ts";
import { limitUnits } from "./limit-units.ts";
import { weakerBreakers } from "./tighter-breakers.ts";
import { longerPause, sharedWindows } from "./window-overlap.ts";

/** Whether an order may pass under `to` that does not under `from`; what cannot be compared counts as looser. */
export function isLoosening(key: string, from: unknown, to: unknown): boolean {
  const [a, b] = [plain(key, from), plain(key, to)];
  if (JSON.stringify(a) === JSON.stringify(b)) return false;
  const looser = comparisons[key] ?? (() => true);
  if (a === undefined) return key === "lossStreakPauseMs";
  return b === undefined || looser(a as never, b as never);
}

/** What says the same as no setting at all. */
function plain(key: string, value: unknown): unknown {
  const idle = key === "automationAllowed" ? true : key === "blockSelfCross" || key === "stopRequired" ? false : null;
  return value === idle ? undefined : value;
}

type Comparison = (from: never, to: never) => boolean;
type Amounts = Readonly<Record<string, string>>;

const units = (value: string | number): bigint => limitUnits(String(value));
const more = (from: string | number, to: string | number): boolean => units(to) > units(from);
const less = (from: string | number, to: string | number): boolean => units(to) < units(from);
const always = (): boolean => true;
const text = (value: unknown): string => JSON.stringify(value);

function moreByName(from: Amounts, to: Amounts): boolean {
  const rest = from["*"];
  return Object.entries({ ...from, ...to }).some(([name]) => {
    const [old, next] = [from[name] ?? rest, to[name] ?? to["*"]];
    return old !== undefined && (next === undefined || more(old, next));
  });
}

function fewerWindows(from: TimeWindows, to: TimeWindows): boolean {
  const kept = new Set(to.windows.map(text));
  return from.zone !== to.zone || from.windows.some((window) => !kept.has(text(window)));
}

function widerGroups(
  from: NonNullable<RiskLimits["correlatedGroups"]>,
  to: NonNullable<RiskLimits["correlatedGroups"]>,
): boolean {
  const covers = (old: (typeof from)[number]): boolean =>
    to.some(
      ({ instrumentIds, maxExposure }) =>
        !more(old.maxExposure, maxExposure) && old.instrumentIds.every((id) => instrumentIds.includes(id)),
    );
  return !from.every(covers);
}

function looserScopes(from: LimitScopes, to: LimitScopes): boolean {
  for (const [kind, named] of Object.entries(from)) {
    for (const [name, limits] of Object.entries(named ?? {})) {
      const next: Readonly<Record<string, unknown>> = to[kind as keyof LimitScopes]?.[name] ?? {};
      if (Object.entries(limits).some(([key, value]) => isLoosening(key, value, next[key]))) return true;
      // A shorter pause may come to a scope that had none of its own.
      if (next["lossStreakPauseMs"] !== undefined && limits.lossStreakPauseMs === undefined) return true;
    }
  }
  return false;
}

/** Whether the second is looser than the first, both set. */
const comparisons: Readonly<Record<string, Comparison>> = {
  maxNotionalPerOrder: more,
  priceBandAtr: more,
  atrPeriod: always,
  maxOrdersPerSecond: more,
  staleAfterMs: more,
  maxSizePerOrder: moreByName,
  maxNotionalPerInstrument: more,
  maxNotionalPerDay: more,
  maxOpenPositions: more,
  maxGrossExposure: more,
  maxNetExposure: more,
  maxExposurePerAssetClass: moreByName,
  correlatedGroups: widerGroups,
  maxLeverage: more,
  minFreeMarginPercent: less,
  priceBandPercent: more,
  maxCancelsPerMinute: more,
  duplicateWithinMs: less,
  blockSelfCross: (from: boolean, to: boolean) => from && !to,
  stopRequired: (from: boolean, to: boolean) => from && !to,
  maxLossPerTrade: more,
  maxRiskPerTradePercent: more,
  minRewardToRisk: less,
  maxDailyLoss: more,
  maxDailyLossPercent: more,
  maxDrawdown: more,
  maxDrawdownPercent: more,
  worstCaseSlippagePercent: less,
  maxLossStreak: more,
  lossStreakPauseMs: less,
  pauseAfterLossMs: less,
  maxTradesPerDay: more,
  tradingWindows: (from: TimeWindows, to: TimeWindows) => text(sharedWindows(from, to)?.windows) !== text(to.windows),
  newsWindows: fewerWindows,
  weekendPause: (from: WeekendPause, to: WeekendPause) => text(longerPause(from, to)) !== text(longerPause(to, to)),
  maxSpreadBps: more,
  breakers: weakerBreakers,
  maxClockOffsetMs: more,
  allowedInstruments: (from: readonly string[], to: readonly string[]) => to.some((id) => !from.includes(id)),
  automationAllowed: (from: boolean, to: boolean) => !from && to,
  scopes: looserScopes,
  locked: (from: readonly string[], to: readonly string[]) =>
    !from.every((key) => to.includes(key) || to.includes("*")),
};
