import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDeskPanelState } from "../../stores/freshness.ts";
import { isWorking, useOrders } from "../../stores/orders.ts";
import { isOpen, usePositions } from "../../stores/positions.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { Panel } from "../../ui/panel.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { notify } from "../../ui/toast.tsx";
import styles from "./blotter.module.css";
import { FillsTable } from "./fills-table.tsx";
import { flattenAll } from "./flatten-all.ts";
import { OrdersTable } from "./orders-table.tsx";
import { PositionsTable } from "./positions-table.tsx";
import { useBlotterContext } from "./use-blotter-context.ts";

type Tab = "positions" | "orders" | "fills";

/** Positions, orders and fills, and what can be done about them. */
export function BlotterPanel() {
  const [tab, setTab] = useState<Tab>("positions");
  const state = useDeskPanelState();
  const openPositions = usePositions((positions) => Object.values(positions.byId).filter(isOpen).length);
  const workingOrders = useOrders((orders) => [...orders.byId.values()].filter(isWorking).length);
  return (
    <Panel title={t("blotter.title")} hideTitle state={state}>
      <Tabs<Tab>
        label={t("blotter.title")}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "positions", label: t("blotter.tab.positions"), count: openPositions },
          { id: "orders", label: t("blotter.tab.orders"), count: workingOrders },
          { id: "fills", label: t("blotter.tab.fills") },
        ]}
        actions={<HeaderActions openPositions={openPositions} workingOrders={workingOrders} />}
      >
        <Table tab={tab} />
      </Tabs>
    </Panel>
  );
}

function Table({ tab }: { tab: Tab }) {
  const context = useBlotterContext();
  switch (tab) {
    case "positions":
      return <PositionsTable context={context} />;
    case "orders":
      return <OrdersTable context={context} />;
    case "fills":
      return <FillsTable context={context} />;
  }
}

/** Cancel all and flatten: always there, because reducing risk is never blocked; they ask once. */
function HeaderActions({ openPositions, workingOrders }: { openPositions: number; workingOrders: number }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [asking, setAsking] = useState<"cancel" | "flatten" | null>(null);

  const cancelAll = (): void => {
    setAsking(null);
    desk.call.cancelAllOrders({}).then(
      ({ requested }) => notify({ title: t("blotter.cancelAll.done", { count: requested }) }),
      (error: unknown) => notifyFailure(t("blotter.cancelAll.failed"), error),
    );
  };
  const flatten = (): void => {
    setAsking(null);
    flattenAll(desk);
  };

  return (
    <div className={styles.actions}>
      <Button size="small" disabled={!mayTrade || workingOrders === 0} onClick={() => setAsking("cancel")}>
        {t("blotter.act.cancelAll")}
      </Button>
      <Button
        size="small"
        disabled={!mayTrade || openPositions + workingOrders === 0}
        onClick={() => setAsking("flatten")}
      >
        {t("blotter.act.flatten")}
      </Button>
      <ConfirmDialog
        open={asking === "cancel"}
        title={t("blotter.cancelAll.title")}
        description={t("blotter.cancelAll.text", { count: workingOrders })}
        confirm={t("blotter.cancelAll.confirm", { count: workingOrders })}
        onConfirm={cancelAll}
        onClose={() => setAsking(null)}
      />
      <ConfirmDialog
        open={asking === "flatten"}
        title={t("blotter.flatten.title")}
        description={t("blotter.flatten.text", { count: openPositions })}
        confirm={t("blotter.flatten.confirm", { count: openPositions })}
        variant="danger"
        onConfirm={flatten}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}
