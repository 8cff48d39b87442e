import { par, type Ratio } from "../../shared/model/ratio.ts";
import { absolute, waitingIn, worstPosition } from "./exposure.ts";
import type { InstrumentScale } from "./gate.ts";
import type { OtherHolding } from "./gate-facts.ts";
import { canceledAt, type OrderState } from "./order-state.ts";
import { marginWeight } from "./portfolio/margin.ts";
import type { Position } from "./position.ts";
import { tradeBeginnings } from "./trade-beginnings.ts";

/** The figures of a slot, by their place. */
export const figure = {
  /** What the position is worth in the instrument's money, signed. */
  value: 0,
  /** What it takes of buying power in the worst case. */
  committed: 1,
  ifBought: 2,
  ifSold: 3,
  gross: 4,
  waiting: 5,
} as const;
export type Figure = (typeof figure)[keyof typeof figure];
export const figureCount = Object.keys(figure).length;

/** A slot of the ledger as the gate counts it, in the account's money: what it is worth, and may come to be worth. */
export class SlotHolding implements OtherHolding {
  readonly scale: InstrumentScale;
  readonly slot: number;
  /** Nothing is held and nothing works. */
  isIdle = true;
  isOpen = false;
  begins = 0;
  /** Whether the last price, or the rate, that its worth needs is not known. */
  isGuess = false;
  /** When the cancel of one of its working orders was asked for last; those that the desk itself replaces apart. */
  canceledAt = Number.NEGATIVE_INFINITY;
  /** The share of its worth that the instrument takes of buying power. */
  readonly weight: Ratio;
  /** Its figures are safe integers of price units × size units: the instrument's factor makes money of them. */
  isExact = false;
  readonly whole = new Float64Array(figureCount);
  /** Its figures in money where they are not exact; what only limits on exposure ask for after {@link worth}. */
  readonly #money: bigint[] = Array.from({ length: figureCount }, () => 0n);
  #position: Position | null = null;
  #book = Number.NaN;
  #orders: readonly OrderState[] = [];
  #price = Number.NaN;
  #rate: Ratio | null = null;
  #bought = 0n;
  #sold = 0n;
  #worst = 0n;
  #waiting = 0n;
  #units = 0n;
  /** The sizes of the book as doubles, by the figure that each makes with the price; exact where the largest is safe. */
  readonly #sizes = new Float64Array(figureCount);

  constructor(scale: InstrumentScale, slot: number, leverage: string) {
    this.scale = scale;
    this.slot = slot;
    this.weight = marginWeight(scale.instrument, leverage);
  }

  /** It is a position, or working orders may open one. */
  get counts(): boolean {
    return this.isOpen || this.begins > 0;
  }

  get ifBought(): bigint {
    return this.money(figure.ifBought);
  }

  get ifSold(): bigint {
    return this.money(figure.ifSold);
  }

  get gross(): bigint {
    return this.money(figure.gross);
  }

  get waiting(): bigint {
    return this.money(figure.waiting);
  }

  /** One of its figures in money. */
  money(which: Figure): bigint {
    if (!this.isExact) return this.#money[which] as bigint;
    return BigInt(this.whole[which] as number) * this.scale.notionalFactor;
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
    const isPlain = units !== null && rate === par && this.weight === par;
    this.isExact = isPlain && this.#takeWhole(Number(units));
    if (!this.isExact) this.#takeMoney(position, units);
  }

  #takeBook(position: Position, working: readonly OrderState[], book: number): void {
    const orders = working.filter(({ slot }) => slot === this.slot);
    const { size } = position;
    this.#position = position;
    this.#book = book;
    this.#orders = orders;
    this.isOpen = size !== 0n;
    this.isIdle = size === 0n && orders.length === 0;
    this.#bought = worstPosition(size, "buy", orders);
    this.#sold = worstPosition(size, "sell", orders);
    this.#worst = larger(absolute(size), larger(absolute(this.#bought), absolute(this.#sold)));
    this.#waiting = waitingIn(orders);
    this.begins = tradeBeginnings(size, orders);
    this.canceledAt = Number.NEGATIVE_INFINITY;
    for (const order of orders) this.canceledAt = Math.max(this.canceledAt, canceledAt(order));
    const sizes = this.#sizes;
    sizes[figure.value] = Number(size);
    sizes[figure.committed] = Number(this.#worst);
    sizes[figure.ifBought] = Number(this.#bought);
    sizes[figure.ifSold] = Number(this.#sold);
    sizes[figure.gross] = Math.max(Math.abs(Number(this.#bought)), Math.abs(Number(this.#sold)));
    sizes[figure.waiting] = Number(this.#waiting);
  }

  /** Whether every figure is a safe integer, which all are where the largest is. */
  #takeWhole(price: number): boolean {
    const { whole } = this;
    const sizes = this.#sizes;
    const most = Math.max(sizes[figure.committed] as number, sizes[figure.waiting] as number);
    if (!(Math.abs(price) * most <= Number.MAX_SAFE_INTEGER)) return false;
    for (let i = 0; i < figureCount; i++) whole[i] = price * (sizes[i] as number);
    whole[figure.gross] = Math.abs(whole[figure.gross] as number);
    return true;
  }

  #takeMoney({ size, cost }: Position, units: bigint | null): void {
    const unit = (units ?? 0n) * this.scale.notionalFactor;
    const { numerator, denominator } = this.#rate ?? par;
    const { weight } = this;
    const worst = this.#worst * unit * numerator * weight.numerator;
    this.#units = unit;
    this.#money[figure.value] = units === null ? cost : size * unit;
    this.#money[figure.committed] = ceilDivide(worst, denominator * weight.denominator);
  }

  /** How many of its working orders were asked to be canceled later than `since`. */
  cancelsAfter(since: number): number {
    if (this.canceledAt <= since) return 0;
    return this.#orders.filter((order) => canceledAt(order) > since).length;
  }

  /** Calculates what only limits on exposure ask for, where that is not exact by now. */
  worth(): void {
    if (this.isExact) return;
    const { numerator, denominator } = this.#rate ?? par;
    const perUnit = this.#units * numerator;
    const ifBought = awayFromZero(this.#bought * perUnit, denominator);
    const ifSold = this.#sold === this.#bought ? ifBought : awayFromZero(this.#sold * perUnit, denominator);
    this.#money[figure.ifBought] = ifBought;
    this.#money[figure.ifSold] = ifSold;
    this.#money[figure.gross] = larger(absolute(ifBought), absolute(ifSold));
    this.#money[figure.waiting] = this.#waiting === 0n ? 0n : awayFromZero(this.#waiting * perUnit, denominator);
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
