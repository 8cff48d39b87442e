import { z } from "zod";
import { Amount, optionalLimits } from "./optional-limits.ts";

/** What has a meaning for a part of the orders alone; the state of the account, the market and the clock have none. */
const {
  maxSizePerOrder,
  maxNotionalPerInstrument,
  maxNotionalPerDay,
  maxOpenPositions,
  maxGrossExposure,
  maxNetExposure,
  maxExposurePerAssetClass,
  correlatedGroups,
  maxLeverage,
  stopRequired,
  maxLossPerTrade,
  maxRiskPerTradePercent,
  minRewardToRisk,
  maxDailyLoss,
  maxDailyLossPercent,
  maxLossStreak,
  lossStreakPauseMs,
  pauseAfterLossMs,
  maxTradesPerDay,
  tradingWindows,
  newsWindows,
  weekendPause,
  maxSpreadBps,
  allowedInstruments,
} = optionalLimits;

/** The limits that one trader, strategy or model may have beside those of the account. */
export const ScopedLimits = z.strictObject({
  maxNotionalPerOrder: Amount.optional(),
  maxOrdersPerSecond: z.int().min(1).max(1000).optional(),
  maxSizePerOrder,
  maxNotionalPerInstrument,
  maxNotionalPerDay,
  maxOpenPositions,
  maxGrossExposure,
  maxNetExposure,
  maxExposurePerAssetClass,
  correlatedGroups,
  maxLeverage,
  stopRequired,
  maxLossPerTrade,
  maxRiskPerTradePercent,
  minRewardToRisk,
  maxDailyLoss,
  maxDailyLossPercent,
  maxLossStreak,
  lossStreakPauseMs,
  pauseAfterLossMs,
  maxTradesPerDay,
  tradingWindows,
  newsWindows,
  weekendPause,
  maxSpreadBps,
  allowedInstruments,
});
export type ScopedLimits = z.infer<typeof ScopedLimits>;

const byName = z.record(z.string().min(1).max(100), ScopedLimits).optional();

/** Limits by trader name, strategy name and model id. */
export const LimitScopes = z.strictObject({ traders: byName, strategies: byName, models: byName });
export type LimitScopes = z.infer<typeof LimitScopes>;

/** The trader, strategy and model that an actor's orders belong to; `null` where they belong to none. */
export type Membership = Readonly<Record<keyof LimitScopes, string | null>>;
