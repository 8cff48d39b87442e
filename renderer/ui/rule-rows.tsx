import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { RuleRow } from "../../shared/model/risk.ts";
import { t } from "../i18n/t.ts";
import { useAccountCurrency } from "./account-currency.ts";
import { figure } from "./figure.ts";
import { readableText } from "./format/readable-text.ts";
import { ruleFigure } from "./rule-figure.ts";
import styles from "./rule-rows.module.css";
import { useTimeZone } from "./time-zone.ts";
import { usableSize } from "./verdict-lines.ts";

const icons = { pass: CircleCheck, fail: CircleX, exempt: CircleMinus };

export interface RuleRowsProps {
  label: string;
  rows: readonly RuleRow[];
  /** Makes the largest passing size of a row something to click. */
  onUseSize?: ((size: string) => void) | undefined;
}

/** The answer of every risk rule: its code and words, what it saw, its limit, the room left and the largest size it lets pass. */
export function RuleRows({ label, rows, onUseSize }: RuleRowsProps) {
  const currency = useAccountCurrency();
  const timeZone = useTimeZone();
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t("ui.rule")}</th>
            <th scope="col">{t("ui.rule.observed")}</th>
            <th scope="col">{t("ui.rule.limit")}</th>
            <th scope="col">{t("ui.rule.headroom")}</th>
            <th scope="col">{t("ui.rule.max")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const Icon = icons[row.outcome];
            return (
              <tr key={row.code} className={styles[row.outcome]} title={readableText(row.text, timeZone)}>
                <th scope="row">
                  <span className={styles.name}>
                    <Icon aria-hidden />
                    <span className="visually-hidden">{t(`ui.rule.${row.outcome}`)}</span>
                    <span className={styles.rule}>{row.rule}</span>
                    <span className={styles.code}>{row.code}</span>
                  </span>
                </th>
                <td data-label={t("ui.rule.observed")}>{ruleFigure(row.code, row.observed, currency)}</td>
                <td data-label={t("ui.rule.limit")}>{ruleFigure(row.code, row.limit, currency)}</td>
                <td data-label={t("ui.rule.headroom")}>{ruleFigure(row.code, row.headroom, currency)}</td>
                <td data-label={t("ui.rule.max")}>
                  {onUseSize && row.maxPassingSize !== null && usableSize(row.maxPassingSize) !== null ? (
                    <button
                      type="button"
                      className={styles.use}
                      title={t("ui.rule.use", { size: row.maxPassingSize })}
                      onClick={() => onUseSize(row.maxPassingSize ?? "")}
                    >
                      {figure(row.maxPassingSize)}
                    </button>
                  ) : (
                    figure(row.maxPassingSize)
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
