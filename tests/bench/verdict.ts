/** What a figure has to reach, and what it should. */
export interface Target {
  readonly must: number;
  readonly goal: number;
}

export type TargetVerdict = "missed" | "must" | "goal";

/** Where a ratio that should be high stands; what is not a number misses. */
export function verdictOf(ratio: number, { must, goal }: Target): TargetVerdict {
  if (ratio >= goal) return "goal";
  return ratio >= must ? "must" : "missed";
}

/** The same as the words and the mark of a figure's row. */
export function targetCells(ratio: number, target: Target): { readonly goal: string; readonly met: boolean } {
  const verdict = verdictOf(ratio, target);
  return { goal: `must ${target.must}, goal ${target.goal}: ${verdict}`, met: verdict !== "missed" };
}
