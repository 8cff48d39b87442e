import type { RiskFacts, RiskWatch } from "../engine/risk-watch.ts";
import type { StopPlan } from "../engine/stop-plan.ts";

/** Looks at the account with every input and trips never: it knows what is held and what takes it out, for whoever asks. */
export class BookWatch implements RiskWatch {
  readonly id = "book";
  #facts: RiskFacts | null = null;

  observe(facts: RiskFacts): null {
    this.#facts = facts;
    return null;
  }

  /** Everything that is held or may come to be held; `null` before the first input. */
  stops(): readonly StopPlan[] | null {
    return this.#facts?.stops() ?? null;
  }
}
