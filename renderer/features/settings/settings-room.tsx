import { useRef } from "react";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { Panel } from "../../ui/panel.tsx";
import { RoomColumns } from "../../ui/room-section.tsx";
import { AboutSection } from "./about-section.tsx";
import { AccountSection } from "./account-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { HotkeysSection } from "./hotkeys-section.tsx";
import { LimitsSection } from "./limits-section.tsx";
import styles from "./settings.module.css";
import { StateSection } from "./state-section.tsx";
import { useShownSetting } from "./use-shown-setting.ts";

/** What the gate allows, whether trading is on, how the desk looks, its keys, and what it is made of. */
export function SettingsRoom() {
  const state = useDeskPanelState();
  const mayTrade = useMayTrade();
  const risk = useRisk((store) => store.risk);
  const root = useRef<HTMLDivElement>(null);
  useShownSetting(root, risk !== null);
  return (
    <Panel title={t("settings.title")} state={state}>
      <div ref={root} className={styles.root}>
        <RoomColumns
          className={styles.room}
          left={
            <>
              {mayTrade ? null : <p className={styles.warn}>{t("settings.viewer")}</p>}
              <LimitsSection risk={risk} mayChange={mayTrade} />
              <StateSection risk={risk} mayChange={mayTrade} />
              <AccountSection mayChange={mayTrade} />
            </>
          }
          right={
            <>
              <AppearanceSection mayChange={mayTrade} />
              <HotkeysSection />
              <AboutSection />
            </>
          }
        />
      </div>
    </Panel>
  );
}
