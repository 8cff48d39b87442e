import { decimalsOf, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { InstrumentScale } from "./gate.ts";

/** Orders of one exit at a time: a largest size that makes no sense must not flood a venue. */
const mostSlices = 64;

/**
 * The orders that a market exit of `size` units is sent as: none above the instrument's largest size, which no venue takes,
 * and none below its smallest where another cut avoids it. What is left beside many, or is less than an increment, may only
 * be closed when it is all that is held: it is for the next look.
 */
export function exitSlices(
  size: bigint,
  { instrument, sizeDigits, sizeStep }: Pick<InstrumentScale, "instrument" | "sizeDigits" | "sizeStep">,
): bigint[] {
  if (size === 0n) return [];
  if (instrument.maxSize === undefined) return [size];
  const whole = (units: bigint): bigint => units - (units % sizeStep);
  const most = whole(unitsOf(instrument.maxSize, sizeDigits));
  if (most <= 0n || size <= most) return [size];
  const least = unitsOf(instrument.minSize ?? "0", sizeDigits);
  const slices: bigint[] = [];
  for (let left = whole(size); left > 0n && slices.length < mostSlices; ) {
    const isTooLittleLeft = left > most && left - most < least && most >= 2n * least;
    const slice = left <= most ? left : isTooLittleLeft ? whole(left - least) : most;
    slices.push(slice);
    left -= slice;
  }
  return slices;
}

/** A size in units, rounded down where it is finer than they are. */
function unitsOf(text: string, digits: number): bigint {
  const finest = Math.max(digits, decimalsOf(text));
  return parseFixed(text, finest) / tenTo(finest - digits);
}
