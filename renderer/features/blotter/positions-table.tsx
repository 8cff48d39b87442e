import { useMemo, useState } from "react";
import { type MovedToBreakEven, positionKey } from "../../../shared/contract/trading.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { positionIn, usePositions } from "../../stores/positions.ts";
import { selectInstrument } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { notify } from "../../ui/toast.tsx";
import { failingRows } from "../../ui/verdict-lines.ts";
import styles from "./blotter.module.css";
import { type BlotterContext, type PositionName, type PositionRow, positionRows, rowMatches } from "./blotter-rows.ts";
import { positionColumns, type ShownPositionFigures } from "./position-columns.tsx";
import { unsigned } from "./remaining-size.ts";
import { type ReverseOutcome, reversePosition } from "./reverse-position.ts";
import { TableFilter } from "./table-filter.tsx";

/** Open positions and the flat ones of the session with their result; close and reverse on each row. */
export function PositionsTable({ context }: { context: BlotterContext }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const timeZone = useTimeZone();
  const byId = usePositions((state) => state.byId);
  const [filter, setFilter] = useState("");
  const [reversing, setReversing] = useState<PositionRow | null>(null);
  const all = useMemo(() => positionRows(Object.values(byId), context), [byId, context]);
  const rows = useMemo(() => all.filter((row) => rowMatches([row.instrument.symbol], filter)), [all, filter]);
  const { liquidation, funding, currency } = figuresIn(all);
  const columns = useMemo(() => positionColumns({ liquidation, funding, currency }), [liquidation, funding, currency]);

  const close = (row: PositionRow): void => {
    const symbol = positionWords(row.name);
    desk.call.closePosition(wholeOf(row)).then(
      ({ orderIds }) =>
        orderIds.length === 0
          ? notify({ title: t("blotter.close.nothing", { symbol }) })
          : notify({ title: t("blotter.close.sent", { symbol }), text: t("blotter.close.sentText") }),
      (error: unknown) => notifyFailure(t("blotter.close.failed", { symbol }), error),
    );
  };
  const breakEven = (row: PositionRow): void => {
    const symbol = positionWords(row.name);
    desk.call.moveToBreakEven(wholeOf(row)).then(
      (moved) => sayMoved(moved, { symbol, price: formatPrice(moved.price, row.instrument.priceIncrement), timeZone }),
      (error: unknown) => notifyFailure(t("blotter.breakEven.failed", { symbol }), error),
    );
  };
  const reverse = (row: PositionRow): void => {
    setReversing(null);
    const symbol = positionWords(row.name);
    const { instrumentId, positionSide, size } = row.position;
    reversePosition(wholeOf(row), size, {
      closePosition: desk.call.closePosition,
      submitOrder: desk.call.submitOrder,
      positionSize: () => positionIn(usePositions.getState(), instrumentId, positionSide)?.size ?? "0",
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }).then(
      (outcome) => sayReversed(outcome, symbol, timeZone),
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
        rowId={(row) => positionKey(row.position)}
        onRowActivate={(row) => selectInstrument(row.position.instrumentId)}
        rowActionsWidth={164}
        rowActions={(row) =>
          row.side === "flat" ? null : (
            <span className={styles.rowActions}>
              <Button
                size="small"
                disabled={!mayTrade}
                aria-label={t("blotter.act.closeLabel", { symbol: positionWords(row.name) })}
                onClick={() => close(row)}
              >
                {t("blotter.act.close")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                disabled={!mayTrade}
                title={t("blotter.act.breakEvenHint")}
                aria-label={t("blotter.act.breakEvenLabel", { symbol: positionWords(row.name) })}
                onClick={() => breakEven(row)}
              >
                {t("blotter.act.breakEven")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                disabled={!mayTrade}
                aria-label={t("blotter.act.reverseLabel", { symbol: positionWords(row.name) })}
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
          title={t("blotter.reverse.title", { symbol: positionWords(reversing.name) })}
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

/** The position as the desk is asked to close it. */
function wholeOf({ position: { instrumentId, positionSide } }: PositionRow) {
  return { instrumentId, ...(positionSide === undefined ? {} : { positionSide }) };
}

/** Which figures any row has: what is nowhere needs no column. */
function figuresIn(rows: readonly PositionRow[]): ShownPositionFigures {
  return {
    liquidation: rows.some(({ position }) => position.liquidationPrice !== undefined),
    funding: rows.some(({ position }) => position.funding !== undefined),
    currency: new Set(rows.map(({ instrument }) => instrument.quoteCurrency)).size > 1,
  };
}

const positionWords = (name: PositionName): string => t("blotter.position.name", { ...name });

const sizeWords = (row: PositionRow): string =>
  `${formatSize(unsigned(row.position.size), row.instrument.sizeIncrement)} ${row.instrument.symbol}`;

function sayMoved(
  { refused, moved, placed, kept }: MovedToBreakEven,
  { symbol, price, timeZone }: Record<"symbol" | "price" | "timeZone", string>,
): void {
  if (refused === null) {
    const text = t("blotter.breakEven.did", { moved, placed: String(placed), kept }).trim();
    notify({ title: t("blotter.breakEven.done", { symbol, price }), text, tone: "ok" });
    return;
  }
  const text = refusalText(refused, timeZone);
  notify({ title: t("blotter.breakEven.refused", { symbol, price }), text, tone: "bad", timeoutMs: 0 });
}

const refusalText = (verdict: Verdict, timeZone: string): string =>
  failingRows(verdict)
    .map((row) => readableText(row.text, timeZone))
    .join(" ");

function sayReversed(outcome: ReverseOutcome, symbol: string, timeZone: string): void {
  switch (outcome.kind) {
    case "reversed":
      notify({ title: t("blotter.reverse.done", { symbol }), tone: "ok" });
      return;
    case "closed-only": {
      const text = refusalText(outcome.verdict, timeZone);
      notify({ title: t("blotter.reverse.closedOnly", { symbol }), text, tone: "warn", timeoutMs: 0 });
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
