import { parseFixed } from "../../../shared/model/fixed.ts";
import { clearAnswer, type Rule } from "../rule.ts";

const none = clearAnswer("RISK-010");

export const sizeLimits: Rule = {
  code: "RISK-010",
  name: "Size limits",
  text: "Nothing opens below the instrument's smallest size, and no order is above its largest; whether an exit is too small is the venue's to say.",
  setting: null,
  validity: true,
  measure({ intent, view, size, reducing }) {
    const { instrument, sizeDigits } = view.scale;
    const { minSize, maxSize } = instrument;
    if (minSize === undefined && maxSize === undefined) return none;
    const most = maxSize === undefined ? null : parseFixed(maxSize, sizeDigits);
    const tooSmall = !reducing && minSize !== undefined && size < parseFixed(minSize, sizeDigits);
    const tooLarge = most !== null && size > most;
    return {
      passes: !tooSmall && !tooLarge,
      maxSize: most,
      word: () => ({
        observed: intent.size,
        limit: tooSmall ? minSize : (maxSize ?? null),
        headroom: null,
        text: `The instrument takes orders from ${minSize ?? "its increment"} to ${maxSize ?? "any size"}`,
      }),
    };
  },
};
