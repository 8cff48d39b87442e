import { CircleCheck, TriangleAlert } from "lucide-react";
import type { TakenNews } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { useDeskNow } from "../../ui/desk-clock.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatDuration } from "../../ui/format/format-duration.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./settings.module.css";

/** What an import took, and what was wished. */
export interface TakenCalendar extends TakenNews {
  readonly wish: { readonly days: number; readonly zone: string };
}

const dayMs = 86_400_000;

/** What an import of a calendar made of it, and what a person has to look at because the calendar does not say it. */
export function CalendarTaken({ taken, onClose }: { taken: TakenCalendar; onClose: () => void }) {
  const timeZone = useTimeZone();
  const now = useDeskNow();
  const { events, windows, zone, takesEffectAt, lastAt, dayLong, untitled, wish } = taken;
  const until = takesEffectAt === null ? "none" : formatTime(takesEffectAt, "date-time", timeZone);
  const gapMs = now + wish.days * dayMs - lastAt;
  const last = t("settings.news.last", { last: formatTime(lastAt, "date-time", timeZone) });
  const short = t("settings.news.short", { gap: formatDuration(gapMs), days: wish.days });
  const doubts = [
    gapMs > dayMs ? `${last} ${short}` : last,
    dayLong > 0 ? t("settings.news.dayLong", { count: dayLong, zone: wish.zone }) : null,
    untitled > 0 ? t("settings.news.untitled", { count: untitled }) : null,
  ].filter((each) => each !== null);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("settings.news.result")}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("settings.news.done")}
        </Button>
      }
    >
      <div className={styles.form} role="status">
        <p className={styles.told}>
          <CircleCheck aria-hidden />
          <span>{t("settings.news.taken", { events, windows, zone, until })}</span>
        </p>
        <ul className={styles.doubts} aria-label={t("settings.news.result")}>
          {doubts.map((doubt) => (
            <li key={doubt} className={styles.told}>
              <TriangleAlert aria-hidden />
              <span>{doubt}</span>
            </li>
          ))}
        </ul>
        <p className={styles.quiet}>{t("settings.news.checked")}</p>
      </div>
    </Dialog>
  );
}
