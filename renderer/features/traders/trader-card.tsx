import { CircleAlert, CirclePause, CirclePlay } from "lucide-react";
import type { ReactNode } from "react";
import type { TraderView } from "../../../shared/model/trader.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency, useInstruments } from "../../stores/desk.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useDeskClock, useDeskNow } from "../../ui/desk-clock.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { Money } from "../../ui/money.tsx";
import { Time } from "../../ui/time.tsx";
import { pulseOf } from "./heartbeat.ts";
import styles from "./traders.module.css";

const looks = {
  running: { tone: "ok", icon: <CirclePlay aria-hidden /> },
  stopped: { tone: "neutral", icon: <CirclePause aria-hidden /> },
  failed: { tone: "bad", icon: <CircleAlert aria-hidden /> },
} as const;

export interface TraderCardProps {
  trader: TraderView;
  mayTrade: boolean;
  onStop: (trader: TraderView) => void;
  onRestart: (trader: TraderView) => void;
}

/** One trader: its state in a word, whether it is alive, what it earned, and what it last decided and why. */
export function TraderCard({ trader, mayTrade, onStop, onRestart }: TraderCardProps) {
  const currency = useCurrency();
  const instruments = useInstruments();
  const look = looks[trader.status];
  const symbols = trader.instrumentIds.map((id) => instruments.find((each) => each.id === id)?.symbol ?? id);
  return (
    <article className={classNames(styles.card, styles[trader.status])} aria-label={trader.name}>
      <header className={styles.head}>
        <h3 className={styles.name}>{trader.name}</h3>
        <Badge tone={look.tone} icon={look.icon}>
          {t(`traders.status.${trader.status}`)}
        </Badge>
      </header>
      <p className={styles.sub}>
        {trader.strategy} · {symbols.join(", ")}
      </p>
      {trader.status === "failed" ? (
        <p className={styles.error} role="alert">
          {t("traders.failed", { reason: trader.statusReason })}
        </p>
      ) : null}
      <dl className={styles.facts}>
        <Fact label={t("traders.realized")}>
          <Money value={trader.realizedPnl} currency={currency} sign="always" />
        </Fact>
        <Fact label={t("traders.heartbeat")}>
          <Heartbeat trader={trader} />
        </Fact>
        <Fact label={t("traders.orders")}>{trader.orders}</Fact>
        <Fact label={t("traders.fills")}>{trader.fills}</Fact>
        {trader.status === "running" ? (
          <Fact label={t("traders.started")}>
            <Age since={trader.startedAt} />
          </Fact>
        ) : null}
      </dl>
      <dl className={styles.words}>
        <Fact label={t("traders.decision")}>
          {trader.lastDecision === "" ? (
            t("traders.decision.none")
          ) : (
            <>
              {trader.lastDecision} <Time at={trader.lastDecisionAt} className={styles.dim} />
            </>
          )}
        </Fact>
        {trader.status === "stopped" && trader.statusReason !== "" ? (
          <Fact label={t("traders.why")}>{trader.statusReason}</Fact>
        ) : null}
        <Fact label={t("traders.params")}>
          <span className={styles.params}>
            {Object.entries(trader.params)
              .map(([name, value]) => `${name}\u00a0${value}`)
              .join("\u00a0· ")}
          </span>
        </Fact>
      </dl>
      <footer className={styles.foot}>
        {trader.status === "running" ? (
          <Button
            size="small"
            disabled={!mayTrade}
            aria-label={t("traders.stopLabel", { name: trader.name })}
            onClick={() => onStop(trader)}
          >
            {t("traders.stop")}
          </Button>
        ) : (
          <Button
            size="small"
            disabled={!mayTrade}
            aria-label={t("traders.restartLabel", { name: trader.name })}
            onClick={() => onRestart(trader)}
          >
            {t("traders.restart")}
          </Button>
        )}
      </footer>
    </article>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Heartbeat({ trader }: { trader: TraderView }) {
  const now = useDeskNow();
  const pace = useDeskClock((clock) => Math.round(clock.pace));
  const pulse = pulseOf(trader, now, pace);
  // In the person's time: in a market that plays fast, minutes of the desk pass between two beats of its heart.
  const ageMs = (now - (trader.heartbeatAt ?? now)) / pace;
  const age = formatAge(ageMs);
  if (pulse === "beating" && ageMs < 1000) return <span className={styles.beating}>{age}</span>;
  return <span className={styles[pulse]}>{t(`traders.heartbeat.${pulse}`, { age, status: trader.status })}</span>;
}
