/** Ratios of an earlier run by the figure's name; every one is better when higher. */
export type Baseline = Readonly<Record<string, number>>;

/** A ratio may be this share below the baseline before it counts as lost. */
const toleratedLoss = 0.2;

/** A line for each figure whose ratio has lost more than is tolerated; figures that one side does not know are left out. */
export function lostRatios(before: Baseline, now: Baseline): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const found = now[name];
    if (found === undefined || found >= old * (1 - toleratedLoss)) return [];
    return [`${name}: the ratio fell from ${old.toPrecision(3)} to ${found.toPrecision(3)}`];
  });
}
