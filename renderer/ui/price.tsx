import { decimalsOf } from "../../shared/model/fixed.ts";
import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import { formatPrice } from "./format/format-price.ts";
import { wholeNumber } from "./format/whole-number.ts";
import styles from "./number.module.css";

export interface PriceProps {
  /** Decimal text or, for market data, a double. */
  value: string | number | null | undefined;
  /** The instrument's price increment. */
  increment: string;
  direction?: "up" | "down" | undefined;
  className?: string | undefined;
}

/** A price with the decimals of its instrument; an exact one keeps its own in the title. */
export function Price({ value, increment, direction, className }: PriceProps) {
  if (value === null || value === undefined)
    return <span className={classNames(styles.number, styles.dim, className)}>{t("ui.unknown")}</span>;
  return (
    <span
      className={classNames(styles.number, direction && styles[direction], className)}
      title={typeof value === "string" ? wholeNumber(value, decimalsOf(increment)) : undefined}
    >
      {formatPrice(value, increment)}
    </span>
  );
}
