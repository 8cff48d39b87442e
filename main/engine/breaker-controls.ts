import type { Actor } from "../../shared/model/actor.ts";
import type { BreakerAction } from "../../shared/model/breaker.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import type { TradingState } from "../../shared/model/risk.ts";
import type { DeskState } from "./desk-state.ts";
import type { FlattenOrigin } from "./flattening.ts";
import type { Recorder } from "./recorder.ts";
import type { RiskTrip } from "./risk-watch.ts";

/** The desk's circuit breakers as the one who acts. */
export const breakerActor: Actor = { kind: "desk", id: "breaker" };

/** The trading state that an action demands as long as its breaker is latched; `null` where the gate asks for the breaker. */
const demands: Readonly<Record<BreakerAction, Exclude<TradingState, "active"> | null>> = {
  warn: null,
  block_entries: null,
  reducing: "reducing",
  halt: "halted",
  flatten_and_halt: "halted",
  lock_out: "halted",
};

/** What the breakers have the desk do. */
interface BreakerActs {
  readonly trace: () => string;
  /** Asks for the cancel of every working order that could open risk, and takes back those that have not left. */
  readonly cancelOpening: (actor: Actor, reason: string) => void;
  readonly flatten: (actor: Actor, reason: string, origin: FlattenOrigin) => void;
  readonly changed: () => void;
}

/** Writes trips down and carries out what they demand; re-arms by hand; locks the account out. */
export class BreakerControls {
  readonly #state: DeskState;
  readonly #recorder: Recorder;
  readonly #acts: BreakerActs;

  constructor(state: DeskState, recorder: Recorder, acts: BreakerActs) {
    this.#state = state;
    this.#recorder = recorder;
    this.#acts = acts;
  }

  /** The gate is shut when the events are applied, before any cancel is asked for. */
  trip(trip: RiskTrip): void {
    const { rule, action, reason, observed, limit, basis, until } = trip;
    const trace = this.#acts.trace();
    const numbers: JournalData = { rule, action, reason, observed, limit, basis };
    const data = until === undefined ? numbers : { ...numbers, until };
    const cause = this.#recorder.emit("risk.breaker_tripped", breakerActor, trace, null, data);
    const to = demands[action];
    const { state: from } = this.#state.trading;
    if (to !== null && from !== "halted" && from !== to) {
      this.#recorder.emit("risk.state_changed", breakerActor, trace, cause, { from, to, reason, rule });
    }
    if (action === "lock_out") {
      const ends = until ?? this.#dayEnd();
      this.#recorder.emit("risk.locked_out", breakerActor, trace, cause, { until: ends, reason, rule });
    }
    this.#acts.changed();
    if (to !== null) this.#acts.cancelOpening(breakerActor, `${rule}: ${reason}`);
    if (action === "flatten_and_halt") this.#acts.flatten(breakerActor, `${rule}: ${reason}`, { trace, cause });
  }

  /**
   * Re-arms a breaker by hand. The trading state stays as it is until someone sets it; a breaker whose condition still
   * holds trips again.
   */
  rearm(rule: string, actor: Actor, reason: string): void {
    if (!this.#state.latches.has(rule)) {
      throw new Fault(
        "RISK-BREAKER-UNKNOWN",
        "validation",
        `no breaker "${rule}" has tripped`,
        "Look at the list of breakers that have tripped.",
      );
    }
    const { state } = this.#state.trading;
    const data = { from: state, to: state, rule, reason, rearmed: true };
    this.#recorder.emit("risk.state_changed", actor, this.#acts.trace(), null, data);
    this.#acts.changed();
  }

  /** Throws a Fault where a latched breaker demands a stricter state. */
  allow(to: TradingState): void {
    if (to === "halted") return;
    const holding = this.#state.latches.list().find(({ action }) => {
      const demanded = demands[action];
      return demanded === "halted" || (demanded === "reducing" && to === "active");
    });
    if (holding === undefined) return;
    throw new Fault(
      "RISK-BREAKER-LATCHED",
      "risk",
      `the breaker "${holding.rule}" has tripped; trading cannot become ${to}`,
      "Re-arm the breaker with a reason first.",
    );
  }

  #dayEnd(): number {
    const { days } = this.#state;
    return days.startOf(days.dayOf(this.#recorder.now) + 1);
  }
}
