import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { CheckFactory } from "./breaker-check.ts";
import { EquityCheck } from "./equity-check.ts";
import { amountOf, shareOf } from "./loss-limit.ts";

const basis = "the day's start";
const base = (facts: RiskFacts): bigint => facts.dayStartEquity();

/** Equity so much below the start of the trading day. */
export const dailyLoss: CheckFactory = ({ limit }) =>
  new EquityCheck({ basis, base, allowed: amountOf(limit), follows: false });

/** The same in percent of the day's start. */
export const dailyLossPercent: CheckFactory = ({ limit }) =>
  new EquityCheck({ basis, base, allowed: shareOf(limit), follows: false });
