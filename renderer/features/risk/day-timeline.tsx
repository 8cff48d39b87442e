import { useMemo } from "react";
import type { FirmDayPoint } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { dayPaths } from "./day-paths.ts";
import type { FirmMoney } from "./firm-words.ts";
import styles from "./risk.module.css";

/** The firm's day so far: equity, and the floors below it. */
export function DayTimeline({ points, money }: { points: readonly FirmDayPoint[]; money: FirmMoney }) {
  const timeZone = useTimeZone();
  const paths = useMemo(() => dayPaths(points), [points]);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return <p className={styles.quiet}>{t("risk.firm.day.none")}</p>;
  const at = (time: number): string => formatTime(time, "time", timeZone);
  const label = t("risk.firm.day.label", {
    equity: money(last.equity),
    at: at(last.at),
    daily: last.daily === null ? "none" : money(last.daily),
    max: money(last.max),
    count: points.length,
  });
  return (
    <figure className={styles.timeline}>
      <svg viewBox="0 0 1000 240" preserveAspectRatio="none" role="img" aria-label={label}>
        <path d={paths.max} className={styles.maxFloor} />
        <path d={paths.daily} className={styles.dailyFloor} />
        <path d={paths.equity} className={styles.equity} />
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>{at(first.at)}</span>
        <span>{at(last.at)}</span>
      </div>
      <figcaption className={styles.legend}>
        <span className={styles.equityKey}>
          {t("risk.firm.day.equity")} {money(last.equity)}
        </span>
        {last.daily === null ? null : (
          <span className={styles.dailyKey}>
            {t("risk.firm.day.daily")} {money(last.daily)}
          </span>
        )}
        <span className={styles.maxKey}>
          {t("risk.firm.day.max")} {money(last.max)}
        </span>
      </figcaption>
    </figure>
  );
}
