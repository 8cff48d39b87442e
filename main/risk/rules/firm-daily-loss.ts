import { firmLoss } from "../prop-firm/firm-loss.ts";
import { dailyLine } from "../prop-firm/safety-margin.ts";
import type { Rule } from "../rule.ts";

export const firmDailyLoss: Rule = {
  code: "RISK-047",
  name: "Firm: daily loss",
  text: "If every stop hits, with slippage and fees, the account stays a safety margin above its prop firm's daily loss, and above tomorrow's where it may hold overnight.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure: (input) =>
    firmLoss(input, (guard, { terms }, carried) => dailyLine(guard, terms, carried), "daily loss limit"),
};
