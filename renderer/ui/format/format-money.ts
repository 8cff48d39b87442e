import { formatNumber } from "./number-format.ts";

export interface MoneyFormat {
  readonly currency?: string | undefined;
  /** `auto`: a minus where negative; `always`: a plus too, except on zero. */
  readonly sign?: "auto" | "always" | undefined;
  readonly digits?: number | undefined;
}

/** Money for the eye: grouped, two decimals, from decimal text without a double in between. */
export function formatMoney(value: string, format: MoneyFormat = {}): string {
  const digits = format.digits ?? 2;
  const text = formatNumber(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: format.sign === "always" ? "exceptZero" : "negative",
  });
  return format.currency ? `${text} ${format.currency}` : text;
}

/** -1, 0 or 1 for decimal text. */
export function signOf(value: string): -1 | 0 | 1 {
  if (!/[1-9]/.test(value)) return 0;
  return value.startsWith("-") ? -1 : 1;
}
