import { formatFixed, parseFixed } from "../../../shared/model/fixed.ts";
import { answer, off, type Rule, unknown } from "../rule.ts";
import { timesOf } from "../share-of.ts";
import { stopDistance } from "../stop-distance.ts";

export const rewardToRisk: Rule = {
  code: "RISK-028",
  name: "Reward to risk",
  text: "The take-profit must be so many times as far from the entry as the stop; without both nothing opens.",
  setting: "risk.minRewardToRisk",
  silent: "unset",
  validity: false,
  measure(input) {
    const least = input.limits.minRewardToRisk;
    if (least === undefined) return off;
    const found = stopDistance(input);
    if (typeof found === "string") return unknown(found, least);
    const { intent, view } = input;
    const leg = intent.bracket?.takeProfit;
    const target = leg?.limitPrice ?? leg?.triggerPrice;
    if (target === undefined) return unknown("The order brings no take-profit", least);
    const { priceDigits } = view.scale;
    const { entry, distance } = found;
    const away = parseFixed(target, priceDigits) - entry;
    const reward = intent.side === "buy" ? away : -away;
    return answer(reward * ratioOne >= timesOf(distance * ratioOne, least), () => {
      const observed = formatFixed((reward * ratioOne) / distance, ratioDigits);
      const text = `The take-profit brings ${formatFixed(reward, priceDigits)} for ${formatFixed(distance, priceDigits)} at risk: ${observed}, at least ${least} is asked`;
      return { observed, limit: least, headroom: null, text };
    });
  },
};

const ratioDigits = 4;
const ratioOne = 10_000n;
