/** Simple returns from each value to the next; one fewer than values. */
export function simpleReturns(values: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < returns.length; i++) {
    returns[i] = (values[i + 1] as number) / (values[i] as number) - 1;
  }
  return returns;
}

/** Compound growth a year over `periods` periods, as a fraction; `null` where the end is not above zero or no double holds it. */
export function annualReturn(growth: number, periods: number, perYear: number): number | null {
  if (periods < 1 || !(growth > 0)) return null;
  const annual = growth ** (perYear / periods) - 1;
  return Number.isFinite(annual) ? annual : null;
}

/** The deepest fall from a peak, as a fraction of it: 0.25 after a loss of a quarter; above 1 when equity went below zero. */
export function maxDrawdown(values: Float64Array): number {
  let peak = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const value of values) {
    if (value > peak) peak = value;
    else if (peak > 0) deepest = Math.max(deepest, 1 - value / peak);
  }
  return deepest;
}
