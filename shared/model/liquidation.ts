/** What is open of one instrument on one side, in doubles: they say when, never how much is paid. */
export interface MarginedLeg {
  /** Signed size times the multiplier. */
  readonly size: number;
  /** What its size is worth at the price it was opened at, unsigned money: below zero only where that price was. */
  readonly entryValue: number;
}

/** All that one margin stands behind, of one instrument. */
export interface MarginedPosition {
  /** One position, or the long and the short one of an instrument where they share their margin. */
  readonly legs: readonly MarginedLeg[];
  /** The money that stands behind it, without its own open result. */
  readonly margin: number;
  /** Share of the position's value below which it is closed. */
  readonly maintenanceRate: number;
}

/** Where a position is closed: at the price or beyond it, above where it `rises` there, else below. */
export interface LiquidationLevel {
  /** Zero where every price is beyond it. */
  readonly price: number;
  readonly rises: boolean;
}

/**
 * The price at which `margin + Σ (price × size − cost)`, `cost` signed as the size is, meets the maintenance margin of all
 * legs, `rate × price × Σ |size|`; `null` where no price leads there. A leg that is hedged whole adds to the maintenance alone.
 */
export function liquidationLevel({ legs, margin, maintenanceRate }: MarginedPosition): LiquidationLevel | null {
  let cost = 0;
  /** What a price of one more brings, after what it takes for maintenance. */
  let gain = 0;
  for (const { size, entryValue } of legs) {
    cost += size > 0 ? entryValue : -entryValue;
    gain += size > 0 ? size * (1 - maintenanceRate) : size * (1 + maintenanceRate);
  }
  if (gain === 0) return cost > margin ? { price: 0, rises: true } : null;
  const price = (cost - margin) / gain;
  if (gain > 0) return price > 0 ? { price, rises: false } : null;
  return { price: Math.max(0, price), rises: true };
}

/** What doubles lose on the way to a level is a millionth of a millionth of it at most. */
const lost = 1e-12;

/** A level that stands on an increment stands on it, whatever the division has made of its last digits. */
function wholeWithin(steps: number): number {
  const whole = Math.round(steps);
  return Math.abs(steps - whole) <= whole * lost ? whole : steps;
}

/** The highest price that is taken for one: beyond it doubles tell no increments apart. */
const highest = Number.MAX_SAFE_INTEGER;

/**
 * A level in whole increments of `stepUnits`, of which a price of one has `scale` units: the first increment at which the
 * margin is used up, at least one; `null` where there is none.
 */
export function liquidationSteps(level: LiquidationLevel | null, scale: number, stepUnits: number): bigint | null {
  if (level === null || !(level.price < highest)) return null;
  const steps = wholeWithin((level.price * scale) / stepUnits);
  if (level.rises) return BigInt(Math.max(1, Math.ceil(steps)));
  return steps < 1 ? null : BigInt(Math.floor(steps));
}
