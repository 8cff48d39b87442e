import { decimalsOf } from "../../../shared/model/fixed.ts";
import { formatNumber } from "./number-format.ts";

/** A size with at most the decimals of its instrument's increment and no trailing zeros. */
export function formatSize(value: string | number, sizeIncrement: string, sign: "auto" | "always" = "auto"): string {
  return formatNumber(value, {
    maximumFractionDigits: decimalsOf(sizeIncrement),
    signDisplay: sign === "always" ? "exceptZero" : "negative",
  });
}
