import { spawnSync } from "node:child_process";
import type { PythonContestant } from "./contestant.ts";

const vectorised = {
  agreement: { kind: "equal" },
  orders: "no",
  gate: false,
  journal: false,
} as const;

export const numpy: PythonContestant = {
  ...vectorised,
  name: "numpy",
  title: "numpy, vectorised by hand",
  modules: ["numpy"],
  note: "Whole columns at a time: sums, crossings, positions, cash and equity are arrays; nothing is decided bar by bar.",
};

export const pandas: PythonContestant = {
  ...vectorised,
  name: "pandas",
  title: "pandas, vectorised by hand",
  modules: ["numpy", "pandas"],
  note: "As numpy, with rolling means and a forward fill over Series.",
};

/** The first Python here that has a contestant's modules, `null` where none has: the system's own before others on the path. */
export function pythonWith(modules: readonly string[]): string | null {
  const named = process.env["PROOFDESK_PYTHON"];
  const candidates = named === undefined ? ["/usr/bin/python3", "python3", "python"] : [named];
  const imports = `import resource, ${modules.join(", ")}`;
  return candidates.find((python) => spawnSync(python, ["-c", imports], { stdio: "ignore" }).status === 0) ?? null;
}
