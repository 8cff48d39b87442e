import { t } from "../../i18n/t.ts";
import { Age } from "../../ui/age.tsx";
import type { DataColumn } from "../../ui/data-table.tsx";
import { formatMoney } from "../../ui/format/format-money.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { Size } from "../../ui/size.tsx";
import type { PositionRow } from "./blotter-rows.ts";

const price = (row: PositionRow, value: string | undefined): string =>
  value === undefined ? "" : formatPrice(value, row.instrument.priceIncrement);

/** The columns of the positions table; sizes are signed and the side says it in a word. */
export function positionColumns(): readonly DataColumn<PositionRow>[] {
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
      id: "side",
      header: t("blotter.col.side"),
      width: 52,
      cell: (row) => t(`blotter.side.${row.side}`),
      text: (row) => t(`blotter.side.${row.side}`),
      sort: (row) => row.side,
    },
    {
      id: "size",
      header: t("blotter.col.size"),
      align: "end",
      width: 78,
      cell: (row) => <Size value={row.position.size} increment={row.instrument.sizeIncrement} sign="always" />,
      text: (row) => formatSize(row.position.size, row.instrument.sizeIncrement, "always"),
      sort: (row) => Number(row.position.size),
    },
    {
      id: "unrealized",
      header: t("blotter.col.unrealized"),
      align: "end",
      width: 88,
      cell: (row) => <Money value={row.position.unrealizedPnl} sign="always" />,
      text: (row) => formatMoney(row.position.unrealizedPnl, { sign: "always" }),
      sort: (row) => Number(row.position.unrealizedPnl),
    },
    {
      id: "entry",
      header: t("blotter.col.entry"),
      align: "end",
      width: 84,
      cell: (row) => <Price value={row.position.averagePrice} increment={row.instrument.priceIncrement} />,
      text: (row) => price(row, row.position.averagePrice),
      sort: (row) => Number(row.position.averagePrice ?? 0),
    },
    {
      id: "mark",
      header: t("blotter.col.mark"),
      align: "end",
      width: 84,
      cell: (row) => <Price value={row.position.markPrice} increment={row.instrument.priceIncrement} />,
      text: (row) => price(row, row.position.markPrice),
      sort: (row) => Number(row.position.markPrice ?? 0),
    },
    {
      id: "value",
      header: t("blotter.col.value"),
      align: "end",
      width: 92,
      cell: (row) => <Money value={row.position.notional} />,
      text: (row) => formatMoney(row.position.notional),
      sort: (row) => Math.abs(Number(row.position.notional)),
    },
    {
      id: "realized",
      header: t("blotter.col.realized"),
      align: "end",
      width: 88,
      cell: (row) => <Money value={row.position.realizedPnl} sign="always" />,
      text: (row) => formatMoney(row.position.realizedPnl, { sign: "always" }),
      sort: (row) => Number(row.position.realizedPnl),
    },
    {
      id: "fees",
      header: t("blotter.col.fees"),
      align: "end",
      width: 72,
      cell: (row) => <Money value={row.position.fees} />,
      text: (row) => formatMoney(row.position.fees),
      sort: (row) => Number(row.position.fees),
    },
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
