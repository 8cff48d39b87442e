import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import { formatMoney, signOf } from "./format/format-money.ts";
import { wholeNumber } from "./format/whole-number.ts";
import styles from "./number.module.css";

export interface MoneyProps {
  /** Decimal text; `null` and `undefined` show a dash. */
  value: string | null | undefined;
  currency?: string | undefined;
  /** `always` also writes the plus and colours gains and losses; `auto` writes a minus only. */
  sign?: "auto" | "always";
  digits?: number | undefined;
  className?: string | undefined;
}

/** An amount of money with tabular figures, all of its decimals in the title. A signed amount says its direction by sign first, colour second. */
export function Money({ value, currency, sign = "auto", digits = 2, className }: MoneyProps) {
  if (value === null || value === undefined)
    return <span className={classNames(styles.number, styles.dim, className)}>{t("ui.unknown")}</span>;
  const direction = sign === "always" ? signOf(value) : 0;
  return (
    <span
      className={classNames(styles.number, direction > 0 && styles.up, direction < 0 && styles.down, className)}
      title={wholeNumber(value, digits)}
    >
      {formatMoney(value, { sign, digits })}
      {currency ? <span className={styles.unit}> {currency}</span> : null}
    </span>
  );
}
