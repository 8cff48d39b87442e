import { useMemo, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useHedging, useMayTrade } from "../../stores/desk.ts";
import { useOrders } from "../../stores/orders.ts";
import { openAudit, openWhyNot } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { AmendDialog } from "./amend-dialog.tsx";
import styles from "./blotter.module.css";
import { type BlotterContext, type OrderRow, orderRows, rowMatches } from "./blotter-rows.ts";
import { orderColumns } from "./order-columns.tsx";
import { isAmendable, isCancellable } from "./order-state.ts";
import { TableFilter } from "./table-filter.tsx";

const words = (row: OrderRow): readonly string[] => [
  row.instrument.symbol,
  t(row.statusId),
  t(row.sourceId),
  row.sourceName,
  row.order.reason,
  row.order.statusReason,
  row.order.orderId,
];

/** Working or all orders; amend and cancel on each row, a row opens the order's record. */
export function OrdersTable({ context }: { context: BlotterContext }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const byId = useOrders((state) => state.byId);
  const [show, setShow] = useState<"working" | "all">("all");
  const [filter, setFilter] = useState("");
  const [amending, setAmending] = useState<OrderRow | null>(null);
  const hedging = useHedging();
  const columns = useMemo(() => orderColumns(hedging), [hedging]);
  const rows = useMemo(
    () => orderRows(byId.values(), show, context).filter((row) => rowMatches(words(row), filter)),
    [byId, show, context, filter],
  );
  const cancel = (orderId: string): void => {
    desk.call.cancelOrder({ orderId }).catch((error: unknown) => notifyFailure(t("blotter.cancel.failed"), error));
  };
  const empty =
    filter !== "" ? "blotter.empty.filtered" : show === "all" ? "blotter.empty.orders" : "blotter.empty.working";

  return (
    <>
      <DataTable
        label={t("blotter.tab.orders")}
        tableId="orders"
        columns={columns}
        rows={rows}
        rowId={(row) => row.order.orderId}
        onRowActivate={(row) => openAudit(row.order.orderId)}
        rowActionsWidth={124}
        rowActions={(row) => (
          <span className={styles.rowActions}>
            {row.order.status === "denied" ? (
              <Button
                size="small"
                variant="quiet"
                aria-label={t("ui.why.label", { order: row.order.orderId })}
                onClick={() => openWhyNot(row.order.orderId)}
              >
                {t("ui.why.title")}
              </Button>
            ) : null}
            {isAmendable(row.order) ? (
              <Button
                size="small"
                disabled={!mayTrade}
                aria-label={t("blotter.act.amendLabel", { order: row.order.orderId })}
                onClick={() => setAmending(row)}
              >
                {t("blotter.act.amend")}
              </Button>
            ) : null}
            {isCancellable(row.order) ? (
              <Button
                size="small"
                variant="quiet"
                disabled={!mayTrade}
                aria-label={t("blotter.act.cancelLabel", { order: row.order.orderId })}
                onClick={() => cancel(row.order.orderId)}
              >
                {t("blotter.act.cancel")}
              </Button>
            ) : null}
          </span>
        )}
        tools={
          <div className={styles.tools}>
            <Segmented
              label={t("blotter.orders.show")}
              value={show}
              onChange={setShow}
              options={[
                { value: "working", label: t("blotter.orders.working") },
                { value: "all", label: t("blotter.orders.all") },
              ]}
            />
            <TableFilter value={filter} onChange={setFilter} />
          </div>
        }
        empty={t(empty)}
      />
      {amending ? (
        <AmendDialog
          order={byId.get(amending.order.orderId) ?? amending.order}
          instrument={amending.instrument}
          send={desk.call.amendOrder}
          onClose={() => setAmending(null)}
        />
      ) : null}
    </>
  );
}
