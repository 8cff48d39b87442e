import { Copy, Download, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import type { PanelState } from "../../ui/panel-state.tsx";
import { saveFile } from "../../ui/save-file.ts";
import styles from "./audit.module.css";
import { copyText } from "./copy-text.ts";
import { orderChain } from "./order-chain.ts";
import { orderLifeFile } from "./order-life-file.ts";
import { TimelineStep } from "./timeline-step.tsx";
import type { LifeState } from "./use-order-life.ts";

export interface OrderLifeProps {
  orderId: string | null;
  state: LifeState;
  onRefresh: () => void;
}

/** The chain of one decision from wish to position, as the journal holds it. */
export function OrderLife({ orderId, state, onRefresh }: OrderLifeProps) {
  return (
    <Panel
      title={t("audit.life")}
      state={panelState(state, orderId)}
      actions={state.kind === "ready" ? <LifeActions state={state} onRefresh={onRefresh} /> : null}
    >
      {state.kind === "ready" ? <Life state={state} /> : null}
      {state.kind === "failed" ? (
        <div className={styles.problem} role="alert">
          <p>{t("audit.life.failed", { reason: state.reason })}</p>
          <Button size="small" onClick={onRefresh}>
            {t("audit.retry")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function panelState(state: LifeState, orderId: string | null): PanelState {
  switch (state.kind) {
    case "none":
      return { kind: "empty", text: t("audit.pick") };
    case "loading":
      return { kind: "loading" };
    case "missing":
      return { kind: "empty", text: t("audit.life.missing", { order: orderId ?? "" }) };
    case "failed":
    case "ready":
      return { kind: "live" };
  }
}

type Ready = Extract<LifeState, { kind: "ready" }>;

function LifeActions({ state, onRefresh }: { state: Ready; onRefresh: () => void }): ReactNode {
  return (
    <>
      <IconButton label={t("audit.life.refresh")} icon={<RefreshCw aria-hidden />} size="small" onClick={onRefresh} />
      <IconButton
        label={t("audit.life.copyId")}
        icon={<Copy aria-hidden />}
        size="small"
        onClick={() => copyText(state.order.orderId)}
      />
      <Button
        size="small"
        onClick={() => {
          const { name, text } = orderLifeFile(state.order, state.events);
          saveFile(name, "application/json", text);
        }}
      >
        <Download aria-hidden />
        {t("audit.life.export")}
      </Button>
    </>
  );
}

function Life({ state: { order, events } }: { state: Ready }) {
  const instrument = useInstruments().find(({ id }) => id === order.instrumentId);
  return (
    <div className={styles.life}>
      <dl className={styles.head}>
        <div>
          <dt className={styles[order.side]}>{t(`audit.side.${order.side}`)}</dt>
          <dd>
            {order.size} {instrument?.symbol ?? order.instrumentId}
            {order.limitPrice === undefined ? ` ${order.type}` : ` ${order.type} ${order.limitPrice}`}
          </dd>
        </div>
        <div>
          <dt>{t(`audit.actor.${order.actor.kind}`, { id: order.actor.id })}</dt>
          <dd>{order.reason}</dd>
        </div>
        <div>
          <dt>{t(`audit.status.${order.status}`)}</dt>
          <dd>{order.statusReason}</dd>
        </div>
        <div>
          <dt className={styles.mono}>{order.orderId}</dt>
          <dd />
        </div>
      </dl>
      <ol className={styles.timeline} aria-label={t("audit.timeline")}>
        {orderChain(events).map((step) => (
          <TimelineStep key={step.event.seq} step={step} instrument={instrument} />
        ))}
      </ol>
      <p className={styles.honest}>{t("audit.honest")}</p>
    </div>
  );
}
