import { t } from "../../i18n/t.ts";
import type { DataColumn } from "../../ui/data-table.tsx";
import { formatMoney } from "../../ui/format/format-money.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { Size } from "../../ui/size.tsx";
import { Time } from "../../ui/time.tsx";
import type { FillRow } from "./blotter-rows.ts";
import { SideWord } from "./side-word.tsx";

const source = (row: FillRow): string =>
  row.sourceName === "" ? t(row.sourceId) : `${t(row.sourceId)} ${row.sourceName}`;

/** How far the price went against or in favour of the position that a fill closes; offered in the column chooser. */
function excursionColumn(id: "adverse" | "favorable"): DataColumn<FillRow> {
  return {
    id,
    header: t(`blotter.col.${id}`),
    align: "end",
    width: 84,
    cell: (row) =>
      row.fill.excursion ? <Price value={row.fill.excursion[id]} increment={row.instrument.priceIncrement} /> : null,
    text: (row) => row.fill.excursion?.[id] ?? "",
    sort: (row) => (row.fill.excursion ? Number(row.fill.excursion[id]) : undefined),
    hidden: true,
  };
}

/** The columns of the fills table; slippage is against the price at the decision, a plus is a cost. */
export function fillColumns(): readonly DataColumn<FillRow>[] {
  return [
    {
      id: "time",
      header: t("blotter.col.time"),
      width: 96,
      cell: (row) => <Time at={row.fill.at} style="milliseconds" />,
      text: (row) => new Date(row.fill.at).toISOString(),
      sort: (row) => row.fill.at,
    },
    {
      id: "instrument",
      header: t("blotter.col.instrument"),
      width: 92,
      cell: (row) => <b>{row.instrument.symbol}</b>,
      text: (row) => row.instrument.symbol,
      sort: (row) => row.instrument.symbol,
    },
    {
      id: "side",
      header: t("blotter.col.side"),
      width: 48,
      cell: (row) => <SideWord side={row.fill.side} />,
      text: (row) => t(`blotter.side.${row.fill.side}`),
      sort: (row) => row.fill.side,
    },
    {
      id: "size",
      header: t("blotter.col.size"),
      align: "end",
      width: 84,
      cell: (row) => <Size value={row.fill.size} increment={row.instrument.sizeIncrement} />,
      text: (row) => row.fill.size,
      sort: (row) => Number(row.fill.size),
    },
    {
      id: "price",
      header: t("blotter.col.price"),
      align: "end",
      width: 92,
      cell: (row) => <Price value={row.fill.price} increment={row.instrument.priceIncrement} />,
      text: (row) => row.fill.price,
      sort: (row) => Number(row.fill.price),
    },
    {
      id: "fee",
      header: t("blotter.col.fee"),
      align: "end",
      width: 96,
      cell: (row) => <Money value={row.fill.fee} currency={row.fill.feeCurrency} digits={4} />,
      text: (row) => `${row.fill.fee} ${row.fill.feeCurrency}`,
      sort: (row) => Number(row.fill.fee),
    },
    {
      id: "liquidity",
      header: t("blotter.col.liquidity"),
      width: 68,
      cell: (row) => t(`blotter.liquidity.${row.fill.liquidity}`),
      text: (row) => t(`blotter.liquidity.${row.fill.liquidity}`),
      sort: (row) => row.fill.liquidity,
    },
    {
      id: "slippage",
      header: t("blotter.col.slippage"),
      align: "end",
      width: 84,
      cell: (row) => slippage(row),
      text: (row) => row.fill.slippage ?? "",
      sort: (row) => (row.fill.slippage === undefined ? undefined : Number(row.fill.slippage)),
    },
    excursionColumn("adverse"),
    excursionColumn("favorable"),
    {
      id: "source",
      header: t("blotter.col.source"),
      width: 120,
      cell: source,
      text: source,
      sort: source,
    },
    {
      id: "orderId",
      header: t("blotter.col.orderId"),
      width: 120,
      cell: (row) => row.fill.orderId,
      text: (row) => row.fill.orderId,
      sort: (row) => row.fill.orderId,
      hidden: true,
    },
  ];
}

const slippage = (row: FillRow): string =>
  row.fill.slippage === undefined
    ? ""
    : formatMoney(row.fill.slippage, { sign: "always", digits: decimals(row.instrument.priceIncrement) });

const decimals = (increment: string): number => increment.split(".")[1]?.length ?? 0;
