import type { Actor } from "../../../shared/model/actor.ts";
import type { Ratio } from "../../../shared/model/ratio.ts";
import type { TradingDays } from "../../../shared/model/trading-days.ts";
import { absolute, signOf } from "../exposure.ts";
import { fillValue } from "../fill-outcome.ts";
import type { FillRecord } from "../fill-record.ts";
import type { InstrumentScale } from "../gate.ts";
import type { TradeCounts } from "../gate-facts.ts";
import type { Ledger } from "../ledger.ts";
import type { Marks } from "../marks.ts";

/** What the tally reads: fills and splits as they are booked. */
export interface TallySource {
  readonly fills: readonly FillRecord[];
  readonly splits: readonly (Ratio & { readonly instrument: number; readonly fillsBefore: number })[];
  readonly ledger: Ledger;
  readonly days: TradingDays;
  /** Counts the fills that were taken back or changed. */
  readonly rebookings: number;
}

/** A trade as far as it has gone: signed size units, and money spent (below zero) or brought in, fees included. */
interface Trade {
  readonly size: bigint;
  readonly flow: bigint;
}

const none: Trade = { size: 0n, flow: 0n };

/** Whether an actor's orders count. */
export type ActorCounts = (actor: Actor) => boolean;

/** The counts at one fill; plain data, which a snapshot of the desk holds. */
export interface TallyPoint {
  readonly trades: ReadonlyMap<number, Trade>;
  readonly losses: readonly number[];
  readonly begun: number;
  readonly turnover: readonly bigint[];
  readonly dayFrom: number;
  readonly dayTo: number;
  /** What trades that ended in the day have brought or cost, by currency; absent in older snapshots. */
  readonly ended?: readonly bigint[];
  /** The counts of parts of the orders; absent in older snapshots. */
  readonly parts?: ReadonlyMap<string, TallyPoint>;
}

const beginning: TallyPoint = {
  trades: new Map(),
  losses: [],
  begun: 0,
  turnover: [],
  dayFrom: Number.POSITIVE_INFINITY,
  dayTo: Number.NEGATIVE_INFINITY,
};

/**
 * Counts trades from the fills, as far as they have come since it was last asked: nothing while nobody asks. A result is in
 * the instrument's money with fees of that money; funding, and fees in another currency, are no part of it.
 */
export class TradeTally {
  readonly #source: TallySource;
  /** The counts before the first of the source's fills. */
  base: TallyPoint = beginning;
  #trades = new Map<number, Trade>();
  #losses: number[] = [];
  #begun = 0;
  #turnover: bigint[] = [];
  #fills = 0;
  #splits = 0;
  #rebookings = 0;
  /** The trading day that is counted begins after the first and ends with the second. */
  #dayFrom = Number.POSITIVE_INFINITY;
  #dayTo = Number.NEGATIVE_INFINITY;

  #ended: bigint[] = [];
  readonly #counts: ActorCounts | null;
  readonly #parts = new Map<string, TradeTally>();

  /** Without `counts` every order counts. */
  constructor(source: TallySource, counts: ActorCounts | null = null) {
    this.#source = source;
    this.#counts = counts;
  }

  /** The counts of a part of the orders alone, as far back as fills are kept when it is first asked for. */
  part(name: string, counts: ActorCounts): TradeTally {
    let part = this.#parts.get(name);
    if (part === undefined) {
      part = new TradeTally(this.#source, counts);
      part.base = this.base.parts?.get(name) ?? beginning;
      part.restart();
      this.#parts.set(name, part);
    }
    return part;
  }

  /** The signed size that the counted orders hold in a slot, after {@link at}. */
  sizeIn(slot: number): bigint {
    return this.#trades.get(slot)?.size ?? 0n;
  }

  /**
   * What the trades that ended in the day, and those that are open, have brought or cost in the account's currency since
   * each began; `null` without a price or rate. Ask {@link at} first.
   */
  result(marks: Pick<Marks, "units">): bigint | null {
    const { ledger } = this.#source;
    const sums = this.#ended.slice();
    for (const [slot, { size, flow }] of this.#trades) {
      if (size === 0n) continue;
      const instrument = ledger.instrumentOf(slot);
      const price = marks.units(instrument);
      if (price === null) return null;
      const currency = ledger.currencyOf(instrument);
      const worth = size * price * (ledger.scales[instrument] as InstrumentScale).notionalFactor;
      sums[currency] = (sums[currency] ?? 0n) + flow + worth;
    }
    let all = 0n;
    for (const [currency, amount] of sums.entries()) {
      const own = ledger.currencies.toOwn(currency, amount ?? 0n);
      if (own === null) return null;
      all += own;
    }
    return all;
  }

  /** The counts at an engine time that no fill is later than. */
  at(now: number): TradeCounts {
    const { fills, rebookings, ledger } = this.#source;
    if (rebookings !== this.#rebookings) this.#restart(rebookings);
    for (; this.#fills < fills.length; this.#fills++) this.#take(fills[this.#fills] as FillRecord);
    this.#turnTo(now);
    let turnover: bigint | null = 0n;
    for (const [currency, amount] of this.#turnover.entries()) {
      const own = ledger.currencies.toOwn(currency, amount ?? 0n);
      turnover = own === null || turnover === null ? null : turnover + own;
    }
    return { begun: this.#begun, turnover, losses: this.#losses.slice() };
  }

  /** Counts the first fills for good: the source is about to let them go, with the splits before the next one. */
  settle(fills: number): void {
    this.#restart(this.#source.rebookings);
    for (; this.#fills < fills; this.#fills++) this.#take(this.#source.fills[this.#fills] as FillRecord);
    this.#split();
    const [trades, losses, begun] = [new Map(this.#trades), this.#losses.slice(), this.#begun];
    const [turnover, ended] = [this.#turnover.slice(), this.#ended.slice()];
    const parts = new Map(this.base.parts);
    for (const [name, part] of this.#parts) {
      part.settle(fills);
      parts.set(name, part.base);
    }
    this.base = { trades, losses, begun, turnover, dayFrom: this.#dayFrom, dayTo: this.#dayTo, ended, parts };
  }

  /** Counts from the base anew. */
  #restart(rebookings: number): void {
    const { trades, losses, begun, turnover, dayFrom, dayTo, ended = [] } = this.base;
    this.#rebookings = rebookings;
    this.#trades = new Map(trades);
    this.#losses = losses.slice();
    this.#begun = begun;
    this.#turnover = turnover.slice();
    this.#ended = ended.slice();
    this.#fills = 0;
    this.#splits = 0;
    this.#dayFrom = dayFrom;
    this.#dayTo = dayTo;
  }

  /** The source's fills are not the ones that were counted: another base, or fewer of them. */
  restart(): void {
    this.#restart(this.#source.rebookings);
    for (const [name, part] of this.#parts) {
      part.base = this.base.parts?.get(name) ?? beginning;
      part.restart();
    }
  }

  #turnTo(at: number): void {
    if (at > this.#dayFrom && at <= this.#dayTo) return;
    const { days } = this.#source;
    const day = days.dayOf(at);
    this.#dayFrom = days.startOf(day);
    this.#dayTo = days.startOf(day + 1);
    this.#begun = 0;
    this.#turnover = [];
    this.#ended = [];
  }

  #take({ order, texts, bookedAt }: FillRecord): void {
    this.#split();
    this.#turnTo(bookedAt);
    if (this.#counts !== null && !this.#counts(order.actor)) return;
    const { ledger } = this.#source;
    const { size, notional, fee } = fillValue(this.#source.ledger, order, texts);
    const currency = ledger.currencyOf(order.instrument);
    while (this.#turnover.length <= currency) this.#turnover.push(0n);
    this.#turnover[currency] = (this.#turnover[currency] as bigint) + notional;
    const signed = signOf(order.side) * size;
    const spent = signOf(order.side) * notional;
    const trade = this.#trades.get(order.slot) ?? none;
    const flow = trade.flow - (fee ?? 0n);
    const held = absolute(trade.size);
    if (trade.size === 0n) this.#begun++;
    if (trade.size * signed >= 0n || size < held) {
      this.#trades.set(order.slot, { size: trade.size + signed, flow: flow - spent });
      return;
    }
    // The notional is price × size, so the closing part divides without a remainder.
    const closing = (spent * held) / size;
    this.#ended[currency] = (this.#ended[currency] ?? 0n) + flow - closing;
    if (flow - closing < 0n) this.#losses.push(bookedAt);
    else this.#losses = [];
    const rest = { size: trade.size + signed, flow: closing - spent };
    if (rest.size !== 0n) this.#begun++;
    this.#trades.set(order.slot, rest.size === 0n ? none : rest);
  }

  #split(): void {
    const { splits, ledger } = this.#source;
    for (; this.#splits < splits.length; this.#splits++) {
      const split = splits[this.#splits] as TallySource["splits"][number];
      if (split.fillsBefore > this.#fills) return;
      for (const slot of ledger.slotsOf(split.instrument)) {
        const trade = this.#trades.get(slot) ?? none;
        this.#trades.set(slot, { ...trade, size: (trade.size * split.numerator) / split.denominator });
      }
    }
  }
}
