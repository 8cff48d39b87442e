import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useOrders } from "../../stores/orders.ts";
import { useSelection } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import styles from "./audit.module.css";
import { OrderLife } from "./order-life.tsx";
import { OrderResults } from "./order-results.tsx";
import { useOrderLife } from "./use-order-life.ts";
import { useOrderSearch } from "./use-order-search.ts";

/** Search for an order and read its life as the journal holds it. */
export function AuditRoom() {
  const desk = useDesk();
  const panelState = useDeskPanelState();
  const orderId = useSelection((state) => state.auditOrderId);
  const known = useOrders((state) => (orderId === null ? undefined : state.byId.get(orderId)));
  const [text, setText] = useState("");
  const [turn, setTurn] = useState(0);
  const search = useOrderSearch(desk, text, turn);
  const life = useOrderLife(desk, orderId, `${turn} ${known?.status ?? ""} ${known?.updatedAt ?? ""}`);
  return (
    <div className={styles.room}>
      <Panel title={t("audit.title")} state={panelState.kind === "loading" ? panelState : { kind: "live" }}>
        <div className={styles.side}>
          <Field
            label={t("audit.search")}
            type="search"
            placeholder={t("audit.search.placeholder")}
            value={text}
            maxLength={200}
            onChange={setText}
            className={styles.search}
          />
          {search.kind === "failed" ? (
            <div className={styles.problem} role="alert">
              <p>{t("audit.failed", { reason: search.reason })}</p>
              <Button size="small" onClick={() => setTurn(turn + 1)}>
                {t("audit.retry")}
              </Button>
            </div>
          ) : (
            <OrderResults
              state={search}
              searching={text.trim() !== ""}
              selectedId={orderId}
              onSelect={(id) => useSelection.setState({ auditOrderId: id })}
            />
          )}
        </div>
      </Panel>
      <OrderLife orderId={orderId} state={life} onRefresh={() => setTurn(turn + 1)} />
    </div>
  );
}
