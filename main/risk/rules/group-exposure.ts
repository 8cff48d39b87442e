import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import { type Measurement, off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

/** RISK-018: instruments that move together may come to be worth at most so much; of several groups the tightest answers. */
export const groupExposure: Rule = {
  code: "RISK-018",
  name: "Correlated exposure",
  setting: "risk.correlatedGroups",
  validity: false,
  measure(input) {
    const { id } = input.view.scale.instrument;
    let tightest: Measurement | null = null;
    for (const { name, instrumentIds, maxExposure } of input.limits.correlatedGroups ?? []) {
      if (!instrumentIds.includes(id)) continue;
      const gap = worthGap(input, maxExposure);
      if (gap !== null) return gap;
      const measured = exposureWithin(
        input,
        parseFixed(maxExposure, MONEY_DIGITS),
        ({ scale }) => instrumentIds.includes(scale.instrument.id),
        (observed, most) => `The group "${name}" may come to ${observed} of at most ${most}`,
      );
      if (tightest === null || isTighter(measured, tightest)) tightest = measured;
    }
    return tightest ?? off;
  },
};

function isTighter(a: Measurement, b: Measurement): boolean {
  return a.passes === b.passes ? (a.maxSize ?? 0n) < (b.maxSize ?? 0n) : !a.passes;
}
