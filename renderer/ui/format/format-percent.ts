import { formatNumber } from "./number-format.ts";

/** A percentage given in percent (1.5 is 1.5 %), signed unless asked otherwise. */
export function formatPercent(value: string | number, digits = 2, sign: "auto" | "always" = "always"): string {
  const text = formatNumber(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: sign === "always" ? "exceptZero" : "negative",
  });
  return `${text}%`;
}
