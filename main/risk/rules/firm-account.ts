import { firmAnswer } from "../prop-firm/firm-answer.ts";
import { accountStands } from "../prop-firm/opening-answers.ts";
import type { Rule } from "../rule.ts";

export const firmAccount: Rule = {
  code: "RISK-045",
  name: "Firm: account",
  text: "An account that has failed a rule of its prop firm, or that the firm lets rest, opens nothing.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure: (input) => firmAnswer(input, accountStands),
};
