import type { BreakerRule } from "../../../shared/model/breaker-settings.ts";
import type { CheckFactory } from "./breaker-check.ts";
import { clockDrift } from "./clock-drift.ts";
import { dailyLoss, dailyLossPercent } from "./daily-loss.ts";
import { feedDown, journalFailed, journalSlow } from "./desk-signs.ts";
import { drawdown, drawdownPercent } from "./drawdown.ts";
import { orderDenials, orderRate, orderRejects } from "./event-rate.ts";
import { lossStreak } from "./loss-streak.ts";
import { ordersUnknown } from "./orders-unknown.ts";
import { spread } from "./spread.ts";
import { staleData } from "./stale-data.ts";

/** Every circuit breaker. A new one is one file, one line here, and its kind in the settings. */
export const breakerChecks: Readonly<Record<BreakerRule, CheckFactory>> = {
  "daily-loss": dailyLoss,
  "daily-loss-percent": dailyLossPercent,
  drawdown,
  "drawdown-percent": drawdownPercent,
  "loss-streak": lossStreak,
  "order-rejects": orderRejects,
  "order-denials": orderDenials,
  "order-rate": orderRate,
  "orders-unknown": ordersUnknown,
  "stale-data": staleData,
  spread,
  "clock-drift": clockDrift,
  "journal-slow": journalSlow,
  "journal-failed": journalFailed,
  "feed-down": feedDown,
};
