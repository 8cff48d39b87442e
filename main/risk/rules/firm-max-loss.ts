import { firmLoss } from "../prop-firm/firm-loss.ts";
import { maxLine } from "../prop-firm/safety-margin.ts";
import type { Rule } from "../rule.ts";

export const firmMaxLoss: Rule = {
  code: "RISK-046",
  name: "Firm: largest loss",
  text: "If every stop hits, with slippage and fees, the account stays a safety margin above its prop firm's largest loss.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure: (input) => firmLoss(input, (guard, { terms }, carried) => maxLine(guard, terms, carried), "largest loss"),
};
