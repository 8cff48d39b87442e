import { OctagonX, TriangleAlert } from "lucide-react";
import { t } from "../../i18n/t.ts";
import { useConnection } from "../../stores/connection.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useMarketPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { useJournalState } from "../../stores/standing.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./ticket.module.css";

/** What keeps orders from being sent or from passing, said before somebody types one. */
export function TicketNotices({ instrumentId }: { instrumentId: string }) {
  const mayTrade = useMayTrade();
  const connected = useConnection((state) => state.state === "open");
  const market = useMarketPanelState(instrumentId);
  const journal = useJournalState();
  return (
    <>
      <TradingStateNotice />
      <LockoutNotice />
      {journal === "open" ? null : <Notice text={t("ticket.journal")} />}
      {mayTrade ? null : <Notice text={t("ticket.viewer")} />}
      {connected ? null : <Notice text={t("ticket.notConnected")} />}
      {market.kind === "stale" ? <Notice text={t("ticket.stale", { age: formatAge(market.ageMs) })} /> : null}
    </>
  );
}

function TradingStateNotice() {
  const risk = useRisk((state) => state.risk);
  const timeZone = useTimeZone();
  if (!risk || (risk.state === "active" && !risk.killSwitch)) return null;
  const id = risk.killSwitch ? "killed" : risk.state;
  return (
    <div className={classNames(styles.notice, id !== "reducing" && styles.stopped)} role="status">
      <OctagonX aria-hidden />
      <span>
        {t(`ticket.state.${id}`)}{" "}
        {risk.reason === "" ? null : t("ticket.state.reason", { reason: readableText(risk.reason, timeZone) })}
      </span>
    </div>
  );
}

function LockoutNotice() {
  const lockout = useRisk((state) => state.risk?.lockout ?? null);
  const timeZone = useTimeZone();
  if (lockout === null) return null;
  return <Notice text={t("ticket.lockout", { until: formatTime(lockout.until, "date-time", timeZone) })} />;
}

function Notice({ text }: { text: string }) {
  return (
    <div className={styles.notice} role="status">
      <TriangleAlert aria-hidden />
      <span>{text}</span>
    </div>
  );
}
