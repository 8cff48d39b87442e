import type { BreakerAction, BreakerTrip } from "../../shared/model/breaker.ts";
import type { AppliedEvent } from "./applied-event.ts";
import type { InstrumentScale } from "./gate.ts";
import type { TradeCounts } from "./gate-facts.ts";
import type { CountedRule } from "./order-times.ts";
import type { StopPlan } from "./stop-plan.ts";

/** What a watch says when a limit is crossed. */
export type RiskTrip = BreakerTrip;

/**
 * What a watch may look at: looked up when it asks. Money is in units of `10^-MONEY_DIGITS`. Doubles are for telling
 * cheaply that nothing can have been crossed; what decides is exact.
 */
export interface RiskFacts {
  /** The engine's time, UTC milliseconds. */
  readonly now: number;
  readonly scales: readonly InstrumentScale[];
  /** Equity as a double at the last prices: a few multiplications, and no allocation. */
  equityNumber(): number;
  /** Cash and value at the last prices, open profit and loss included. */
  equity(): bigint;
  /** Equity without open profit and loss. */
  balance(): bigint;
  /** What all positions are worth at the last prices, long and short added up; what has no rate is left out, and {@link gap} says so. */
  gross(): bigint;
  /** Why equity is a guess, in plain words; empty when it is none. */
  gap(): string;
  /** The trading day of the account, in whole days since 1970. */
  day(): number;
  dayStartEquity(): bigint;
  /** When the account's trading day of a time ends, UTC milliseconds. */
  dayEnd(at: number): number;
  /** The highest equity so far. */
  equityPeak(): bigint;
  /** Trades begun today, and losses in a row. */
  trades(): TradeCounts;
  /** Signed size of all that is held in an instrument, in its size units. */
  net(instrument: number): bigint;
  /** Whether an instrument has an open position. */
  isOpen(instrument: number): boolean;
  /** The last price as a double and its engine time; NaN before the first. */
  price(instrument: number): number;
  pricedAt(instrument: number): number;
  /** The last quote that had both sides, as doubles, and its engine time; NaN before the first. */
  bid(instrument: number): number;
  ask(instrument: number): number;
  quotedAt(instrument: number): number;
  /** Everything that is held or may come to be held with what takes it out again. */
  stops(): readonly StopPlan[];
  /** Whether any order works in an instrument. */
  hasWorking(instrument: number): boolean;
  /** Since when it is unknown whether the venue has an order, of the one longest in doubt; NaN while none is. */
  unknownSince(): number;
  /** Whether the breaker has tripped, with an action or with any, and not been re-armed. */
  isLatched(rule: string, action?: BreakerAction): boolean;
  /** When the breaker was last re-armed by hand: what it counts begins there. Infinitely long ago if never. */
  rearmedAt(rule: string): number;
  /**
   * When the newest but `n` of the orders that a breaker counts came, UTC milliseconds; infinitely long ago where there are
   * fewer since it was last re-armed.
   */
  newestOrder(rule: CountedRule, n: number): number;
  /** How many of the orders that a breaker counts came after a time, UTC milliseconds. */
  ordersAfter(rule: CountedRule, since: number): number;
}

/**
 * Follows the account and says when a limit is crossed. It reads and remembers, and never acts: the engine writes a trip
 * down and carries out what it demands. A trip of a rule and action that is latched already changes nothing, so a watch
 * may give the same trip as long as its condition holds.
 */
export interface RiskWatch {
  readonly id: string;
  /**
   * Asked after every input that may have changed equity, positions or the day, before any agent decides on it, and
   * whenever the desk lets time pass. On the market's path: it must not allocate while nothing trips.
   */
  observe(facts: RiskFacts): readonly RiskTrip[] | null;
  /**
   * Told every event once it has been applied, live and at a restart alike, in order: what a watch remembers must follow
   * from these alone. Reading `data` of a live event may cost its making.
   */
  applied?(event: AppliedEvent, facts: RiskFacts): void;
}
