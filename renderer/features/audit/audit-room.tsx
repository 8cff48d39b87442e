import { useEffect, useState } from "react";
import type { SessionSpan } from "../../../shared/contract/audit.ts";
import { t } from "../../i18n/t.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useOrders } from "../../stores/orders.ts";
import { useSelection } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import styles from "./audit.module.css";
import { EventFinder } from "./event-finder.tsx";
import { OrderFinder } from "./order-finder.tsx";
import { OrderLife } from "./order-life.tsx";
import { SessionFinder } from "./replay/session-finder.tsx";
import { SessionReplay } from "./replay/session-replay.tsx";
import { type Subject, useOrderLife } from "./use-order-life.ts";

type Finding = "orders" | "events" | "sessions";

/** Search for an order or an event and read the life it belongs to, or go through a session, as the journal holds it. */
export function AuditRoom() {
  const desk = useDesk();
  const panelState = useDeskPanelState();
  const orderId = useSelection((state) => state.auditOrderId);
  const known = useOrders((state) => (orderId === null ? undefined : state.byId.get(orderId)));
  const [finding, setFinding] = useState<Finding>("orders");
  const [trace, setTrace] = useState<string | null>(null);
  const [session, setSession] = useState<SessionSpan | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an order that is opened from elsewhere takes the place of a decision
  useEffect(() => setTrace(null), [orderId]);
  useEffect(() => {
    if (orderId !== null) setFinding((finding) => (finding === "sessions" ? "orders" : finding));
  }, [orderId]);
  const subject: Subject | null =
    trace !== null ? { kind: "decision", trace } : orderId === null ? null : { kind: "order", orderId };
  const life = useOrderLife(desk, subject, `${turn} ${known?.status ?? ""} ${known?.updatedAt ?? ""}`);
  const open = (next: Subject): void => {
    setTrace(next.kind === "decision" ? next.trace : null);
    if (next.kind === "order") useSelection.setState({ auditOrderId: next.orderId });
  };
  return (
    <div className={styles.room}>
      <Panel title={t("audit.title")} state={panelState.kind === "loading" ? panelState : { kind: "live" }}>
        <div className={styles.side}>
          <div className={styles.finding}>
            <Segmented
              label={t("audit.find")}
              value={finding}
              onChange={setFinding}
              wide
              options={[
                { value: "orders", label: t("audit.find.orders") },
                { value: "events", label: t("audit.find.events") },
                { value: "sessions", label: t("audit.find.sessions") },
              ]}
            />
          </div>
          {finding === "orders" ? (
            <OrderFinder selectedId={orderId} onSelect={(id) => open({ kind: "order", orderId: id })} />
          ) : null}
          {finding === "events" ? <EventFinder onSelect={open} /> : null}
          {finding === "sessions" ? <SessionFinder chosen={session} onSelect={setSession} /> : null}
        </div>
      </Panel>
      {finding === "sessions" ? (
        <SessionReplay
          session={session}
          onOpenOrder={(id) => {
            setFinding("orders");
            open({ kind: "order", orderId: id });
          }}
        />
      ) : (
        <OrderLife subject={subject} state={life} onRefresh={() => setTurn(turn + 1)} onOpen={open} />
      )}
    </div>
  );
}
