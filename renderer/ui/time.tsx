import { t } from "../i18n/t.ts";
import { formatTime, type TimeStyle } from "./format/format-time.ts";
import styles from "./number.module.css";
import { useTimeZone } from "./time-zone.ts";

export interface TimeProps {
  /** UTC milliseconds. */
  at: number | null | undefined;
  style?: TimeStyle;
  className?: string | undefined;
}

/** An instant in the display zone; the title carries the full date in UTC. */
export function Time({ at, style = "seconds", className }: TimeProps) {
  const timeZone = useTimeZone();
  if (at === null || at === undefined || !Number.isFinite(at))
    return <span className={styles.dim}>{t("ui.unknown")}</span>;
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso} className={className ?? styles.number}>
      {formatTime(at, style, timeZone)}
    </time>
  );
}
