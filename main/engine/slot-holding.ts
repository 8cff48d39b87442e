import { absolute, waitingIn, worstPosition } from "./exposure.ts";
import type { InstrumentScale, Ratio } from "./gate.ts";
import type { OtherHolding } from "./gate-facts.ts";
import { canceledAt, type OrderState } from "./order-state.ts";
import { par } from "./portfolio/currencies.ts";
import { marginWeight } from "./portfolio/margin.ts";
import type { Position } from "./position.ts";
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
  /** When the cancel of one of its working orders was asked for last; those that the desk itself replaces apart. */
  canceledAt = Number.NEGATIVE_INFINITY;
  /** The share of its worth that the instrument takes of buying power. */
  readonly weight: Ratio;
  #position: Position | null = null;
  #book = Number.NaN;
  #orders: readonly OrderState[] = [];
  #price = Number.NaN;
  #rate: Ratio | null = null;
  #bought = 0n;
  #sold = 0n;
  #worst = 0n;
  #units = 0n;

  constructor(scale: InstrumentScale, slot: number, leverage: string) {
    this.scale = scale;
    this.slot = slot;
    this.weight = marginWeight(scale.instrument, leverage);
  }

  /** It is a position, or working orders may open one. */
  get counts(): boolean {
    return this.isOpen || this.begins > 0;
  }

  /** Whether its position, orders, price and rate are those that it was calculated from; `book` counts the changes of its orders. */
  isCurrent(position: Position, book: number, price: number, rate: Ratio | null): boolean {
    if (position !== this.#position || book !== this.#book) return false;
    return this.isIdle || (Object.is(price, this.#price) && isRate(rate, this.#rate));
  }

  /** Calculates what always counts; `units` is the price in price units, `null` without one. */
  take(
    position: Position,
    working: readonly OrderState[],
    book: number,
    price: number,
    units: bigint | null,
    rate: Ratio | null,
  ): void {
    if (position !== this.#position || book !== this.#book) this.#takeBook(position, working, book);
    this.#price = price;
    this.#rate = rate;
    this.isGuess = !this.isIdle && (units === null || rate === null);
    const unit = (units ?? 0n) * this.scale.notionalFactor;
    this.#units = unit;
    const { size, cost } = position;
    this.value = units === null ? cost : size * unit;
    const worst = this.#worst * unit;
    const { numerator, denominator } = rate ?? par;
    const { weight } = this;
    this.committed =
      rate === par && weight === par
        ? worst
        : ceilDivide(worst * numerator * weight.numerator, denominator * weight.denominator);
  }

  #takeBook(position: Position, working: readonly OrderState[], book: number): void {
    const orders = working.filter(({ slot }) => slot === this.slot);
    const { size } = position;
    this.#position = position;
    this.#book = book;
    this.#orders = orders;
    this.isOpen = size !== 0n;
    this.isIdle = size === 0n && orders.length === 0;
    const bought = worstPosition(size, "buy", orders);
    const sold = worstPosition(size, "sell", orders);
    this.#bought = bought;
    this.#sold = sold;
    const most = larger(absolute(bought), absolute(sold));
    this.#worst = larger(absolute(size), most);
    this.begins = tradeBeginnings(size, orders);
    this.canceledAt = Number.NEGATIVE_INFINITY;
    for (const order of orders) this.canceledAt = Math.max(this.canceledAt, canceledAt(order));
  }

  /** How many of its working orders were asked to be canceled later than `since`. */
  cancelsAfter(since: number): number {
    if (this.canceledAt <= since) return 0;
    return this.#orders.filter((order) => canceledAt(order) > since).length;
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
