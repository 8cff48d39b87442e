import { Fault } from "../../shared/model/fault.ts";
import { sma } from "./sma.ts";
import type { Strategy } from "./strategy.ts";

/** Every strategy the desk knows; a new one is one file and one line here. */
export const strategies: readonly Strategy[] = [sma];

/** Finds a strategy by name. Throws `STRATEGY-UNKNOWN` listing the names there are. */
export function findStrategy(name: string): Strategy {
  const strategy = strategies.find((each) => each.name === name);
  if (strategy) return strategy;
  const names = strategies.map((each) => each.name).join(", ");
  throw new Fault("STRATEGY-UNKNOWN", "validation", `There is no strategy "${name}".`, `Choose one of: ${names}.`);
}
