import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { CheckFactory } from "./breaker-check.ts";
import { EquityCheck } from "./equity-check.ts";
import { amountOf, shareOf } from "./loss-limit.ts";

const basis = "its peak";
const base = (facts: RiskFacts): bigint => facts.equityPeak();

/** Equity so much below its peak. */
export const drawdown: CheckFactory = ({ limit }) =>
  new EquityCheck({ basis, base, allowed: amountOf(limit), follows: true });

/** The same in percent of the peak. */
export const drawdownPercent: CheckFactory = ({ limit }) =>
  new EquityCheck({ basis, base, allowed: shareOf(limit), follows: true });
