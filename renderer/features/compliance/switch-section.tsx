import { useMemo } from "react";
import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { useActivity } from "../../stores/activity.ts";
import { Badge } from "../../ui/badge.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import styles from "./compliance.module.css";
import { reasonOf, switchLog } from "./switch-log.ts";

/** Whether trading is on, and every change of that among the latest events. */
export function SwitchSection({ risk }: { risk: RiskView | null }) {
  const events = useActivity((state) => state.events);
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
              <span>{reasonOf(event)}</span>
            </li>
          ))}
        </ul>
      )}
    </RoomSection>
  );
}

function State({ risk }: { risk: RiskView }) {
  if (risk.killSwitch) return <Badge tone="bad">{t("compliance.switch.engaged")}</Badge>;
  const tone = { active: "ok", reducing: "warn", halted: "bad" } as const;
  return <Badge tone={tone[risk.state]}>{t(`compliance.switch.${risk.state}`)}</Badge>;
}
