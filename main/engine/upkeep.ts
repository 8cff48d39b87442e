import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { DeskState } from "./desk-state.ts";
import { engineActor, type Recorder } from "./recorder.ts";

/** Writes down what nobody decides: that a trading day begins, and equity with its peak while positions are open. */
export class Upkeep {
  /** When the next of it is due: the loop compares one number per input. */
  dueAt = Number.NEGATIVE_INFINITY;
  #dayEndsAt = Number.NEGATIVE_INFINITY;
  #snapshotAt = Number.NEGATIVE_INFINITY;
  readonly #state: DeskState;
  readonly #recorder: Recorder;
  readonly #snapshotEveryMs: number;

  constructor(state: DeskState, recorder: Recorder, snapshotEveryMs: number) {
    this.#state = state;
    this.#recorder = recorder;
    this.#snapshotEveryMs = snapshotEveryMs;
  }

  run(at: number): void {
    if (at > this.#dayEndsAt) this.#rollDay(at);
    if (at >= this.#snapshotAt) this.#snapshot(at);
    this.dueAt = Math.min(this.#dayEndsAt, this.#snapshotAt);
  }

  /** After a restore: the day is that of the events. */
  resume(): void {
    this.#dayEndsAt = Number.NEGATIVE_INFINITY;
    this.dueAt = Number.NEGATIVE_INFINITY;
  }

  /** Writes down what only prices tell, so that a restart knows it. */
  #snapshot(at: number): void {
    const { ledger } = this.#state;
    const isFirst = this.#snapshotAt === Number.NEGATIVE_INFINITY;
    this.#snapshotAt = at + this.#snapshotEveryMs;
    if (isFirst || !ledger.open.some((open) => open !== 0)) return;
    const equity = formatFixed(ledger.equity(), MONEY_DIGITS);
    const equityPeak = formatFixed(ledger.peak.value(), MONEY_DIGITS);
    this.#recorder.emit("account.snapshotted", engineActor, `snapshot-${at}`, null, { equity, equityPeak }, at);
  }

  /** Opens a trading day with the equity at the last prices of the one before. */
  #rollDay(at: number): void {
    const { days, ledger, day: before } = this.#state;
    const day = days.dayOf(at);
    this.#dayEndsAt = days.startOf(day + 1);
    this.#state.day = before ?? day;
    if (before === null || before >= day) return;
    const equity = formatFixed(ledger.equity(), MONEY_DIGITS);
    const equityPeak = formatFixed(ledger.peak.value(), MONEY_DIGITS);
    const data = { day, equity, equityPeak };
    this.#recorder.emit("account.day_rolled", engineActor, `day-${day}`, null, data, days.startOf(day));
  }
}
