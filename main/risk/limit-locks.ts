import type { LimitScopes } from "../../shared/model/limit-scopes.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { TimeWindows } from "../../shared/model/time-windows.ts";
import { limitUnits } from "./limit-units.ts";

type Key = keyof RiskLimits;

/** A change of limits, cut in two where locked ones would be loosened. */
export interface LockedChange {
  /** What holds at once. */
  readonly now: RiskLimits;
  /** The settings that wait for the next trading day. */
  readonly waiting: readonly Key[];
}

/** Lets a change of limits tighten at once and loosen only what is not locked. */
export function withLocks(held: RiskLimits, wanted: RiskLimits): LockedChange {
  const locked = new Set(held.locked ?? []);
  const isLocked = (key: Key): boolean => locked.has("*") || locked.has(key) || key === "locked";
  const keys = new Set([...Object.keys(held), ...Object.keys(wanted)] as Key[]);
  const waiting = [...keys].filter((key) => isLocked(key) && isLoosening(key, held[key], wanted[key]));
  const now: Record<string, unknown> = { ...wanted };
  for (const key of waiting) {
    if (held[key] === undefined) delete now[key];
    else now[key] = held[key];
  }
  // What is locked besides is locked at once.
  if (waiting.includes("locked")) now["locked"] = [...new Set([...locked, ...(wanted.locked ?? [])])];
  return { now: now as RiskLimits, waiting };
}

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
const any = (): boolean => true;
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
  atrPeriod: any,
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
  tradingWindows: (from: TimeWindows, to: TimeWindows) => fewerWindows(to, from),
  newsWindows: fewerWindows,
  weekendPause: any,
  maxSpreadBps: more,
  breakers: (from: readonly unknown[], to: readonly unknown[]) =>
    from.some((breaker) => !to.map(text).includes(text(breaker))),
  maxClockOffsetMs: more,
  allowedInstruments: (from: readonly string[], to: readonly string[]) => to.some((id) => !from.includes(id)),
  automationAllowed: (from: boolean, to: boolean) => !from && to,
  scopes: looserScopes,
  locked: (from: readonly string[], to: readonly string[]) =>
    !from.every((key) => to.includes(key) || to.includes("*")),
};
