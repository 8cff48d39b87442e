import { Plus } from "lucide-react";
import { useState } from "react";
import type { TraderView } from "../../../shared/model/trader.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { useRisk } from "../../stores/risk.ts";
import { useTraders } from "../../stores/traders.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { Panel } from "../../ui/panel.tsx";
import type { PanelState } from "../../ui/panel-state.tsx";
import { StartTraderDialog } from "./start-trader-dialog.tsx";
import { TraderCard } from "./trader-card.tsx";
import { inOrder } from "./trader-order.ts";
import styles from "./traders.module.css";

/** Every trader of the profile as a card; start a new one, stop or restart one. */
export function TradersRoom() {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const live = useDeskPanelState();
  const byId = useTraders((state) => state.byId);
  const [starting, setStarting] = useState(false);
  const [stopping, setStopping] = useState<TraderView | null>(null);
  const traders = inOrder(Object.values(byId));
  const running = traders.filter((trader) => trader.status === "running").length;
  const start = (): void => setStarting(true);
  const state: PanelState =
    live.kind === "live" && traders.length === 0
      ? {
          kind: "empty",
          text: t("traders.empty"),
          action: mayTrade ? { label: t("traders.new"), onAction: start } : undefined,
        }
      : live;

  const restart = ({ traderId, name }: TraderView): void => {
    desk.call
      .restartTrader({ traderId })
      .catch((error: unknown) => notifyFailure(t("traders.restart.failed", { name }), error));
  };
  const stop = ({ traderId, name }: TraderView): void => {
    setStopping(null);
    desk.call
      .stopTrader({ traderId })
      .catch((error: unknown) => notifyFailure(t("traders.stop.failed", { name }), error));
  };

  return (
    <>
      <Panel
        title={t("traders.title")}
        state={state}
        toolbar={
          traders.length > 0 ? (
            <span className={styles.count}>{t("traders.count", { running, total: traders.length })}</span>
          ) : null
        }
        actions={
          <Button size="small" variant="primary" disabled={!mayTrade || live.kind === "loading"} onClick={start}>
            <Plus aria-hidden />
            {t("traders.new")}
          </Button>
        }
      >
        <GateNotice />
        <div className={styles.cards}>
          {traders.map((trader) => (
            <TraderCard
              key={trader.traderId}
              trader={trader}
              mayTrade={mayTrade}
              onStop={setStopping}
              onRestart={restart}
            />
          ))}
          {mayTrade ? (
            <button type="button" className={styles.next} onClick={start}>
              <Plus aria-hidden />
              <span>{t("traders.next")}</span>
              <span className={styles.dim}>{t("traders.next.text")}</span>
            </button>
          ) : null}
        </div>
      </Panel>
      {starting ? <StartTraderDialog onClose={() => setStarting(false)} /> : null}
      {stopping ? (
        <ConfirmDialog
          open
          title={t("traders.stop.title", { name: stopping.name })}
          description={t("traders.stop.text")}
          confirm={t("traders.stop.confirm", { name: stopping.name })}
          onConfirm={() => stop(stopping)}
          onClose={() => setStopping(null)}
        />
      ) : null}
    </>
  );
}

/** A card says that its trader runs; with the gate shut that is only half of the truth. */
function GateNotice() {
  const risk = useRisk((state) => state.risk);
  if (!risk || (risk.state === "active" && !risk.killSwitch)) return null;
  return (
    <p className={styles.gate} role="status">
      {t("traders.gate", { state: risk.killSwitch ? "killed" : risk.state })}
    </p>
  );
}
