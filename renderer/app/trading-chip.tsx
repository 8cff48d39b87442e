import type { RiskView } from "../../shared/contract/risk.ts";
import { t } from "../i18n/t.ts";
import { useRisk } from "../stores/risk.ts";
import { type Standing, shuttingBreaker, standingOf, standingTones } from "../stores/standing.ts";
import { useDeskNow } from "../ui/desk-clock.ts";
import { formatTime } from "../ui/format/format-time.ts";
import { readableText } from "../ui/format/readable-text.ts";
import { timeLeft } from "../ui/format/time-left.ts";
import { useTimeZone } from "../ui/time-zone.ts";
import { Chip } from "./chip.tsx";

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
  return standing === "active" || reason === "" ? t(`frame.state.${standing}.detail`) : read(reason);
}

/** On every room: active, or what keeps orders from opening and until when. */
export function TradingChip() {
  const risk = useRisk((state) => state.risk);
  const now = useDeskNow();
  const timeZone = useTimeZone();
  if (risk === null) return null;
  const standing = standingOf(risk, now);
  const left = timeLeft(risk.lockout?.until ?? now, now);
  return (
    <Chip
      name={t("frame.state")}
      word={t(`frame.state.${standing}`, { left })}
      tone={standingTones[standing]}
      detail={detailOf(standing, risk, timeZone)}
    />
  );
}
