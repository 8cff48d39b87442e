import { divideHalfEven, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";

/** The part of the equity that is not bound as margin, 0 to 1; of no equity nothing is free. */
export function freeShare(freeMargin: string, equity: string): number {
  const free = parseFixed(freeMargin, MONEY_DIGITS);
  const all = parseFixed(equity, MONEY_DIGITS);
  if (all <= 0n || free <= 0n) return 0;
  return Math.min(1, Number(divideHalfEven(free * 1000n, all)) / 1000);
}
