import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, test } from "vitest";
import { invariantNames } from "./invariant-name.ts";
import { runSeed } from "./run-seed.ts";

const run = promisify(execFile);

describe("a desk among faults", () => {
  it("keeps every invariant, step by step, over a fixed number of seeds", () => {
    let [orders, fills, restarts] = [0, 0, 0];
    const faults = new Set<string>();
    for (let seed = 1; seed <= 32; seed++) {
      const result = runSeed(seed, 300);
      expect([seed, result.broken]).toEqual([seed, null]);
      orders += result.orders;
      fills += result.fills;
      restarts += result.restarts;
      for (const kind of result.faults.keys()) faults.add(kind);
    }
    // A life in which nothing happens proves nothing.
    expect(orders).toBeGreaterThan(1000);
    expect(fills).toBeGreaterThan(150);
    expect(restarts).toBeGreaterThan(10);
    expect(faults.size).toBeGreaterThan(12);
  }, 60_000);

  it("writes the same journal, byte for byte, when a seed is lived again", () => {
    const [first, second] = [runSeed(7, 200), runSeed(7, 200)];
    expect(first.journal.length).toBeGreaterThan(10_000);
    expect(second.journal).toBe(first.journal);
  });

  /** Lives that once broke an invariant. */
  const found: readonly (readonly [seed: number, what: string])[] = [
    [766, "a venue that refuses one exit after another"],
    [1457, "an order that meets an earlier one of its id at the venue"],
    [4053, "an order that turns up after it was given up"],
    [4147, "a fill that is corrected twice after its order was let go of"],
    [143, "an order that has traded out, a part of which the venue took back while it worked"],
    [9259, "a fill that is taken back after one whose books were closed"],
    [5740, "an order that never arrived and is asked to be canceled all the while"],
  ];
  it.each(found)("keeps them over the life of seed %i: %s", (seed) => {
    expect(runSeed(seed, 400).broken).toBeNull();
  });

  it.each(invariantNames)("notices when this does not hold: %s", (name) => {
    let found = null;
    for (let seed = 1; seed <= 12 && found === null; seed++) found = runSeed(seed, 200, name).broken;
    expect(found?.invariant).toBe(name);
  });
});

test("the command prints a summary, and for a broken invariant the seed and how to live it again", async () => {
  const script = join(import.meta.dirname, "run.ts");
  const good = await run(process.execPath, [script, "--seeds", "2", "--steps", "60"]);
  expect(good.stdout).toMatch(/seeds run +2\n/);
  expect(good.stdout).toMatch(/0 broken\n$/);
  const args = [script, "--seeds", "20", "--steps", "200", "--break", "every order has one end"];
  const bad = await run(process.execPath, args).catch((error: { code: number; stdout: string }) => error);
  expect(bad).toMatchObject({ code: 1, stdout: expect.stringMatching(/replay: npm run simulate -- --seed \d+/) });
  const wrong = await run(process.execPath, [script, "--break", "nothing"]).catch((error: { code: number }) => error);
  expect(wrong).toMatchObject({ code: 2 });
}, 60_000);
