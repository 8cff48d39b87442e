import { signOf, worstPosition } from "../../engine/exposure.ts";
import { limitUnits } from "../limit-units.ts";
import { withinLimit } from "../linear-limit.ts";
import { off, type Rule } from "../rule.ts";
import { positionGrowth, worthGap } from "../worst-case.ts";

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
    const { scale, mark, rate } = view;
    const sign = signOf(intent.side);
    const { ifBought, ifSold } = view.facts.totals();
    const others = sign > 0n ? ifBought : -ifSold;
    const growth = positionGrowth(input, 0n);
    const held = sign * worstPosition(view.position, intent.side, view.working);
    const worth = held * (mark?.price ?? 0n) * scale.notionalFactor * (rate?.numerator ?? 1n);
    return withinLimit(
      size,
      limitUnits(limit),
      { ...growth, base: others * growth.one + worth, free: 0n },
      (observed, most) =>
        `${sign > 0n ? "Longs" : "Shorts"} may come to ${observed} above the other side, of at most ${most}`,
    );
  },
};
