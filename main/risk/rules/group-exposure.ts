import type { Counts } from "../../engine/gate-facts.ts";
import { limitUnits } from "../limit-units.ts";
import { type Measurement, off, type Rule } from "../rule.ts";
import { exposureWithin, worthGap } from "../worst-case.ts";

export const groupExposure: Rule = {
  code: "RISK-018",
  name: "Correlated exposure",
  text: "Instruments that move together may come to be worth at most so much; of several groups the tightest answers.",
  setting: "risk.correlatedGroups",
  silent: "unset",
  validity: false,
  measure(input) {
    let tightest: Measurement | null = null;
    for (const group of input.limits.correlatedGroups ?? none) {
      const { name, maxExposure } = group;
      const members = membersOf(group.instrumentIds);
      if (!members(input.view.scale)) continue;
      const gap = worthGap(input, maxExposure);
      if (gap !== null) return gap;
      const measured = exposureWithin(
        input,
        limitUnits(maxExposure),
        input.view.facts.grossOf(members),
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

const none: readonly never[] = [];
const groups = new WeakMap<readonly string[], Counts>();

/** Lists come with the settings and do not change: one function for each, because sums are kept by it. */
function membersOf(ids: readonly string[]): Counts {
  let counts = groups.get(ids);
  if (counts === undefined) {
    const members = new Set(ids);
    counts = ({ instrument }) => members.has(instrument.id);
    groups.set(ids, counts);
  }
  return counts;
}
