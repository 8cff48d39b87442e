import type { AssetClass } from "../../../shared/model/instrument.ts";
import type { Counts } from "../../engine/gate-facts.ts";
import { limitUnits } from "../limit-units.ts";
import { off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

export const assetClassExposure: Rule = {
  code: "RISK-017",
  name: "Asset class exposure",
  text: "The positions of an asset class, long and short added up, may come to be worth at most so much.",
  setting: "risk.maxExposurePerAssetClass",
  silent: "unset",
  validity: false,
  measure(input) {
    const { assetClass } = input.view.scale.instrument;
    const limit = input.limits.maxExposurePerAssetClass?.[assetClass];
    if (limit === undefined) return off;
    return (
      worthGap(input, limit) ??
      exposureWithin(
        input,
        limitUnits(limit),
        input.view.facts.grossOf(ofClass(assetClass)),
        (observed, most) => `${assetClass} may come to ${observed} of at most ${most}`,
      )
    );
  },
};

const classes = new Map<AssetClass, Counts>();

/** One function by asset class, because sums are kept by it. */
function ofClass(assetClass: AssetClass): Counts {
  let counts = classes.get(assetClass);
  if (counts === undefined) {
    counts = ({ instrument }) => instrument.assetClass === assetClass;
    classes.set(assetClass, counts);
  }
  return counts;
}
