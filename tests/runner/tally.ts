/** One test as the closing lines need it. */
export interface TestOutcome {
  /** Path from the repository's root. */
  readonly file: string;
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  /** What the test itself said when it skipped. */
  readonly note: string;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly TestOutcome[];
  /** Failures that belong to no test: files that do not load, hooks that throw, rejections nobody handled. */
  readonly outside: readonly string[];
}

/** Counts outcomes; every error outside a test is one more failure. */
export function tallyOutcomes(outcomes: readonly TestOutcome[], outside: readonly string[]): Tally {
  const count = (state: TestOutcome["state"]): number => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    passed: count("passed"),
    failed: count("failed") + outside.length,
    skipped: outcomes.filter(({ state }) => state === "skipped"),
    outside,
  };
}

/** The last line of `npm test`: `tests: N passed, N failed`, and how many were skipped when any were. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  const tail = skipped.length === 0 ? "" : `, ${skipped.length} skipped`;
  return `tests: ${passed} passed, ${failed} failed${tail}`;
}
