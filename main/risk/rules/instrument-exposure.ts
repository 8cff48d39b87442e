import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

export const instrumentExposure: Rule = {
  code: "RISK-012",
  name: "Largest position",
  text: "What an instrument's position and working orders may come to be worth is limited; a long and a short one add up.",
  setting: "risk.maxNotionalPerInstrument",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxNotionalPerInstrument;
    if (limit === undefined) return off;
    const { instrument } = input.view.scale;
    return (
      worthGap(input, limit) ??
      exposureWithin(
        input,
        limitUnits(limit),
        input.view.facts.sameInstrument(),
        (observed, most) => `${instrument.symbol} may come to ${observed} of at most ${most}`,
      )
    );
  },
};
