import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { SessionSpan } from "../../../../shared/contract/audit.ts";
import { t } from "../../../i18n/t.ts";
import { useConnection } from "../../../stores/connection.ts";
import { useInstruments } from "../../../stores/desk.ts";
import { useDesk } from "../../../transport/desk-client.ts";
import { Button } from "../../../ui/button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { Panel } from "../../../ui/panel.tsx";
import { RecordedText } from "../../../ui/recorded-text.tsx";
import { Time } from "../../../ui/time.tsx";
import auditStyles from "../audit.module.css";
import { loneStep } from "../order-chain.ts";
import { TimelineStep } from "../timeline-step.tsx";
import styles from "./replay.module.css";
import { Replay, type ReplayState, type Shown } from "./replay.ts";
import { ReplayBar } from "./replay-bar.tsx";
import { ReplayDesk } from "./replay-desk.tsx";
import { useLastEvent } from "./use-last-event.ts";

export interface SessionReplayProps {
  session: SessionSpan | null;
  onOpenOrder: (orderId: string) => void;
}

/** A session gone through event by event: what was written down, and the desk after it. */
export function SessionReplay({ session, onOpenOrder }: SessionReplayProps) {
  return (
    <Panel
      title={t("audit.replay")}
      state={session === null ? { kind: "empty", text: t("audit.replay.pick") } : { kind: "live" }}
      toolbar={session === null ? null : <Time at={session.openedAt} style="date-time" />}
    >
      {session === null ? null : <Played key={session.from} session={session} onOpenOrder={onOpenOrder} />}
    </Panel>
  );
}

function Played({ session, onOpenOrder }: { session: SessionSpan; onOpenOrder: (orderId: string) => void }) {
  const desk = useDesk();
  const [replay] = useState(() => new Replay(desk, session));
  const state = useSyncExternalStore(replay.subscribe, replay.state);
  useEffect(() => {
    replay.go(session.from);
    return () => replay.pause();
  }, [replay, session.from]);
  const to = useLastEvent(session);
  useEffect(() => replay.extend(to), [replay, to]);
  const connected = useConnection(({ ready }) => ready);
  useEffect(() => {
    if (connected) replay.retry();
  }, [replay, connected]);
  return (
    <div className={styles.replay}>
      <ReplayBar replay={replay} state={state} from={session.from} />
      <Trouble replay={replay} state={state} />
      {state.shown === null ? null : (
        <View
          shown={state.shown}
          behind={state.seeking || state.shown.seq !== state.at}
          replay={replay}
          onOpenOrder={onOpenOrder}
        />
      )}
    </div>
  );
}

/** Why nothing is shown, or not what was asked for. */
function Trouble({ replay, state: { at, shown, reason, seeking } }: { replay: Replay; state: ReplayState }) {
  const line = useRef<HTMLDivElement>(null);
  // The button goes with the trouble: the keyboard stays where it stood.
  const again = (): void => {
    line.current?.focus();
    replay.go(at);
  };
  const waits = shown === null ? t("audit.replay.loading") : seeking ? t("audit.replay.seeking") : null;
  return (
    <div ref={line} tabIndex={-1} className={styles.trouble}>
      {reason === null ? null : (
        <div className={auditStyles.problem} role="alert">
          <p>{t("audit.replay.failed", { reason })}</p>
          <Button size="small" onClick={again}>
            {t("audit.retry")}
          </Button>
        </div>
      )}
      {reason !== null || waits === null ? null : (
        <p className={auditStyles.quiet} role="status">
          {waits}
        </p>
      )}
    </div>
  );
}

interface ViewProps {
  shown: Shown;
  /** Another event is asked for and not there yet. */
  behind: boolean;
  replay: Replay;
  onOpenOrder: (orderId: string) => void;
}

function View({ shown: { seq, event, around, desk }, behind, replay, onOpenOrder }: ViewProps) {
  const orderId = event?.data["orderId"];
  const instruments = useInstruments();
  const named = [event?.data, ...(desk?.orders ?? []), ...around.map(({ data }) => data)].find(
    (one) => one?.["orderId"] === orderId && one?.["instrumentId"] !== undefined,
  );
  const instrument = instruments.find(({ id }) => id === named?.["instrumentId"]);
  return (
    <div className={classNames(styles.view, behind && styles.behind)} aria-busy={behind}>
      <section className={styles.events} aria-label={t("audit.replay.events")}>
        <ol>
          {around.map((one) => (
            <li key={one.seq}>
              <button
                type="button"
                aria-current={one.seq === seq ? "step" : undefined}
                className={classNames(styles.event, one.seq === seq && styles.current)}
                onClick={() => {
                  replay.pause();
                  replay.go(one.seq);
                }}
              >
                <Time at={one.at} style="milliseconds" />
                <span className={styles.type}>{one.type}</span>
                <span className={styles.words}>
                  <RecordedText text={one.text} />
                </span>
              </button>
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.desk} aria-label={t("audit.replay.desk")}>
        <h3 className={styles.heading}>{t("audit.replay.desk")}</h3>
        {desk === null ? (
          <p className={styles.quiet}>{t("audit.replay.elsewhere")}</p>
        ) : (
          <>
            <ReplayDesk desk={desk} onOpenOrder={onOpenOrder} />
            <p className={styles.quiet}>{t("audit.replay.prices")}</p>
          </>
        )}
      </section>
      {event === undefined ? null : (
        <section className={styles.whole} aria-label={t("audit.replay.event")}>
          <ol>
            <TimelineStep step={loneStep(event)} instrument={instrument} onOpenOrder={onOpenOrder} />
          </ol>
          {typeof orderId === "string" ? (
            <Button size="small" onClick={() => onOpenOrder(orderId)}>
              {t("audit.replay.life")}
            </Button>
          ) : null}
        </section>
      )}
    </div>
  );
}
