import { formatFixed } from "../../../shared/model/fixed.ts";
import { answer, off, type Rule, unknown } from "../rule.ts";
import { stopDistance } from "../stop-distance.ts";

export const stopDemanded: Rule = {
  code: "RISK-025",
  name: "Stop demanded",
  text: "An order that opens brings its stop-loss in a bracket, or has one working already; one at zero or below, or a stop-limit whose limit its trigger does not reach, is none.",
  setting: "risk.stopRequired",
  silent: "unset",
  validity: false,
  measure(input) {
    if (input.limits.stopRequired !== true) return off;
    const found = stopDistance(input);
    if (typeof found === "string") return unknown(found);
    const { stop, distance } = found;
    const { priceDigits } = input.view.scale;
    return answer(true, () => {
      const observed = formatFixed(stop, priceDigits);
      const text = `The stop at ${observed} is ${formatFixed(distance, priceDigits)} from the entry`;
      return { observed, limit: null, headroom: null, text };
    });
  },
};
