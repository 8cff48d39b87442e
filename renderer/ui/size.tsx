import { decimalsOf } from "../../shared/model/fixed.ts";
import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import { signOf } from "./format/format-money.ts";
import { formatSize } from "./format/format-size.ts";
import { wholeNumber } from "./format/whole-number.ts";
import styles from "./number.module.css";

export interface SizeProps {
  value: string | null | undefined;
  /** The instrument's size increment. */
  increment: string;
  /** `always` for positions: a plus is long, a minus is short. */
  sign?: "auto" | "always";
  unit?: string | undefined;
  className?: string | undefined;
}

/** A quantity with at most the decimals of its instrument, all of its own in the title. */
export function Size({ value, increment, sign = "auto", unit, className }: SizeProps) {
  if (value === null || value === undefined)
    return <span className={classNames(styles.number, styles.dim, className)}>{t("ui.unknown")}</span>;
  const direction = sign === "always" ? signOf(value) : 0;
  return (
    <span
      className={classNames(styles.number, direction > 0 && styles.up, direction < 0 && styles.down, className)}
      title={wholeNumber(value, decimalsOf(increment))}
    >
      {formatSize(value, increment, sign)}
      {unit ? <span className={styles.unit}> {unit}</span> : null}
    </span>
  );
}
