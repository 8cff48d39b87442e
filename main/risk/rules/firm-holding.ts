import { firmAnswer } from "../prop-firm/firm-answer.ts";
import { holdingAllowed } from "../prop-firm/opening-answers.ts";
import type { Rule } from "../rule.ts";

export const firmHolding: Rule = {
  code: "RISK-051",
  name: "Firm: holding",
  text: "From the hour by which the prop firm wants everything closed nothing opens before its next day.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure: (input) => firmAnswer(input, (guard) => holdingAllowed(guard, input.view.now)),
};
