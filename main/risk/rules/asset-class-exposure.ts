import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import { off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

/** RISK-017: the positions of an asset class, long and short added up, may come to be worth at most so much. */
export const assetClassExposure: Rule = {
  code: "RISK-017",
  name: "Asset class exposure",
  setting: "risk.maxExposurePerAssetClass",
  validity: false,
  measure(input) {
    const { assetClass } = input.view.scale.instrument;
    const limit = input.limits.maxExposurePerAssetClass?.[assetClass];
    if (limit === undefined) return off;
    return (
      worthGap(input, limit) ??
      exposureWithin(
        input,
        parseFixed(limit, MONEY_DIGITS),
        ({ scale }) => scale.instrument.assetClass === assetClass,
        (observed, most) => `${assetClass} may come to ${observed} of at most ${most}`,
      )
    );
  },
};
