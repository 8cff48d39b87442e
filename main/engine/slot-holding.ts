import type { Instrument } from "../../shared/model/instrument.ts";
import { absolute, waitingIn, worstPosition } from "./exposure.ts";
import type { InstrumentScale, Ratio } from "./gate.ts";
import type { OtherHolding } from "./gate-facts.ts";
import type { OrderState } from "./order-state.ts";
import { par } from "./portfolio/currencies.ts";
import { marginWeight } from "./portfolio/margin.ts";
import { flat, type Position } from "./position.ts";
import { tradeBeginnings } from "./trade-beginnings.ts";

/** A slot of the ledger as the gate counts it, in the account's money: what it is worth, and may come to be worth. */
export class SlotHolding implements OtherHolding {
  readonly scale: InstrumentScale;
  readonly slot: number;
  /** Nothing is held and nothing works. */
  isIdle = true;
  isOpen = false;
  begins = 0;
  ifBought = 0n;
  ifSold = 0n;
  gross = 0n;
  waiting = 0n;
  /** What the position is worth in the instrument's money, signed. */
  value = 0n;
  /** What it takes of buying power in the worst case. */
  committed = 0n;
  /** Whether the last price, or the rate, that its worth needs is not known. */
  isGuess = false;
  /** The share of its worth that the instrument takes of buying power. */
  weight: Ratio = par;
  #position: Position = flat;
  readonly #orders: OrderState[] = [];
  readonly #changed: number[] = [];
  #instrument: Instrument | null = null;
  #price = Number.NaN;
  #rate: Ratio | null = null;
  #bought = 0n;
  #sold = 0n;
  #worst = 0n;
  #units = 0n;

  constructor(scale: InstrumentScale, slot: number) {
    this.scale = scale;
    this.slot = slot;
  }

  /** It is a position, or working orders may open one. */
  get counts(): boolean {
    return this.isOpen || this.begins > 0;
  }

  /** Whether its position, orders, price and rate are those that it was calculated from. */
  isCurrent(position: Position, working: readonly OrderState[], price: number, rate: Ratio | null): boolean {
    return (
      position === this.#position &&
      this.#isBook(working) &&
      (price === this.#price || (Number.isNaN(price) && Number.isNaN(this.#price))) &&
      isRate(rate, this.#rate) &&
      this.scale.instrument === this.#instrument
    );
  }

  #isBook(working: readonly OrderState[]): boolean {
    const orders = this.#orders;
    let count = 0;
    for (let i = 0; i < working.length; i++) {
      const order = working[i] as OrderState;
      if (order.slot !== this.slot) continue;
      if (orders[count] !== order || this.#changed[count] !== order.changed) return false;
      count++;
    }
    return count === orders.length;
  }

  /** Calculates what always counts; `units` is the price in price units, `null` without one. */
  take(
    position: Position,
    working: readonly OrderState[],
    price: number,
    units: bigint | null,
    rate: Ratio | null,
    leverage: string,
  ): void {
    const { instrument, notionalFactor } = this.scale;
    if (position !== this.#position || !this.#isBook(working)) this.#takeBook(position, working);
    if (instrument !== this.#instrument) this.weight = marginWeight(instrument, leverage);
    this.#instrument = instrument;
    this.#price = price;
    this.#rate = rate;
    this.isGuess = !this.isIdle && (units === null || rate === null);
    const unit = (units ?? 0n) * notionalFactor;
    this.#units = unit;
    const { size, cost } = position;
    this.value = units === null ? cost : size * unit;
    const { numerator, denominator } = rate ?? par;
    const { weight } = this;
    this.committed = ceilDivide(this.#worst * unit * numerator * weight.numerator, denominator * weight.denominator);
  }

  #takeBook(position: Position, working: readonly OrderState[]): void {
    const orders = this.#orders;
    const changed = this.#changed;
    orders.length = 0;
    changed.length = 0;
    for (const order of working) {
      if (order.slot !== this.slot) continue;
      orders.push(order);
      changed.push(order.changed);
    }
    const { size } = position;
    this.#position = position;
    this.isOpen = size !== 0n;
    this.isIdle = size === 0n && orders.length === 0;
    const bought = worstPosition(size, "buy", orders);
    const sold = worstPosition(size, "sell", orders);
    this.#bought = bought;
    this.#sold = sold;
    const most = larger(absolute(bought), absolute(sold));
    this.#worst = larger(absolute(size), most);
    this.begins = tradeBeginnings(size, orders);
  }

  /** Calculates what only limits on exposure ask for. */
  worth(): void {
    const { numerator, denominator } = this.#rate ?? par;
    const perUnit = this.#units * numerator;
    this.ifBought = awayFromZero(this.#bought * perUnit, denominator);
    this.ifSold = this.#sold === this.#bought ? this.ifBought : awayFromZero(this.#sold * perUnit, denominator);
    this.gross = larger(absolute(this.ifBought), absolute(this.ifSold));
    this.waiting = this.#orders.length === 0 ? 0n : awayFromZero(waitingIn(this.#orders) * perUnit, denominator);
  }
}

function isRate(a: Ratio | null, b: Ratio | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.numerator === b.numerator && a.denominator === b.denominator;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Rounded up, because it is taken from what the account can bear. */
function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return denominator === 1n ? numerator : (numerator + denominator - 1n) / denominator;
}

/** Rounded away from zero, because it is taken from what a limit leaves. */
function awayFromZero(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 1n) return numerator;
  const room = denominator - 1n;
  return (numerator < 0n ? numerator - room : numerator + room) / denominator;
}
