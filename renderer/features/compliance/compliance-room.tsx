import { t } from "../../i18n/t.ts";
import { useDeskState } from "../../stores/desk.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { Panel } from "../../ui/panel.tsx";
import { RoomColumns } from "../../ui/room-section.tsx";
import { AnchorSection } from "./anchor-section.tsx";
import { ArchiveSection } from "./archive-section.tsx";
import { BackupSection } from "./backup-section.tsx";
import { BuildSection } from "./build-section.tsx";
import { CheckSection } from "./check-section.tsx";
import styles from "./compliance.module.css";
import { ExportSection } from "./export-section.tsx";
import { JournalSection } from "./journal-section.tsx";
import { KeySection } from "./key-section.tsx";
import { RulesSection } from "./rules-section.tsx";
import { SwitchSection } from "./switch-section.tsx";

/** What an auditor asks first: what runs, how the record is kept, whether it holds, and what trading may do. */
export function ComplianceRoom() {
  const state = useDeskPanelState();
  const info = useDeskState((desk) => desk.info);
  const health = useDeskState((desk) => desk.health);
  const risk = useRisk((store) => store.risk);
  return (
    <Panel title={t("compliance.title")} state={state}>
      <RoomColumns
        className={styles.room}
        left={
          <>
            <JournalSection journal={health?.journal ?? null} keychainNote={info?.keychainNote ?? ""} />
            <AnchorSection events={health?.journal.events ?? 0} />
            {info ? <BuildSection info={info} health={health} /> : null}
          </>
        }
        right={
          <>
            <CheckSection events={health?.journal.events ?? 0} />
            <KeySection />
            <ExportSection />
            <BackupSection />
            <ArchiveSection />
            <SwitchSection risk={risk} />
            <RulesSection rules={risk?.rules ?? []} />
          </>
        }
      />
    </Panel>
  );
}
