import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { DeskState } from "./desk-state.ts";
import { rangesData } from "./portfolio/price-ranges.ts";
import { engineActor, type Recorder } from "./recorder.ts";

/** Writes down what nobody decides: that a trading day begins, and equity with its peak while positions are open. */
export class Upkeep {
  /** When the next of it is due: the loop compares one number per input. */
  dueAt = Number.NEGATIVE_INFINITY;
  /** A trading day has begun while something that is held had no price: every price is to be shown to {@link priced}. */
  waits = false;
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
    else if (this.waits) this.#openDay(at);
    if (at >= this.#snapshotAt) this.#snapshot(at);
    // What had no price may be closed without one, on which no price follows.
    this.dueAt = this.waits ? Number.NEGATIVE_INFINITY : Math.min(this.#dayEndsAt, this.#snapshotAt);
  }

  /** After a restore: the day is that of the events. */
  resume(): void {
    this.#dayEndsAt = Number.NEGATIVE_INFINITY;
    this.dueAt = Number.NEGATIVE_INFINITY;
    this.waits = false;
  }

  /** An instrument has had a price at `at`: the day that waits for it may begin. */
  priced(instrument: number, price: number, at: number): void {
    this.#state.ledger.seeOpening(instrument, price);
    this.#openDay(at);
  }

  /** Writes down what only prices tell, so that a restart knows it; equity that is a guess is nothing to know. */
  #snapshot(at: number): void {
    const { ledger } = this.#state;
    const isFirst = this.#snapshotAt === Number.NEGATIVE_INFINITY;
    this.#snapshotAt = at + this.#snapshotEveryMs;
    if (isFirst || !ledger.open.some((open) => open !== 0) || !ledger.isPriced()) return;
    const equity = formatFixed(ledger.equity(), MONEY_DIGITS);
    const equityPeak = formatFixed(ledger.peak.value(), MONEY_DIGITS);
    const data = { equity, equityPeak, ranges: rangesData(this.#state) };
    this.#recorder.emit("account.snapshotted", engineActor, `snapshot-${at}`, null, data, at);
  }

  /**
   * Opens a trading day with the equity at the last prices of the one before. While something that is held has no price, as
   * after a restart, the day before goes on, and so does what is measured from its start: equity is a guess then, on which
   * nothing opens.
   */
  #rollDay(at: number): void {
    const { days, ledger, day: before } = this.#state;
    const day = days.dayOf(at);
    const isTurn = this.#dayEndsAt !== Number.NEGATIVE_INFINITY;
    this.#dayEndsAt = days.startOf(day + 1);
    this.#state.day = before ?? day;
    if (before === null || before >= day) return;
    ledger.beginDay();
    this.#openDay(isTurn ? days.startOf(day) : at);
  }

  /** Writes down the day that has begun, at the time `at`, where all that was held is priced. */
  #openDay(at: number): void {
    const { days, ledger } = this.#state;
    const opening = ledger.openingEquity();
    this.waits = opening === null;
    if (opening === null) return;
    const day = days.dayOf(this.#dayEndsAt);
    const equity = formatFixed(opening, MONEY_DIGITS);
    const equityPeak = formatFixed(ledger.peak.value(), MONEY_DIGITS);
    const data = { day, equity, equityPeak };
    this.#recorder.emit("account.day_rolled", engineActor, `day-${day}`, null, data, at);
  }
}
