import { plainLoop } from "../plain-loop.ts";
import type { NodeContestant } from "./contestant.ts";

/** The least that the job takes in this language: what everything else is more than. */
export const plain: NodeContestant = {
  name: "plain-loop",
  title: "plain loop over typed arrays",
  packages: [],
  agreement: { kind: "equal" },
  orders: "no",
  gate: false,
  journal: false,
  note: "The job written out as one loop: no engine, the floor.",
  async open(bars, run) {
    const equity = new Float64Array(bars.length);
    return () => plainLoop(bars, run, equity);
  },
};
