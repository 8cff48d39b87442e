import { decimalsOf, parseFixed } from "../../shared/model/fixed.ts";

/** A share of the notional, in units of `10^-digits`. */
export interface FeeRate {
  readonly units: bigint;
  readonly digits: number;
}

/** A fee in basis points, decimal text, as a share of the notional; exact however many decimals it has. */
export function feeRateOf(bps: string): FeeRate {
  const decimals = decimalsOf(bps);
  return { units: parseFixed(bps, decimals), digits: decimals + 4 };
}
