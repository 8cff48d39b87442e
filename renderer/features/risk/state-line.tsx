import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { openSetting } from "../../stores/selection.ts";
import { Badge } from "../../ui/badge.tsx";
import { readableText } from "../../ui/format/readable-text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./risk.module.css";

const tones = { active: "ok", reducing: "warn", halted: "bad", killed: "bad" } as const;

/** Whether trading is on, what that means, and why. */
export function StateLine({ risk }: { risk: RiskView }) {
  const timeZone = useTimeZone();
  const state = risk.killSwitch ? "killed" : risk.state;
  return (
    <div className={styles.state} role="status">
      <Badge tone={tones[state]}>{t(`risk.state.${state}`)}</Badge>
      <span className={styles.quiet}>
        {t(`risk.state.${state}.text`)}
        {risk.reason === "" || state === "active"
          ? ""
          : ` ${t("risk.state.reason", { reason: readableText(risk.reason, timeZone) })}`}
      </span>
      {risk.killSwitch ? null : (
        <button type="button" className={styles.link} onClick={() => openSetting("state")}>
          {t("risk.state.change")}
        </button>
      )}
    </div>
  );
}
