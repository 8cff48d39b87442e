/** What a figure has to reach, and what it should. */
export interface Target<Value = number> {
  readonly must: Value;
  readonly goal: Value;
}

export type TargetVerdict = "missed" | "must" | "goal";

interface TargetCells {
  readonly goal: string;
  readonly met: boolean;
}

/** Where a ratio that should be high stands; what is not a number misses. */
export function verdictOf(ratio: number, { must, goal }: Target): TargetVerdict {
  if (ratio >= goal) return "goal";
  return ratio >= must ? "must" : "missed";
}

/** Where values that should be low stand, each against its own bound: the worst of them. */
export function verdictAtMost(values: readonly number[], { must, goal }: Target<readonly number[]>): TargetVerdict {
  const within = (bounds: readonly number[]): boolean => values.every((value, i) => value <= (bounds[i] ?? Number.NaN));
  if (within(goal)) return "goal";
  return within(must) ? "must" : "missed";
}

/** The same as the words and the mark of a figure's row. */
export function targetCells(ratio: number, target: Target): TargetCells {
  return cells(`must ${target.must}, goal ${target.goal}`, verdictOf(ratio, target));
}

/** The same for values that should be low. */
export function atMostCells(values: readonly number[], target: Target<readonly number[]>): TargetCells {
  const { must, goal } = target;
  return cells(`must <= ${must.join("/")}, goal <= ${goal.join("/")}`, verdictAtMost(values, target));
}

function cells(words: string, verdict: TargetVerdict): TargetCells {
  return { goal: `${words}: ${verdict}`, met: verdict !== "missed" };
}
