import type { BarColumns } from "../../../shared/model/market.ts";

/** Decimals beyond these are an adjustment's remainder, not a price's step. */
export const mostDecimals = 8;

/** How many decimals the prices of some bars have, counted up to eight. */
export function priceDecimals({ open, high, low, close, length }: BarColumns): number {
  let decimals = 0;
  let unit = 1;
  for (const column of [open, high, low, close]) {
    for (let i = 0; i < length; i++) {
      const price = column[i] as number;
      while (decimals < mostDecimals && Math.round(price * unit) / unit !== price) unit = 10 ** ++decimals;
    }
  }
  return decimals;
}
