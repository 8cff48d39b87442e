import type { Bar } from "../../../shared/model/market.ts";
import { t } from "../../i18n/t.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatCompact } from "../../ui/format/format-compact.ts";
import { formatPercent } from "../../ui/format/format-percent.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import styles from "./chart-panel.module.css";

export interface LegendLine {
  readonly label: string;
  readonly value: number | null;
  readonly colour: string;
}

/** The bar under the crosshair, or the last one, in figures; its change is against its own open. */
export function ChartLegend({
  bar,
  increment,
  lines,
}: {
  bar: Bar | undefined;
  increment: string;
  lines: readonly LegendLine[];
}) {
  if (!bar) return null;
  const tone = bar.close >= bar.open ? styles.up : styles.down;
  const figures = [
    [t("chart.open"), bar.open],
    [t("chart.high"), bar.high],
    [t("chart.low"), bar.low],
    [t("chart.close"), bar.close],
  ] as const;
  return (
    <div className={styles.legend} aria-hidden>
      {figures.map(([name, value]) => (
        <span key={name} className={classNames(tone)}>
          {name} <b>{formatPrice(value, increment)}</b>
        </span>
      ))}
      <span className={classNames(tone)}>
        <b>{formatPercent((bar.close / bar.open - 1) * 100)}</b>
      </span>
      <span>
        {t("chart.vol")} <b>{formatCompact(bar.volume)}</b>
      </span>
      {lines.map(({ label, value, colour }) => (
        <span key={label} style={{ color: colour }}>
          {label} {value === null ? t("ui.unknown") : formatPrice(value, increment)}
        </span>
      ))}
    </div>
  );
}
