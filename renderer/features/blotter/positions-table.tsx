import { useMemo, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { usePositions } from "../../stores/positions.ts";
import { selectInstrument } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatSize } from "../../ui/format/format-size.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { notify } from "../../ui/toast.tsx";
import styles from "./blotter.module.css";
import { type BlotterContext, type PositionRow, positionRows, rowMatches } from "./blotter-rows.ts";
import { positionColumns } from "./position-columns.tsx";
import { unsigned } from "./remaining-size.ts";
import { type ReverseOutcome, reversePosition } from "./reverse-position.ts";
import { TableFilter } from "./table-filter.tsx";

/** Open positions and the flat ones of the session with their result; close and reverse on each row. */
export function PositionsTable({ context }: { context: BlotterContext }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const byId = usePositions((state) => state.byId);
  const [filter, setFilter] = useState("");
  const [reversing, setReversing] = useState<PositionRow | null>(null);
  const columns = useMemo(positionColumns, []);
  const rows = useMemo(
    () => positionRows(Object.values(byId), context).filter((row) => rowMatches([row.instrument.symbol], filter)),
    [byId, context, filter],
  );

  const close = ({ position, instrument: { symbol } }: PositionRow): void => {
    desk.call.closePosition({ instrumentId: position.instrumentId }).then(
      ({ orderId }) =>
        orderId === null
          ? notify({ title: t("blotter.close.nothing", { symbol }) })
          : notify({ title: t("blotter.close.sent", { symbol }), text: t("blotter.close.sentText") }),
      (error: unknown) => notifyFailure(t("blotter.close.failed", { symbol }), error),
    );
  };
  const reverse = ({ position, instrument: { symbol } }: PositionRow): void => {
    setReversing(null);
    const { instrumentId } = position;
    reversePosition(instrumentId, position.size, {
      closePosition: desk.call.closePosition,
      submitOrder: desk.call.submitOrder,
      positionSize: () => usePositions.getState().byId[instrumentId]?.size ?? "0",
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }).then(
      (outcome) => sayReversed(outcome, symbol),
      (error: unknown) => notifyFailure(t("blotter.reverse.failed", { symbol }), error),
    );
  };

  return (
    <>
      <DataTable
        label={t("blotter.tab.positions")}
        tableId="positions"
        columns={columns}
        rows={rows}
        rowId={(row) => row.position.instrumentId}
        onRowActivate={(row) => selectInstrument(row.position.instrumentId)}
        rowActionsWidth={124}
        rowActions={(row) =>
          row.side === "flat" ? null : (
            <span className={styles.rowActions}>
              <Button
                size="small"
                disabled={!mayTrade}
                aria-label={t("blotter.act.closeLabel", { symbol: row.instrument.symbol })}
                onClick={() => close(row)}
              >
                {t("blotter.act.close")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                disabled={!mayTrade}
                aria-label={t("blotter.act.reverseLabel", { symbol: row.instrument.symbol })}
                onClick={() => setReversing(row)}
              >
                {t("blotter.act.reverse")}
              </Button>
            </span>
          )
        }
        tools={<TableFilter value={filter} onChange={setFilter} />}
        empty={t(filter === "" ? "blotter.empty.positions" : "blotter.empty.filtered")}
      />
      {reversing ? (
        <ConfirmDialog
          open
          title={t("blotter.reverse.title", { symbol: reversing.instrument.symbol })}
          description={t("blotter.reverse.text", { size: sizeWords(reversing) })}
          confirm={t("blotter.reverse.confirm", {
            side: reversing.side === "long" ? "sell" : "buy",
            size: sizeWords(reversing),
          })}
          onConfirm={() => reverse(reversing)}
          onClose={() => setReversing(null)}
        />
      ) : null}
    </>
  );
}

const sizeWords = (row: PositionRow): string =>
  `${formatSize(unsigned(row.position.size), row.instrument.sizeIncrement)} ${row.instrument.symbol}`;

function sayReversed(outcome: ReverseOutcome, symbol: string): void {
  switch (outcome.kind) {
    case "reversed":
      notify({ title: t("blotter.reverse.done", { symbol }), tone: "ok" });
      return;
    case "closed-only": {
      const why = outcome.verdict.rows.filter((row) => row.outcome === "fail").map((row) => row.text);
      notify({ title: t("blotter.reverse.closedOnly", { symbol }), text: why.join(" "), tone: "warn", timeoutMs: 0 });
      return;
    }
    case "not-flat":
      notify({
        title: t("blotter.reverse.notFlat", { symbol }),
        text: t("blotter.reverse.notFlatText"),
        tone: "bad",
      });
  }
}
