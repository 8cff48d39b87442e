import { CircleX } from "lucide-react";
import type { RuleRow, Verdict } from "../../shared/model/risk.ts";
import { t } from "../i18n/t.ts";
import { useAccountCurrency } from "./account-currency.ts";
import { Button } from "./button.tsx";
import { readableText } from "./format/readable-text.ts";
import { ruleFigure } from "./rule-figure.ts";
import { useTimeZone } from "./time-zone.ts";
import { failingRows, fixFor, usableSize } from "./verdict-lines.ts";
import styles from "./why-not.module.css";

export interface WhyNotProps {
  verdict: Pick<Verdict, "rows" | "maxPassingSize">;
  /** A size for the eye, with the instrument's precision and unit. */
  sizeText: (size: string) => string;
  onUseSize?: ((size: string) => void) | undefined;
  /** Opens the setting of a path, such as `risk.maxDailyLoss`. */
  onOpenSetting?: ((path: string) => void) | undefined;
}

/** Why an order is refused: every rule that says no with its numbers, the setting that decides, and the size that would pass. */
export function WhyNot({ verdict, sizeText, onUseSize, onOpenSetting }: WhyNotProps) {
  const size = usableSize(verdict.maxPassingSize);
  return (
    <div className={styles.why}>
      <ul className={styles.rules} aria-label={t("ui.why.rules")}>
        {failingRows(verdict).map((row) => (
          <Refusal key={row.code} row={row} sizeText={sizeText} onOpenSetting={onOpenSetting} />
        ))}
      </ul>
      {size === null ? (
        <p className={styles.quiet}>{t("ui.why.none")}</p>
      ) : (
        <div className={styles.largest}>
          <span>{t("ui.why.largest", { size: sizeText(size) })}</span>
          {onUseSize ? (
            <Button size="small" onClick={() => onUseSize(size)}>
              {t("ui.why.use", { size: sizeText(size) })}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

function Refusal({ row, sizeText, onOpenSetting }: { row: RuleRow } & Pick<WhyNotProps, "sizeText" | "onOpenSetting">) {
  const { code, rule, text, observed, limit, headroom, setting } = row;
  const currency = useAccountCurrency();
  const timeZone = useTimeZone();
  const show = (value: string | null): string => ruleFigure(code, value, currency);
  const size = usableSize(row.maxPassingSize);
  const over = headroom?.startsWith("-") ? headroom.slice(1) : null;
  return (
    <li>
      <p className={styles.rule}>
        <CircleX aria-hidden />
        <span>{rule}</span>
        <span className={styles.code}>{code}</span>
      </p>
      <p>{readableText(text, timeZone)}</p>
      {observed === null && limit === null ? null : (
        <p className={styles.figures}>
          {t("ui.why.figures", { observed: show(observed), limit: show(limit) })}
          {over === null ? null : `, ${t("ui.why.over", { over: show(over) })}`}
        </p>
      )}
      <p className={styles.quiet}>
        {t(fixFor(row), { size: size === null ? "" : sizeText(size) })}{" "}
        {setting !== null && onOpenSetting ? (
          <button type="button" className={styles.setting} onClick={() => onOpenSetting(setting)}>
            {t("ui.why.setting", { setting })}
          </button>
        ) : null}
      </p>
    </li>
  );
}
