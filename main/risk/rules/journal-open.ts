import { type Measurement, type Rule, unknown } from "../rule.ts";

const open: Measurement = {
  passes: true,
  observed: "open",
  limit: "open",
  headroom: null,
  maxSize: null,
  text: "The journal takes events",
};
const shut: Measurement = unknown("The journal takes no events, so no decision could be written down", "open");

/** RISK-008: nothing opens that could not be written down before it acts. */
export const journalOpen: Rule = {
  code: "RISK-008",
  name: "Journal open",
  setting: null,
  validity: false,
  measure: ({ view }) => (view.journalOpen ? open : shut),
};
