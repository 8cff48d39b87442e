import { firmAnswer } from "../prop-firm/firm-answer.ts";
import { newsAllowed } from "../prop-firm/opening-answers.ts";
import type { Rule } from "../rule.ts";

export const firmNews: Rule = {
  code: "RISK-050",
  name: "Firm: news",
  text: "Nothing opens so near to a release as the prop firm forbids; without a calendar nothing opens under a firm with such a rule.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure: (input) => firmAnswer(input, (guard, { releases }) => newsAllowed(guard, input.view.now, releases)),
};
