import type { RiskView } from "../../shared/contract/risk.ts";
import { t } from "../i18n/t.ts";
import { useRisk } from "../stores/risk.ts";
import { openRoom } from "../stores/selection.ts";
import { type Standing, shuttingBreaker, standingTones, useJournalState, useStanding } from "../stores/standing.ts";
import { useDeskNow } from "../ui/desk-clock.ts";
import { formatTime } from "../ui/format/format-time.ts";
import { readableText } from "../ui/format/readable-text.ts";
import { timeLeft } from "../ui/format/time-left.ts";
import { useTimeZone } from "../ui/time-zone.ts";
import { Chip } from "./chip.tsx";

/** What something else in the bar tells as well. */
const caused: ReadonlySet<Standing> = new Set(["killed", "unrecorded"]);
/** What no reason of the desk's own is about. */
const unreasoned: ReadonlySet<Standing> = new Set(["active", "unrecorded"]);

/** Until when, by what and why. */
function detailOf(standing: Standing, risk: RiskView, timeZone: string): string {
  const { lockout, reason } = risk;
  const read = (text: string): string => readableText(text, timeZone);
  if (standing === "locked-out" && lockout !== null)
    return t("frame.state.locked-out.detail", {
      until: formatTime(lockout.until, "date-time", timeZone),
      reason: read(lockout.reason),
    });
  const breaker = shuttingBreaker(risk);
  if (standing === "blocked" && breaker !== undefined)
    return t("frame.state.blocked.detail", { rule: breaker.rule, reason: read(breaker.reason) });
  return unreasoned.has(standing) || reason === "" ? t(`frame.state.${standing}.detail`) : read(reason);
}

/** On every room: active, or what keeps orders from opening and until when. */
export function TradingChip() {
  const risk = useRisk((state) => state.risk);
  return risk === null ? null : <StandingChip risk={risk} />;
}

function StandingChip({ risk }: { risk: RiskView }) {
  const now = useDeskNow();
  const timeZone = useTimeZone();
  const journal = useJournalState();
  const standing = useStanding(risk);
  const left = timeLeft(risk.lockout?.until ?? now, now);
  return (
    <Chip
      name={t("frame.state")}
      word={t(`frame.state.${standing}`, { left })}
      cause={caused.has(standing) ? t(`frame.state.${standing}.cause`, { journal }) : undefined}
      tone={standingTones[standing]}
      detail={detailOf(standing, risk, timeZone)}
      onOpen={() => openRoom(standing === "unrecorded" ? "compliance" : "risk")}
    />
  );
}
