import type { Lockout } from "../../../shared/model/breaker.ts";
import { t } from "../../i18n/t.ts";
import { useDeskNow } from "../../ui/desk-clock.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { timeLeft } from "../../ui/format/time-left.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./risk.module.css";

/** The lockout that runs, counted down, with its reason and what it cannot do. */
export function LockoutLine({ lockout }: { lockout: Lockout }) {
  const now = useDeskNow();
  const timeZone = useTimeZone();
  const { until, reason } = lockout;
  return (
    <div className={styles.locked}>
      <p role="timer" className={styles.countdown}>
        {t("risk.lockout.runs", { left: timeLeft(until, now) })}
      </p>
      <p>
        {t("risk.lockout.until", {
          until: formatTime(until, "date-time", timeZone),
          reason: readableText(reason, timeZone),
        })}
      </p>
      <p>{t("risk.lockout.limit")}</p>
    </div>
  );
}
