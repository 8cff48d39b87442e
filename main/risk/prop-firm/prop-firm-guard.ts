import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { UtcMs } from "../../../shared/model/time.ts";
import type { AccountEvent, EquitySeen } from "./account-event.ts";
import { type FirmRules, readRules } from "./firm-rules.ts";
import {
  type AccountOpening,
  type Breach,
  copyState,
  type GuardState,
  largest,
  openState,
  switchPreset,
} from "./guard-state.ts";
import { crossed, dailyFloor, maxFloor, measure, nextAnchor } from "./loss-floors.ts";
import { allowedMicros } from "./position-tier.ts";

/** Money of the two floors; `null` where a firm has no daily limit or its number is not known. */
export interface Floors {
  readonly daily: bigint | null;
  readonly max: bigint;
}

/**
 * One account under a firm's rules: a function of its events, so that the same events give the same floors and verdicts
 * again. An event that comes late counts at the last instant seen. A failure is final; a pause ends at the reset.
 */
export class PropFirmGuard {
  readonly rules: FirmRules;
  readonly #state: GuardState;
  #resetAt: UtcMs;
  #expiresAt: UtcMs;
  #daily: bigint | null;
  #max: bigint;

  private constructor(rules: FirmRules, state: GuardState) {
    this.rules = rules;
    this.#state = state;
    this.#daily = dailyFloor(rules.daily, state.anchor);
    this.#max = maxFloor(rules, state);
    this.#resetAt = rules.days.startOf(state.day + 1);
    const limit = rules.preset.timeLimitDays;
    this.#expiresAt = limit === null ? Number.POSITIVE_INFINITY : rules.days.startOf(state.startedDay + limit);
  }

  /** Begins to watch an account. */
  static open(preset: PropFirmPreset, opening: AccountOpening): PropFirmGuard {
    const rules = readRules(preset);
    return new PropFirmGuard(rules, openState(rules, opening));
  }

  /** Goes on where a state ends; one of another preset keeps its history and is judged by the new rules from here on. */
  static resume(preset: PropFirmPreset, state: GuardState): PropFirmGuard {
    const rules = readRules(preset);
    return new PropFirmGuard(rules, state.presetId === preset.id ? copyState(state) : switchPreset(state, rules));
  }

  get state(): Readonly<GuardState> {
    return this.#state;
  }

  /** A copy that later events do not change, to be written down. */
  snapshot(): GuardState {
    return copyState(this.#state);
  }

  get floors(): Floors {
    return { daily: this.#daily, max: this.#max };
  }

  /** The same one by one, for who looks at every tick. */
  get maxFloor(): bigint {
    return this.#max;
  }

  get dailyFloor(): bigint | null {
    return this.#daily;
  }

  /** When the firm's day ends. */
  get resetAt(): UtcMs {
    return this.#resetAt;
  }

  /** When the time for the phase is over; infinite without a limit. */
  get expiresAt(): UtcMs {
    return this.#expiresAt;
  }

  /** Whether the daily limit binds: an optional one only where the trader took it. */
  get dailyBinds(): boolean {
    const { daily } = this.rules;
    return daily !== null && (!daily.optional || this.#state.optionalDailyLoss);
  }

  /** Takes in what happened and gives the limits that it crossed, those of a reset in between first. */
  apply(event: AccountEvent): readonly Breach[] {
    const state = this.#state;
    const before = state.breaches.length;
    if (event.at >= this.#resetAt) this.#roll(event.at);
    if (event.at > state.at) state.at = event.at;
    switch (event.kind) {
      case "equity":
        this.#see(event);
        break;
      case "traded":
        state.traded = true;
        if (event.opened) state.opened = true;
        break;
      case "held":
        state.micros = event.micros;
        break;
      case "paid":
        this.#pay(event.amount);
        break;
      case "clock":
        break;
    }
    this.#judge(false);
    return state.breaches.length === before ? none : state.breaches.slice(before);
  }

  #see(event: EquitySeen): void {
    const state = this.#state;
    const { max, daily } = this.rules;
    state.balance = event.balance;
    state.maxEquity = measure(max.parts, event);
    state.dailyEquity = daily === null ? state.maxEquity : measure(daily.parts, event);
    const peak = event.peak === undefined ? state.maxEquity : largest(event.peak, state.maxEquity);
    if (peak > state.peakEquity) {
      state.peakEquity = peak;
      if (max.mode === "trailing_intraday_equity") this.#max = maxFloor(this.rules, state);
    }
  }

  /** The day ends: its result is kept, the anchor is taken, end-of-day floors move, and what is held overnight is judged by them. */
  #roll(at: UtcMs): void {
    const state = this.#state;
    const { days, daily, start } = this.rules;
    this.#endPart();
    state.at = this.#resetAt;
    state.peakBalance = largest(state.peakBalance, state.balance);
    state.closedProfit = state.balance - start;
    state.anchor = nextAnchor(daily, state);
    state.pausedUntil = null;
    this.#daily = dailyFloor(daily, state.anchor);
    this.#max = maxFloor(this.rules, state);
    this.#judge(true);
    // Days in which nothing happened change nothing but the date: a pause of an earlier one has ended with it.
    state.day = days.dayAt(at);
    this.#resetAt = days.startOf(state.day + 1);
    if (state.pausedUntil !== null && state.pausedUntil <= at) state.pausedUntil = this.#resetAt;
    if (at >= this.#expiresAt) this.#expire();
  }

  #endPart(): void {
    const state = this.#state;
    const pnl = state.balance - state.pnlBase;
    const { day, traded, opened } = state;
    if (traded || opened || pnl !== 0n) state.days.push({ day, pnl, traded, opened });
    state.pnlBase = state.balance;
    state.traded = false;
    state.opened = false;
  }

  /** Money that leaves is no loss: whatever counts from the balance moves down with it. The drawdown's floor stays. */
  #pay(amount: bigint): void {
    const state = this.#state;
    this.#endPart();
    state.periodFrom = state.days.length;
    state.periodDay = state.day;
    state.payouts += 1;
    state.paid += amount;
    state.balance -= amount;
    state.maxEquity -= amount;
    state.dailyEquity -= amount;
    state.anchor -= amount;
    state.pnlBase -= amount;
    this.#daily = dailyFloor(this.rules.daily, state.anchor);
    this.#max = maxFloor(this.rules, state);
  }

  #judge(atReset: boolean): void {
    const state = this.#state;
    if (state.failure !== null) return;
    const { max, daily } = this.rules;
    if (crossed(state.maxEquity, this.#max, max.boundary)) {
      this.#record("max_loss", max.effect, state.maxEquity, this.#max, atReset);
    }
    if (
      daily !== null &&
      this.#daily !== null &&
      this.dailyBinds &&
      crossed(state.dailyEquity, this.#daily, daily.boundary)
    ) {
      this.#record("daily_loss", daily.effect, state.dailyEquity, this.#daily, atReset);
    }
    if (this.rules.preset.positionLimit.overholdingFails && state.micros > 0) this.#judgeHeld(atReset);
  }

  #judgeHeld(atReset: boolean): void {
    const most = allowedMicros(this.rules, this.#state);
    if (most !== null && this.#state.micros > most) {
      this.#record("contracts", "fail", this.#state.maxEquity, null, atReset);
    }
  }

  #expire(): void {
    const { target } = this.rules;
    const { failure, balance, maxEquity } = this.#state;
    if (failure !== null || (target !== null && balance >= target)) return;
    this.#state.at = this.#expiresAt;
    this.#record("time_limit", "fail", maxEquity, null, true);
  }

  #record(
    rule: Breach["rule"],
    effect: Breach["effect"],
    equity: bigint,
    floor: bigint | null,
    atReset: boolean,
  ): void {
    const state = this.#state;
    if (state.failure !== null) return;
    if (effect === "pause_until_reset") {
      // One pause a day is enough to say.
      if (state.pausedUntil !== null) return;
      state.pausedUntil = this.#resetAt;
    }
    const breach: Breach = { rule, effect, at: state.at, equity, floor, atReset };
    state.breaches.push(breach);
    if (effect === "fail") state.failure = breach;
  }
}

const none: readonly Breach[] = [];
