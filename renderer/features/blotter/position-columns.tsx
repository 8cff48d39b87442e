import { t } from "../../i18n/t.ts";
import { Age } from "../../ui/age.tsx";
import type { DataColumn } from "../../ui/data-table.tsx";
import { formatPrice } from "../../ui/format/format-price.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { Size } from "../../ui/size.tsx";
import type { PositionRow } from "./blotter-rows.ts";

const _price = (row: PositionRow, value: string | undefined): string =>
  value === undefined ? "" : formatPrice(value, row.instrument.priceIncrement);

/** Which columns there is something to show in. */
export interface ShownPositionFigures {
  readonly liquidation: boolean;
  readonly funding: boolean;
  /** The rows count their money in more than one currency. */
  readonly currency: boolean;
}

/** A column of money that not every position has. */
function moneyColumn(
  id: "initialMargin" | "maintenanceMargin" | "funding",
  more: Partial<DataColumn<PositionRow>> = {},
): DataColumn<PositionRow> {
  return {
    id,
    header: t(`blotter.col.${id}`),
    align: "end",
    width: 88,
    cell: (row) => <Money value={row.position[id]} />,
    text: (row) => row.position[id] ?? "",
    sort: (row) => (row.position[id] === undefined ? undefined : Number(row.position[id])),
    ...more,
  };
}

/**
 * The columns of the positions table; sizes are signed and the side says it in a word. In a narrow window the first of them
 * are in sight: what is held, and what it has made or lost.
 */
export function positionColumns(shown: ShownPositionFigures): readonly DataColumn<PositionRow>[] {
  return [
    {
      id: "instrument",
      header: t("blotter.col.instrument"),
      width: 88,
      cell: (row) => <b>{row.instrument.symbol}</b>,
      text: (row) => row.instrument.symbol,
      sort: (row) => row.instrument.symbol,
    },
    {
      id: "size",
      header: t("blotter.col.size"),
      align: "end",
      width: 84,
      cell: (row) => <Size value={row.position.size} increment={row.instrument.sizeIncrement} sign="always" />,
      text: (row) => row.position.size,
      sort: (row) => Number(row.position.size),
    },
    {
      id: "unrealized",
      header: t("blotter.col.unrealized"),
      align: "end",
      width: 88,
      cell: (row) => <Money value={row.position.unrealizedPnl} sign="always" />,
      text: (row) => row.position.unrealizedPnl ?? "",
      sort: (row) => Number(row.position.unrealizedPnl),
    },
    {
      id: "entry",
      header: t("blotter.col.entry"),
      align: "end",
      width: 84,
      cell: (row) => <Price value={row.position.averagePrice} increment={row.instrument.priceIncrement} />,
      text: (row) => row.position.averagePrice ?? "",
      sort: (row) => Number(row.position.averagePrice ?? 0),
    },
    {
      id: "side",
      header: t("blotter.col.side"),
      width: 52,
      cell: sideWord,
      text: sideWord,
      sort: sideWord,
    },
    {
      id: "mark",
      header: t("blotter.col.mark"),
      align: "end",
      width: 84,
      cell: (row) => <Price value={row.position.markPrice} increment={row.instrument.priceIncrement} />,
      text: (row) => row.position.markPrice ?? "",
      sort: (row) => Number(row.position.markPrice ?? 0),
    },
    ...(shown.liquidation
      ? [
          {
            id: "liquidation",
            header: t("blotter.col.liquidation"),
            align: "end" as const,
            width: 92,
            cell: (row: PositionRow) => (
              <Price value={row.position.liquidationPrice} increment={row.instrument.priceIncrement} />
            ),
            text: (row: PositionRow) => row.position.liquidationPrice ?? "",
            sort: ({ position: { liquidationPrice } }: PositionRow) =>
              liquidationPrice === undefined ? undefined : Number(liquidationPrice),
          },
        ]
      : []),
    {
      id: "value",
      header: t("blotter.col.value"),
      align: "end",
      width: 92,
      cell: (row) => <Money value={row.position.notional} />,
      text: (row) => row.position.notional ?? "",
      sort: (row) => Math.abs(Number(row.position.notional)),
    },
    {
      id: "realized",
      header: t("blotter.col.realized"),
      align: "end",
      width: 88,
      cell: (row) => <Money value={row.position.realizedPnl} sign="always" />,
      text: (row) => row.position.realizedPnl,
      sort: (row) => Number(row.position.realizedPnl),
    },
    {
      id: "fees",
      header: t("blotter.col.fees"),
      align: "end",
      width: 72,
      cell: (row) => <Money value={row.position.fees} />,
      text: (row) => row.position.fees,
      sort: (row) => Number(row.position.fees),
    },
    ...(shown.funding
      ? [moneyColumn("funding", { cell: (row) => <Money value={row.position.funding} sign="always" /> })]
      : []),
    moneyColumn("initialMargin", { hidden: true }),
    moneyColumn("maintenanceMargin", { hidden: true }),
    ...(shown.currency
      ? [
          {
            id: "currency",
            header: t("blotter.col.currency"),
            width: 72,
            cell: currencyOf,
            text: currencyOf,
            sort: currencyOf,
          },
        ]
      : []),
    {
      id: "opened",
      header: t("blotter.col.opened"),
      align: "end",
      width: 60,
      cell: (row) => (row.side === "flat" ? null : <Age since={row.position.openedAt} />),
      text: (row) => (row.position.openedAt === undefined ? "" : new Date(row.position.openedAt).toISOString()),
      sort: (row) => row.position.openedAt,
    },
  ];
}

/** Long, short or flat; of two positions also which of them is flat. */
function sideWord({ side, name }: PositionRow): string {
  return side === "flat" && name.side !== "net"
    ? t("blotter.side.flatOf", { side: name.side })
    : t(`blotter.side.${side}`);
}

const currencyOf = (row: PositionRow): string => row.instrument.quoteCurrency;
