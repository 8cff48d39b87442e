import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { openSetting } from "../../stores/selection.ts";
import { type Standing, standingOf, standingTones } from "../../stores/standing.ts";
import { Badge } from "../../ui/badge.tsx";
import { useDeskNow } from "../../ui/desk-clock.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./risk.module.css";

/** What the desk's own reason is about; a lockout and a breaker tell theirs below. */
const reasoned: ReadonlySet<Standing> = new Set(["killed", "halted", "reducing"]);

/** Whether trading is on, what that means, and why. */
export function StateLine({ risk }: { risk: RiskView }) {
  const timeZone = useTimeZone();
  const now = useDeskNow();
  const state = standingOf(risk, now);
  return (
    <div className={styles.state} role="status">
      <Badge tone={standingTones[state]}>{t(`risk.state.${state}`)}</Badge>
      <span className={styles.quiet}>
        {t(`risk.state.${state}.text`)}
        {risk.reason === "" || !reasoned.has(state)
          ? ""
          : ` ${t("risk.state.reason", { reason: readableText(risk.reason, timeZone) })}`}
      </span>
      {risk.killSwitch || state === "locked-out" ? null : (
        <button type="button" className={styles.link} onClick={() => openSetting("state")}>
          {t("risk.state.change")}
        </button>
      )}
    </div>
  );
}
