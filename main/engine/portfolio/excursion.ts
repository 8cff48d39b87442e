import { formatFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { InstrumentScale } from "../gate.ts";
import { averageDigits, averagePrice } from "../notional.ts";
import type { Position } from "../position.ts";

/** How far the price has gone against and in favour of a position since it was opened, from its average price; decimal text. */
export interface Excursion {
  readonly adverse: string;
  readonly favorable: string;
}

/** The lowest and highest price that each open position has seen, its own fills included. */
export class Extremes {
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(slots: number) {
    this.#low = new Float64Array(slots);
    this.#high = new Float64Array(slots);
  }

  /** Low and high of every slot, for a snapshot. */
  get ranges(): [number, number][] {
    return Array.from(this.#low, (low, slot) => [low, this.#high[slot] as number]);
  }

  set ranges(ranges: readonly (readonly [number, number])[]) {
    for (const [slot, [low, high]] of ranges.entries()) [this.#low[slot], this.#high[slot]] = [low, high];
  }

  lowest(slot: number): number {
    return this.#low[slot] as number;
  }

  highest(slot: number): number {
    return this.#high[slot] as number;
  }

  open(slot: number, price: number): void {
    this.#low[slot] = price;
    this.#high[slot] = price;
  }

  see(slot: number, low: number, high: number): void {
    if (low < (this.#low[slot] as number)) this.#low[slot] = low;
    if (high > (this.#high[slot] as number)) this.#high[slot] = high;
  }

  /** After a split prices count in other units. */
  scale(slot: number, factor: number): void {
    this.#low[slot] = (this.#low[slot] as number) * factor;
    this.#high[slot] = (this.#high[slot] as number) * factor;
  }

  /** What a fill at `price` ends; the position is as it was before. */
  of(slot: number, scale: InstrumentScale, position: Position, price: number): Way {
    const low = this.#low[slot] as number;
    const high = this.#high[slot] as number;
    return { scale, position, low: price < low ? price : low, high: price > high ? price : high };
  }
}

/** The way a position has gone, in doubles: it becomes text when someone reads it. */
export interface Way {
  readonly scale: InstrumentScale;
  readonly position: Position;
  readonly low: number;
  readonly high: number;
}

/** How far the price has gone on its way. */
export function excursionOf(way: Way | Excursion): Excursion {
  if ("adverse" in way) return way;
  const { scale, position, low, high } = way;
  const { priceDigits } = scale;
  const power = Number(tenTo(priceDigits));
  const units = (value: number): bigint => BigInt(Math.round(value * power)) * tenTo(averageDigits);
  const entry = averagePrice(scale, position.cost, position.size);
  const text = (distance: bigint): string => formatFixed(distance > 0n ? distance : 0n, priceDigits + averageDigits);
  const below = text(entry - units(low));
  const above = text(units(high) - entry);
  return position.size > 0n ? { adverse: below, favorable: above } : { adverse: above, favorable: below };
}
