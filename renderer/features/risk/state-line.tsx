import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { openRoom, openSetting } from "../../stores/selection.ts";
import { type Standing, standingTones, useStanding } from "../../stores/standing.ts";
import { Badge } from "../../ui/badge.tsx";
import { readableText } from "../../ui/format/readable-text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./risk.module.css";

/** What the desk's own reason is about; a lockout and a breaker tell theirs below. */
const reasoned: ReadonlySet<Standing> = new Set(["killed", "halted", "reducing"]);

/** Whether trading is on, what that means, and why. */
export function StateLine({ risk }: { risk: RiskView }) {
  const timeZone = useTimeZone();
  const state = useStanding(risk);
  return (
    <div className={styles.state} role="status">
      <Badge tone={standingTones[state]}>{t(`risk.state.${state}`)}</Badge>
      <span className={styles.quiet}>
        {t(`risk.state.${state}.text`)}
        {risk.reason === "" || !reasoned.has(state)
          ? ""
          : ` ${t("risk.state.reason", { reason: readableText(risk.reason, timeZone) })}`}
      </span>
      <WayOut state={state} />
    </div>
  );
}

/** Where it is changed; the kill switch and a lockout have places of their own. */
function WayOut({ state }: { state: Standing }) {
  if (state === "killed" || state === "locked-out") return null;
  const unrecorded = state === "unrecorded";
  return (
    <button
      type="button"
      className={styles.link}
      onClick={() => (unrecorded ? openRoom("compliance") : openSetting("state"))}
    >
      {t(unrecorded ? "risk.state.journal" : "risk.state.change")}
    </button>
  );
}
