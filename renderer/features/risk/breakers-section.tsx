import type { Actor } from "../../../shared/model/actor.ts";
import type { BreakerLogEntry, LatchedBreaker } from "../../../shared/model/breaker.ts";
import { t } from "../../i18n/t.ts";
import { openSetting } from "../../stores/selection.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { LatchedBreakers } from "./latched-breakers.tsx";
import styles from "./risk.module.css";
import { useBreakerLog } from "./use-breaker-log.ts";

/** What has tripped, and the log of trips, re-arming, lockouts and flattening. */
export function BreakersSection({ breakers }: { breakers: readonly LatchedBreaker[] }) {
  const timeZone = useTimeZone();
  const log = useBreakerLog();
  return (
    <RoomSection
      title={t("risk.breakers")}
      actions={
        <button type="button" className={styles.link} onClick={() => openSetting("risk.breakers")}>
          {t("risk.breakers.set")}
        </button>
      }
    >
      {breakers.length === 0 ? <p className={styles.quiet}>{t("risk.breakers.none")}</p> : null}
      <LatchedBreakers breakers={breakers} />
      <h4 className={styles.sub}>{t("risk.breakers.log")}</h4>
      {log.length === 0 ? (
        <p className={styles.quiet}>{t("risk.breakers.log.empty")}</p>
      ) : (
        <ul className={styles.log} aria-label={t("risk.breakers.log")}>
          {log.map((entry) => (
            <li key={entry.seq}>
              <Time at={entry.at} style="date-time" />
              <span>{entryText(entry, timeZone)}</span>
            </li>
          ))}
        </ul>
      )}
    </RoomSection>
  );
}

function whoDid({ kind, id }: Actor): string {
  return t(`risk.actor.${id === "command-line" ? id : kind}`, { id });
}

function entryText(entry: BreakerLogEntry, timeZone: string): string {
  const id = `risk.breakers.log.${entry.kind}`;
  switch (entry.kind) {
    case "tripped": {
      const { rule, action } = entry.trip;
      const reason = readableText(entry.trip.reason, timeZone);
      return t(id, { rule, action: t(`risk.action.${action}`), reason });
    }
    case "rearmed":
      return t(id, { rule: entry.rule, actor: whoDid(entry.actor), reason: entry.reason });
    case "locked_out":
      return t(id, {
        until: formatTime(entry.until, "date-time", timeZone),
        actor: whoDid(entry.actor),
        reason: readableText(entry.reason, timeZone),
      });
    case "flattened":
      return t(id, {
        left: entry.left.length === 0 ? "none" : entry.left.join("; "),
        reason: readableText(entry.reason, timeZone),
      });
  }
}
