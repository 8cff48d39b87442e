import { divideHalfEven, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";

/** The part of the buying power that positions take, 0 to 1; nothing to divide by counts as all of it. */
export function usedShare(grossExposure: string, buyingPower: string): number {
  const used = parseFixed(grossExposure, MONEY_DIGITS);
  const left = parseFixed(buyingPower, MONEY_DIGITS);
  const total = used + (left > 0n ? left : 0n);
  if (total <= 0n) return 1;
  return Number(divideHalfEven(used * 1000n, total)) / 1000;
}
