import type { Actor } from "../../shared/model/actor.ts";
import type { BreakerAction } from "../../shared/model/breaker.ts";
import type { AppliedEvent } from "./applied-event.ts";
import type { DeskState } from "./desk-state.ts";
import type { InstrumentScale } from "./gate.ts";
import type { TradeCounts } from "./gate-facts.ts";
import type { OrderState } from "./order-state.ts";
import type { CountedRule } from "./order-times.ts";
import { flat } from "./position.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "./risk-watch.ts";
import { type StopPlan, stopBook } from "./stop-plan.ts";

/** Where the round finds the time, which goes back for a moment while a bar that is over is looked into. */
interface Timed {
  now: number;
}

/** What the round has carried out. */
interface Controls {
  readonly breakers: { trip(trip: RiskTrip): void };
  readonly flattening: {
    readonly wanted: boolean;
    step(): boolean;
    start(actor: Actor, reason: string): void;
    resume(): void;
  };
}

/** Asks the watches one after the other, has carried out what trips, and drives a flatten on. */
export class WatchRound {
  /** Whether there is anything to look at: a plain field, because the loop reads it on every input. */
  awake: boolean;
  /** Whether anyone watches. */
  readonly watches: boolean;
  readonly #watches: readonly RiskWatch[];
  readonly #facts: DeskRiskFacts;
  readonly #state: DeskState;
  readonly #clock: Timed;
  readonly #controls: Controls;
  /** Watches that threw on an event: what they remember may be wrong from then on, and unknown opens nothing. */
  readonly #broken = new Map<RiskWatch, unknown>();
  #begun: boolean;
  #looking = false;

  constructor(watches: readonly RiskWatch[], state: DeskState, clock: Timed, controls: Controls, afterResume: boolean) {
    this.watches = watches.length > 0;
    this.awake = this.watches && !afterResume;
    this.#begun = !afterResume;
    this.#watches = [...watches];
    this.#state = state;
    this.#clock = clock;
    this.#facts = new DeskRiskFacts(state, clock);
    this.#controls = controls;
  }

  /** The desk is up: from here on the watches look, and what a breaker demanded before is taken up. */
  begin(): void {
    this.#begun = true;
    this.#controls.flattening.resume();
    this.awake = this.watches || this.#controls.flattening.wanted;
  }

  /** After a restored event: a breaker may want the account flat. */
  wake(): void {
    if (this.#begun && this.#controls.flattening.wanted) this.awake = true;
  }

  flatten(actor: Actor, reason: string): void {
    this.#controls.flattening.start(actor, reason);
    this.awake = true;
  }

  /** Asks every watch, then goes on with a flatten; returns whether anything was done. */
  look(): boolean {
    if (this.#looking || !this.#begun) return false;
    this.#looking = true;
    let acted = false;
    try {
      this.#facts.refresh();
      for (let i = 0; i < this.#watches.length; i++) {
        const trips = this.#observe(this.#watches[i] as RiskWatch);
        if (trips !== null && this.#take(trips)) acted = true;
      }
      const { flattening } = this.#controls;
      if (flattening.wanted) {
        if (flattening.step()) acted = true;
      } else if (!this.watches) this.awake = false;
    } finally {
      this.#looking = false;
    }
    return acted;
  }

  /**
   * Lets the watches see a range of prices that an instrument has gone through by the time `at`, and has left since: the
   * better end first, because a floor that follows the peak has risen when the worse one is judged. What trips is written
   * down with the numbers of that moment; positions are closed when the round is looked at again.
   */
  lookBack(instrument: number, low: number, high: number, at: number): void {
    const { ledger } = this.#state;
    const moves = (ledger.open[instrument] as number) !== 0 || !ledger.currencies.single;
    if (this.#looking || !this.#begun || !this.watches || !moves) return;
    const { now } = this.#clock;
    this.#looking = true;
    this.#clock.now = at;
    try {
      this.#take(this.#tripsWithin(instrument, low, high, at));
    } finally {
      this.#clock.now = now;
      this.#looking = false;
    }
  }

  /** What the watches say of both ends of a range; the last price is then what it was. */
  #tripsWithin(instrument: number, low: number, high: number, at: number): readonly RiskTrip[] {
    const { ledger, marks } = this.#state;
    const last = marks.last[instrument] as number;
    const { lastAt } = marks.of(instrument);
    const trips: RiskTrip[] = [];
    const see = (price: number): void => {
      marks.set(instrument, price, at);
      this.#facts.refresh();
      if (ledger.isPriced()) ledger.peak.offer(this.#facts.equityNumber(), marks.last);
      for (const watch of this.#watches) trips.push(...(this.#observe(watch) ?? []));
    };
    try {
      marks.set(instrument, low, at);
      const atLow = ledger.equityNumber();
      marks.set(instrument, high, at);
      const isHighBetter = ledger.equityNumber() > atLow;
      see(isHighBetter ? high : low);
      if (low !== high) see(isHighBetter ? low : high);
    } finally {
      marks.set(instrument, last, lastAt);
    }
    return trips;
  }

  /** Tells the watches of an event that has been applied. */
  applied(event: AppliedEvent): void {
    this.#facts.refresh();
    for (const watch of this.#watches) {
      try {
        watch.applied?.(event, this.#facts);
      } catch (error) {
        this.#broken.set(watch, error);
      }
    }
  }

  /** A watch that throws is asked again the next time: what is open still has to be guarded. */
  #observe(watch: RiskWatch): readonly RiskTrip[] | null {
    let trips: readonly RiskTrip[] | null;
    try {
      trips = watch.observe(this.#facts);
    } catch (error) {
      return failed(watch, error);
    }
    if (this.#broken.size === 0 || !this.#broken.has(watch)) return trips;
    return [...failed(watch, this.#broken.get(watch)), ...(trips ?? [])];
  }

  #take(trips: readonly RiskTrip[]): boolean {
    let tripped = false;
    for (const trip of trips) {
      if (this.#state.latches.has(trip.rule, trip.action)) continue;
      this.#controls.breakers.trip(trip);
      tripped = true;
    }
    return tripped;
  }
}

function failed({ id }: RiskWatch, error: unknown): readonly RiskTrip[] {
  const why = error instanceof Error ? error.message : String(error);
  const reason = `${id} could not be watched, so nothing may open: ${why}`;
  return [{ rule: `${id}.failed`, action: "block_entries", reason, observed: null, limit: null, basis: null }];
}

/** The desk as watches see it: one object for all inputs. */
class DeskRiskFacts implements RiskFacts {
  readonly #state: DeskState;
  readonly #clock: Timed;
  #equity = Number.NaN;

  constructor(state: DeskState, clock: Timed) {
    this.#state = state;
    this.#clock = clock;
  }

  get now(): number {
    return this.#clock.now;
  }

  get scales(): readonly InstrumentScale[] {
    return this.#state.ledger.scales;
  }

  /** Once per look, so that it is not made anew for everyone who asks. */
  refresh(): void {
    this.#equity = this.#state.ledger.equityNumber();
  }

  equityNumber(): number {
    return this.#equity;
  }

  equity(): bigint {
    return this.#state.ledger.equity();
  }

  balance(): bigint {
    const { ledger } = this.#state;
    let open = 0n;
    ledger.positions.forEach((position, slot) => {
      if (position === flat || position.size === 0n) return;
      const profit = ledger.value(slot) - position.cost;
      open += ledger.currencies.toOwn(ledger.currencyOf(ledger.instrumentOf(slot)), profit) ?? 0n;
    });
    return ledger.equity() - open;
  }

  gross(): bigint {
    const { ledger } = this.#state;
    let sum = 0n;
    for (let slot = 0; slot < ledger.positions.length; slot++) {
      const { size } = ledger.position(slot);
      if (size === 0n) continue;
      const worth = ledger.currencies.toOwn(ledger.currencyOf(ledger.instrumentOf(slot)), ledger.value(slot)) ?? 0n;
      sum += worth < 0n ? -worth : worth;
    }
    return sum;
  }

  gap(): string {
    return this.#state.ledger.gap();
  }

  day(): number {
    return this.#state.day ?? this.#state.days.dayOf(this.now);
  }

  dayStartEquity(): bigint {
    return this.#state.ledger.dayStartEquity;
  }

  dayEnd(at: number): number {
    const { days } = this.#state;
    return days.startOf(days.dayOf(at) + 1);
  }

  equityPeak(): bigint {
    return this.#state.ledger.peak.value();
  }

  trades(): TradeCounts {
    return this.#state.trades.at(this.now);
  }

  net(instrument: number): bigint {
    return this.#state.ledger.net(instrument);
  }

  isOpen(instrument: number): boolean {
    return this.#state.ledger.open[instrument] !== 0;
  }

  price(instrument: number): number {
    return this.#state.marks.last[instrument] as number;
  }

  pricedAt(instrument: number): number {
    return this.#state.marks.of(instrument).lastAt;
  }

  bid(instrument: number): number {
    return this.#state.marks.of(instrument).bid;
  }

  ask(instrument: number): number {
    return this.#state.marks.of(instrument).ask;
  }

  quotedAt(instrument: number): number {
    return this.#state.marks.of(instrument).quotedAt;
  }

  stops(): readonly StopPlan[] {
    const { marks, ledger } = this.#state;
    return stopBook({ state: this.#state, marks, scales: ledger.scales }).slots().flat();
  }

  hasWorking(instrument: number): boolean {
    return (this.#state.working[instrument] as readonly OrderState[]).length > 0;
  }

  unknownSince(): number {
    let since = Number.NaN;
    for (const orders of this.#state.working) {
      for (let i = 0; i < orders.length; i++) {
        const { unknownSince } = orders[i] as OrderState;
        if (unknownSince !== null && !(unknownSince >= since)) since = unknownSince;
      }
    }
    return since;
  }

  isLatched(rule: string, action?: BreakerAction): boolean {
    return this.#state.latches.has(rule, action);
  }

  rearmedAt(rule: string): number {
    return this.#state.latches.rearmedAt(rule);
  }

  newestOrder(rule: CountedRule, n: number): number {
    return this.#state.orderTimes.newest(rule, n);
  }

  ordersAfter(rule: CountedRule, since: number): number {
    return this.#state.orderTimes.countAfter(rule, since);
  }
}
