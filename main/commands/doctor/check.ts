/** What the doctor found about one thing. `missing` is sure, `unknown` could not be found out. */
export interface Check {
  readonly name: string;
  readonly state: "ok" | "missing" | "unknown";
  readonly found: string;
  /** What its absence costs; empty when all is well. */
  readonly cost: string;
  readonly fix: string;
  /** Paper trading is impossible without it. */
  readonly needed: boolean;
}

export function present(name: string, found: string, needed = false): Check {
  return { name, state: "ok", found, cost: "", fix: "", needed };
}

/** Everything in order: the check is ok, or it says what is lost and how to mend it. */
export function absent(check: Omit<Check, "state" | "needed"> & Partial<Pick<Check, "state" | "needed">>): Check {
  return { state: "missing", needed: false, ...check };
}
