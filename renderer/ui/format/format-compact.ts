import { formatNumber } from "./number-format.ts";

/** A count or volume in few characters: 12.4K, 3.1M. */
export function formatCompact(value: number): string {
  return formatNumber(value, { notation: "compact", maximumFractionDigits: Math.abs(value) < 1000 ? 2 : 1 });
}
