/** One thing to end, and its name for the log. */
export type ClosingStep = readonly [what: string, end: () => unknown];

/** Runs every step, one after the other: what cannot be ended keeps nothing else from ending. */
export async function closeInOrder(
  steps: readonly ClosingStep[],
  onFailure: (what: string, error: unknown) => void,
): Promise<void> {
  for (const [what, end] of steps) {
    try {
      await end();
    } catch (error) {
      onFailure(what, error);
    }
  }
}
