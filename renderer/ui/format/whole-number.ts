import { formatNumber } from "./number-format.ts";

/** All of a decimal text, grouped, where `digits` decimals do not say it all; `undefined` where they do. */
export function wholeNumber(value: string, digits: number): string | undefined {
  const decimals = /\.(\d*?)0*$/.exec(value)?.[1]?.length ?? 0;
  return decimals > digits ? formatNumber(value, { maximumFractionDigits: Math.min(100, decimals) }) : undefined;
}
