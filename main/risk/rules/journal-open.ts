import { clearAnswer, type Rule, unknown } from "../rule.ts";

const open = clearAnswer("RISK-008");
const shut = unknown("The journal takes no events, so no decision could be written down", "open");

export const journalOpen: Rule = {
  code: "RISK-008",
  name: "Journal open",
  text: "Nothing opens that could not be written down before it acts.",
  setting: null,
  validity: false,
  measure: ({ view }) => (view.journalOpen ? open : shut),
};
