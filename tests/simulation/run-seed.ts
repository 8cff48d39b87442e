import type { FaultKind } from "./faults.ts";
import type { InvariantName } from "./invariant-name.ts";
import { invariants } from "./invariants.ts";
import { World } from "./world.ts";

/** What came of one seed. */
export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly marketHours: number;
  readonly restarts: number;
  readonly orders: number;
  readonly fills: number;
  readonly checks: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly broken: Broken | null;
  /** The journal that was left, for a comparison of two runs. */
  readonly journal: string;
}

export interface Broken {
  readonly step: number;
  readonly invariant: string;
  readonly what: string;
  /** The last events before it. */
  readonly events: readonly string[];
}

const shownEvents = 8;

/** Lives one seed's life and checks every invariant after every step; stops at the first that is broken. */
export function runSeed(seed: number, steps: number, breaks: InvariantName | null = null): SeedResult {
  const world = new World(seed, breaks);
  let checks = 0;
  const findBroken = (): Broken | null => {
    for (const { name, check } of invariants) {
      checks++;
      const what = check(world);
      if (what !== null) return { step: world.steps, invariant: name, what, events: lastEvents(world) };
    }
    return null;
  };
  let broken: Broken | null = null;
  try {
    for (let i = 0; i < steps && broken === null; i++) {
      world.step();
      broken = findBroken();
    }
    if (broken === null) {
      world.comeToRest();
      broken = findBroken();
    }
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    broken = { step: world.steps, invariant: "nothing is thrown", what, events: lastEvents(world) };
  }
  return {
    seed,
    steps: world.steps,
    marketHours: world.marketHours,
    restarts: world.restarts,
    orders: world.engine.metrics().orders,
    fills: world.engine.fills().length,
    checks,
    faults: world.faults.injected,
    broken,
    journal: world.disk.text(),
  };
}

function lastEvents({ disk }: World): string[] {
  return disk
    .read("all")
    .slice(-shownEvents)
    .map(({ seq, type, data }) => `${seq} ${type} ${JSON.stringify(data).slice(0, 200)}`);
}
