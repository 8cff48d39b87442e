import { answer, off, type Rule } from "../rule.ts";

export const automation: Rule = {
  code: "RISK-041",
  name: "Automation",
  text: "Where automation is not allowed, traders and models open nothing.",
  setting: "risk.automationAllowed",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    if (limits.automationAllowed !== false) return off;
    const { kind, id } = view.actor;
    const automated = kind === "trader" || kind === "model";
    return answer(!automated, () => ({
      observed: kind,
      limit: "person",
      headroom: null,
      text: automated ? `${id} is a ${kind}, and automation is not allowed` : "A person's order is no automation",
    }));
  },
};
