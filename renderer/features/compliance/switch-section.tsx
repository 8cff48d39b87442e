import { useMemo } from "react";
import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { useActivity } from "../../stores/activity.ts";
import { standingTones, useStanding } from "../../stores/standing.ts";
import { Badge } from "../../ui/badge.tsx";
import { readableText } from "../../ui/format/readable-text.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./compliance.module.css";
import { reasonOf, switchLog } from "./switch-log.ts";

/** Whether trading is on, and every change of that among the latest events. */
export function SwitchSection({ risk }: { risk: RiskView | null }) {
  const events = useActivity((state) => state.events);
  const timeZone = useTimeZone();
  const log = useMemo(() => switchLog(events), [events]);
  return (
    <RoomSection title={t("compliance.switch")} actions={risk ? <State risk={risk} /> : null}>
      {log.length === 0 ? (
        <p className={styles.quiet}>{t("compliance.switch.empty")}</p>
      ) : (
        <ul className={styles.log} aria-label={t("compliance.switch.log")}>
          {log.map((event) => (
            <li key={event.seq}>
              <Time at={event.at} style="date-time" />
              <span className={styles.code}>{event.type}</span>
              <span>{readableText(reasonOf(event), timeZone)}</span>
            </li>
          ))}
        </ul>
      )}
    </RoomSection>
  );
}

function State({ risk }: { risk: RiskView }) {
  const standing = useStanding(risk);
  return <Badge tone={standingTones[standing]}>{t(`compliance.switch.${standing}`)}</Badge>;
}
