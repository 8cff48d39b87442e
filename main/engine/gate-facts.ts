import type { OrderIntent, Side } from "../../shared/model/order.ts";
import type { InstrumentScale, WorkingOrder } from "./gate.ts";
import type { ActorCounts } from "./portfolio/trade-tally.ts";
import type { StopPlan } from "./stop-plan.ts";

/** What another position of the account is worth, and may come to be worth, in money of the account's currency. */
export interface OtherHolding {
  readonly scale: InstrumentScale;
  readonly isOpen: boolean;
  /** How many trades its working orders may begin: from flat, or on the other side. */
  readonly begins: number;
  /** Its signed worth if every working order on one side filled and none on the other. */
  readonly ifBought: bigint;
  readonly ifSold: bigint;
  /** The most that it may come to be worth, on either side. */
  readonly gross: bigint;
  /** What its working orders that are not reduce-only are worth, both sides added up. */
  readonly waiting: bigint;
}

/** Whether the holdings of an instrument count. */
export type Counts = (scale: InstrumentScale) => boolean;

/** The same of all other positions together. */
export interface OtherTotals {
  readonly ifBought: bigint;
  readonly ifSold: bigint;
  readonly gross: bigint;
  readonly waiting: bigint;
  /** How many are open, or may be opened by working orders. */
  readonly open: number;
  /** How many trades working orders may begin in them. */
  readonly begin: number;
}

/** Trades as fills tell of them: one begins as a position leaves flat or changes sides, and ends as it comes back. */
export interface TradeCounts {
  /** Of the trading day. */
  readonly begun: number;
  /** What fills of the trading day are worth, in the account's currency; `null` without a declared rate. */
  readonly turnover: bigint | null;
  /** When the losing trades since the last that lost nothing ended, oldest first. */
  readonly losses: readonly number[];
}

/** A part of the orders, as if it were an account of its own. */
export interface ScopeBook {
  /** Signed size that these orders hold of the order's position. */
  readonly position: bigint;
  readonly working: readonly WorkingOrder[];
  /** The day starts for them with equity less what their trades have brought since. */
  readonly facts: GateFacts;
}

/** An order that passed the gate. */
export interface PassedOrder {
  readonly orderId: string;
  readonly intent: OrderIntent;
  readonly createdAt: number;
}

/**
 * What only some rules ask for: looked up in the desk when one asks, while the gate judges and never later. Money is in
 * units of `10^-MONEY_DIGITS`.
 */
export interface GateFacts {
  /** Every other position of the account, and every other one that working orders may open; asked only where the account is known. */
  others(): readonly OtherHolding[];
  /** All of them added up. */
  totals(): OtherTotals;
  /** The gross of those of the order's own instrument. */
  sameInstrument(): bigint;
  /** The gross of those that count. The sum is kept by the function, which asks for nothing but the instrument and lasts as long as a setting. */
  grossOf(counts: Counts): bigint;
  /** The book of the orders that count, by a name of its own; asked only where the account is known. */
  scope(name: string, counts: ActorCounts): ScopeBook;
  /** The last quote that had both sides, as doubles; `null` before the first. */
  quote(): { readonly bid: number; readonly ask: number; readonly at: number } | null;
  dayStartEquity(): bigint;
  /** The highest equity so far. */
  equityPeak(): bigint;
  trades(): TradeCounts;
  /** When the trading day of a time ends, UTC milliseconds. */
  dayEnd(at: number): number;
  /** Orders whose cancel was asked for later than `since`; those that the desk itself replaced apart. */
  cancelsAfter(since: number): number;
  /** Orders of the instrument that passed and were decided later than `since`, the judged one apart. */
  passedAfter(since: number): readonly PassedOrder[];
  /** The price of the account's own order that an order on `side` would meet first, in price units; `null` where none rests. */
  restingAgainst(side: Side): bigint | null;
  /** The worst price of a working stop-loss that belongs to the order, in price units: zero of one that protects nothing, `null` where there is none. */
  linkedStop(intent: OrderIntent): bigint | null;
  /** Everything that is held or may come to be held with what takes it out again, the judged order apart. */
  stops(): readonly StopPlan[];
  /** The same by slot of the ledger: a list stays the same one while nothing of its slot changes. */
  slotStops(): readonly (readonly StopPlan[])[];
}
