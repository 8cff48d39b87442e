import type { BreakerSetting } from "../../../shared/model/breaker-settings.ts";
import type { ClockReading } from "../../../shared/model/clock-reading.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import type { RiskFacts } from "../../engine/risk-watch.ts";

/** What only the desk outside of the core knows: kept up to date by whoever lets time pass. */
export interface DeskSigns {
  /** How long the oldest event waits for the disk; zero while none does. */
  readonly journalWaitMs: number;
  /** How long the journal has taken no events; zero while it takes them. */
  readonly journalFailedMs: number;
  /** How long the market data has not been live; zero while it is. */
  readonly feedDownMs: number;
  /** How far the clock is off; `null` where nobody measures it. */
  readonly clock: ClockReading | null;
}

/** A desk of which nothing but its engine is known: a run over recorded bars. */
export const quietSigns: DeskSigns = { journalWaitMs: 0, journalFailedMs: 0, feedDownMs: 0, clock: null };

/** The numbers and words of a limit that is crossed. */
export interface Finding {
  readonly observed: string;
  /** What the number counts from. */
  readonly basis: string | null;
  readonly reason: string;
}

/** One breaker's limit: asked on every input, so it allocates nothing while it is not crossed. */
export interface BreakerCheck {
  isCrossed(facts: RiskFacts): boolean;
  /** Asked only when it is crossed. */
  find(facts: RiskFacts): Finding;
  /** Told every event, so that what is counted follows from the record. */
  applied?(event: AppliedEvent): void;
}

/** Makes the check of a setting; `signs` is one object whose fields change. */
export type CheckFactory = (setting: BreakerSetting, signs: DeskSigns) => BreakerCheck;
