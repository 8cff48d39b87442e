import { decimalsOf, floorTo, formatFixed, parseFixed } from "../../../shared/model/fixed.ts";

/**
 * Moves decimal text by whole steps, landing on the step's grid: from 10.03 one step of 0.05 up is 10.05.
 * Never goes below `min` (decimal text).
 */
export function stepDecimal(value: string, step: string, count: number, min = "0"): string {
  const digits = Math.max(decimalsOf(value), decimalsOf(step), decimalsOf(min));
  const units = parseFixed(value, digits);
  const stepUnits = parseFixed(step, digits);
  const minUnits = parseFixed(min, digits);
  if (stepUnits <= 0n) return value;
  const onGrid = units % stepUnits === 0n;
  const below = units >= 0n ? floorTo(units, stepUnits) : -floorTo(-units + stepUnits - 1n, stepUnits);
  const base = onGrid ? units : count > 0 ? below : below + stepUnits;
  const next = base + stepUnits * BigInt(count);
  return formatFixed(next < minUnits ? minUnits : next, digits);
}
