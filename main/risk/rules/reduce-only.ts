import { formatFixed } from "../../../shared/model/fixed.ts";
import { crowdedExit } from "../crowded-exit.ts";
import { clearAnswer, type Rule } from "../rule.ts";

const notAsked = clearAnswer("RISK-009");

export const reduceOnly: Rule = {
  code: "RISK-009",
  name: "Reduce-only reduces",
  text: "A reduce-only order must shrink the position it finds, beside the other working orders.",
  setting: null,
  validity: true,
  measure(input) {
    const { intent, view, size, reducible, reducing } = input;
    if (!intent.reduceOnly) return notAsked;
    const digits = view.scale.sizeDigits;
    return {
      passes: reducing,
      maxSize: reducible,
      word() {
        const limit = formatFixed(reducible, digits);
        return {
          observed: formatFixed(size, digits),
          limit,
          headroom: formatFixed(reducible - size, digits),
          text: reducing
            ? `The order closes at most the ${limit} that is open`
            : (crowdedExit(input) ?? `Only ${limit} is left to close on this side; the order would open a position`),
        };
      },
    };
  },
};
