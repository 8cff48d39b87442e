import { t } from "../../i18n/t.ts";
import { useFirm } from "../../stores/firm.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { openRoom } from "../../stores/selection.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { FirmFloors } from "./firm-floors.tsx";
import { moneyIn } from "./firm-words.ts";
import { Gauges } from "./gauges.tsx";
import { LatchedBreakers } from "./latched-breakers.tsx";
import { LockoutLine } from "./lockout-line.tsx";
import styles from "./risk.module.css";
import { StateLine } from "./state-line.tsx";
import { StopsHitLine } from "./stops-hit-line.tsx";

/** Beside the chart: whether trading is on and the room to every limit. */
export function RiskPanel() {
  const state = useDeskPanelState();
  const risk = useRisk((store) => store.risk);
  const firm = useFirm((store) => store.report);
  return (
    <Panel
      title={t("risk.title")}
      hideTitle
      state={state.kind === "live" && risk === null ? { kind: "loading" } : state}
    >
      {risk === null ? null : (
        <div className={styles.panel}>
          <StateLine risk={risk} />
          {risk.lockout === null ? null : <LockoutLine lockout={risk.lockout} />}
          <LatchedBreakers breakers={risk.breakers} />
          {firm ? <FirmFloors limits={firm.limits} money={moneyIn(firm.preset.currency)} /> : null}
          <Gauges gauges={risk.gauges} />
          <StopsHitLine risk={risk} />
          <Button size="small" onClick={() => openRoom("risk")}>
            {t("risk.open")}
          </Button>
        </div>
      )}
    </Panel>
  );
}
