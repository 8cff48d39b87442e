import { firmAnswer } from "../prop-firm/firm-answer.ts";
import { automationAllowed } from "../prop-firm/opening-answers.ts";
import type { Rule } from "../rule.ts";

export const firmAutomation: Rule = {
  code: "RISK-049",
  name: "Firm: automation",
  text: "Where the prop firm bans automation, traders and models open nothing; where it attaches conditions, not before the trader has confirmed them.",
  setting: null,
  silent: "without firm",
  validity: false,
  measure(input) {
    const { kind } = input.view.actor;
    const automated = kind === "trader" || kind === "model";
    return firmAnswer(input, (guard, { terms }) => automationAllowed(guard, automated, terms.automationConfirmed));
  },
};
