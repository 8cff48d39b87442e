import { limitUnits } from "../limit-units.ts";
import { Growth, withinLimit } from "../linear-limit.ts";
import { off, type Rule } from "../rule.ts";
import { ownWorth, positionGrowth, worthGap } from "../worst-case.ts";

export const netExposure: Rule = {
  code: "RISK-016",
  name: "Net exposure",
  text: "Longs may be worth at most so much above shorts, and shorts above longs: as if every working order on the order's side filled and none on the other.",
  setting: "risk.maxNetExposure",
  silent: "unset",
  validity: false,
  measure(input) {
    const limit = input.limits.maxNetExposure;
    if (limit === undefined) return off;
    const gap = worthGap(input, limit);
    if (gap !== null) return gap;
    const { view, size, intent } = input;
    const buys = intent.side === "buy";
    const { ifBought, ifSold } = view.facts.totals();
    const { held, atLast, perUnit, one } = ownWorth(input);
    // What is open on the other side takes away from the net.
    const growth = held < 0n ? new Growth(size, held * atLast, perUnit, 0n, one) : positionGrowth(input);
    return withinLimit(
      limitUnits(limit),
      buys ? ifBought : -ifSold,
      growth,
      (observed, most) =>
        `${buys ? "Longs" : "Shorts"} may come to ${observed} above the other side, of at most ${most}`,
    );
  },
};
