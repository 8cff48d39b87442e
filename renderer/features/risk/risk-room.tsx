import { t } from "../../i18n/t.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { Panel } from "../../ui/panel.tsx";
import { RoomColumns, RoomSection } from "../../ui/room-section.tsx";
import { BreakersSection } from "./breakers-section.tsx";
import { FirmSection } from "./firm-section.tsx";
import { Gauges } from "./gauges.tsx";
import { LockoutSection } from "./lockout-section.tsx";
import styles from "./risk.module.css";
import { RulesTable } from "./rules-table.tsx";
import { StateLine } from "./state-line.tsx";
import { StopsHitLine } from "./stops-hit-line.tsx";

/** All that stands between the account and a bad day: the room left, and every rule with its numbers. */
export function RiskRoom() {
  const state = useDeskPanelState();
  const risk = useRisk((store) => store.risk);
  return (
    <Panel title={t("risk.title")} state={state.kind === "live" && risk === null ? { kind: "loading" } : state}>
      {risk === null ? null : (
        <RoomColumns
          className={styles.room}
          left={
            <>
              <RoomSection title={t("risk.room")}>
                <StateLine risk={risk} />
                <StopsHitLine risk={risk} />
                <Gauges gauges={risk.gauges} />
              </RoomSection>
              <BreakersSection breakers={risk.breakers} />
              <LockoutSection lockout={risk.lockout} />
            </>
          }
          right={
            <>
              <FirmSection />
              <RulesTable rules={risk.rules} />
            </>
          }
        />
      )}
    </Panel>
  );
}
