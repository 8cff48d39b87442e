import { expect, test } from "vitest";
import { journalSteps } from "../../main/adapters/journal-sqlite/journal-step.ts";
import { crashRuns } from "./crash-runs.ts";

/** Every step once, and as many kills at random moments. */
const runs = journalSteps.length * 2;

test(`after ${runs} SIGKILLs, at every step and anywhere, nothing that was acknowledged is lost and every chain verifies`, {
  timeout: 240_000,
}, async () => {
  const tally = await crashRuns({ runs, seed: 20_260_101 });
  expect(tally.problems).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, brokenChains: 0 });
  expect(tally.kills).toBeGreaterThanOrEqual(runs);
  expect(tally.acknowledged).toBeGreaterThan(0);
  expect(Object.keys(tally.atStep)).toEqual(expect.arrayContaining([...journalSteps]));
});
