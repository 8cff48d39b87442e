import type { RiskView } from "../../shared/contract/risk.ts";
import { t } from "../i18n/t.ts";
import { useRisk } from "../stores/risk.ts";
import { useDeskNow } from "../ui/desk-clock.ts";
import { formatTime } from "../ui/format/format-time.ts";
import { readableText } from "../ui/format/readable-text.ts";
import { timeLeft } from "../ui/format/time-left.ts";
import { useTimeZone } from "../ui/time-zone.ts";
import { Chip, type ChipTone } from "./chip.tsx";

interface TradingWords {
  readonly word: string;
  readonly tone: ChipTone;
  readonly detail: string;
}

/** Whether orders that open pass now, and if not what stands in the way, the hardest to lift first. */
function tradingWords(
  { lockout, killSwitch, state, reason, breakers }: RiskView,
  now: number,
  timeZone: string,
): TradingWords {
  if (lockout !== null && lockout.until > now) {
    const until = formatTime(lockout.until, "date-time", timeZone);
    const why = readableText(lockout.reason, timeZone);
    return {
      word: t("frame.state.locked-out", { left: timeLeft(lockout.until, now) }),
      tone: "bad",
      detail: t("frame.state.locked-out.detail", { until, reason: why }),
    };
  }
  const detail = readableText(reason, timeZone);
  if (killSwitch)
    return { word: t("frame.state.killed"), tone: "bad", detail: detail || t("frame.state.killed.detail") };
  if (state === "halted")
    return { word: t("frame.state.halted"), tone: "bad", detail: detail || t("frame.state.halted") };
  if (state === "reducing")
    return { word: t("frame.state.reducing"), tone: "warn", detail: detail || t("frame.state.reducing") };
  const shut = breakers.find(({ action }) => action !== "warn");
  if (shut !== undefined) {
    const text = t("frame.state.blocked.detail", { rule: shut.rule, reason: readableText(shut.reason, timeZone) });
    return { word: t("frame.state.blocked"), tone: "warn", detail: text };
  }
  return { word: t("frame.state.active"), tone: "ok", detail: t("frame.state.active.detail") };
}

/** On every room: active, or what keeps orders from opening and until when. */
export function TradingChip() {
  const risk = useRisk((state) => state.risk);
  const now = useDeskNow();
  const timeZone = useTimeZone();
  if (risk === null) return null;
  return <Chip name={t("frame.state")} {...tradingWords(risk, now, timeZone)} />;
}
