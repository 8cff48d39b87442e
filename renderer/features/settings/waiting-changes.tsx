import type { RiskLimits } from "../../../shared/model/risk.ts";
import type { WaitingLimits } from "../../../shared/model/settings.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { useDeskNow } from "../../ui/desk-clock.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { timeLeft } from "../../ui/format/time-left.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { changeText } from "./change-text.ts";
import { changedLimits } from "./limits-form.ts";
import styles from "./settings.module.css";

export interface WaitingChangesProps {
  /** What holds until then. */
  held: RiskLimits;
  waiting: WaitingLimits;
  disabled: boolean;
  onDrop: () => void;
}

/** Loosened limits that are locked: what holds now, what will, and from when. */
export function WaitingChanges({ held, waiting, disabled, onDrop }: WaitingChangesProps) {
  const now = useDeskNow();
  const timeZone = useTimeZone();
  const at = formatTime(waiting.at, "date-time", timeZone);
  return (
    <section className={styles.waiting} aria-label={t("settings.waiting")}>
      <p>
        <b>{t("settings.waiting")}</b>{" "}
        {t(waiting.isDateSure ? "settings.waiting.at" : "settings.waiting.unsure", {
          at,
          left: timeLeft(waiting.at, now),
        })}
      </p>
      <ul>
        {changedLimits(held, waiting.limits).map((one) => (
          <li key={one.key}>{changeText(one)}</li>
        ))}
      </ul>
      <Button size="small" disabled={disabled} onClick={onDrop}>
        {t("settings.waiting.drop")}
      </Button>
    </section>
  );
}
