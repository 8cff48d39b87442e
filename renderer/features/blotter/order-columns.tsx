import { t } from "../../i18n/t.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import type { DataColumn } from "../../ui/data-table.tsx";
import { formatPercent } from "../../ui/format/format-percent.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { orderPrice } from "../../ui/format/order-price.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { RecordedText } from "../../ui/recorded-text.tsx";
import { Time } from "../../ui/time.tsx";
import type { OrderRow } from "./blotter-rows.ts";
import type { StateTone } from "./order-state.ts";
import { remainingSize } from "./remaining-size.ts";
import { SideWord } from "./side-word.tsx";

const tones: Readonly<Record<StateTone, BadgeTone>> = {
  neutral: "neutral",
  working: "info",
  good: "ok",
  bad: "bad",
  waiting: "warn",
};

const size = (row: OrderRow, value: string): string => formatSize(value, row.instrument.sizeIncrement);
const asRecorded = (value: string): string => value;
const source = (row: OrderRow): string =>
  row.sourceName === "" ? t(row.sourceId) : `${t(row.sourceId)} ${row.sourceName}`;
const flags = ({ order }: OrderRow): string =>
  [order.postOnly ? t("blotter.flag.postOnly") : "", order.reduceOnly ? t("blotter.flag.reduceOnly") : ""]
    .filter((flag) => flag !== "")
    .join(" ");
/** An exit is called by its role; an order that only hangs together with another keeps its type. */
const typeWord = ({ order: { link, type } }: OrderRow): string => {
  if (link === undefined) return t(`blotter.type.${type}`);
  const role = t(`blotter.link.${link.role}`);
  return link.role === "oco" || link.role === "oto" ? `${role} ${t(`blotter.type.${type}`)}` : role;
};
const positionSide = ({ order: { positionSide: side } }: OrderRow): string =>
  side === undefined ? "" : t(`blotter.side.${side}`);
/** A share for another program: a plain number, without the rounding errors of its last digits. */
const plainPercent = (value: number): string => {
  const text = value.toFixed(10).replace(/\.?0+$/, "");
  return `${text === "-0" ? "0" : text}%`;
};
/** A column of plain text; numbers sort by `by`. */
const column = (
  id: string,
  text: (row: OrderRow) => string,
  width: number,
  by: (row: OrderRow) => string | number | undefined,
  more: Partial<DataColumn<OrderRow>> = {},
): DataColumn<OrderRow> => ({
  id,
  header: t(`blotter.col.${id}`),
  width,
  cell: text,
  text,
  sort: by,
  ...more,
});
const end = { align: "end" } as const;

/** The columns of the orders table: what, where it stands and why, how far from the market, and who wanted it. */
export function orderColumns(hedging: boolean): readonly DataColumn<OrderRow>[] {
  return [
    column(
      "time",
      (row) => new Date(row.order.createdAt).toISOString(),
      74,
      (row) => row.order.createdAt,
      {
        cell: (row) => <Time at={row.order.createdAt} />,
      },
    ),
    column(
      "instrument",
      (row) => row.instrument.symbol,
      86,
      (row) => row.instrument.symbol,
      {
        cell: (row) => <b>{row.instrument.symbol}</b>,
      },
    ),
    column(
      "side",
      (row) => t(`blotter.side.${row.order.side}`),
      46,
      (row) => row.order.side,
      {
        cell: (row) => <SideWord side={row.order.side} />,
      },
    ),
    ...(hedging ? [column("positionSide", positionSide, 62, positionSide)] : []),
    column("type", typeWord, 92, typeWord),
    column(
      "size",
      (row) => row.order.size,
      68,
      (row) => Number(row.order.size),
      { ...end, cell: (row) => size(row, row.order.size) },
    ),
    column(
      "price",
      (row) => orderPrice(row.order, asRecorded),
      82,
      (row) => optional(row.order.triggerPrice ?? row.order.limitPrice),
      { ...end, cell: (row) => orderPrice(row.order, (value) => formatPrice(value, row.instrument.priceIncrement)) },
    ),
    column(
      "status",
      (row) => t(row.statusId),
      138,
      (row) => t(row.statusId),
      {
        cell: (row) => <Badge tone={tones[row.tone]}>{t(row.statusId)}</Badge>,
      },
    ),
    column(
      "filled",
      (row) => row.order.filledSize,
      78,
      (row) => Number(row.order.filledSize),
      { ...end, cell: (row) => size(row, row.order.filledSize) },
    ),
    column(
      "average",
      (row) => row.order.averagePrice ?? "",
      88,
      (row) => optional(row.order.averagePrice),
      {
        ...end,
        cell: ({ order: { averagePrice }, instrument }) =>
          averagePrice === undefined ? null : <Price value={averagePrice} increment={instrument.priceIncrement} />,
      },
    ),
    column(
      "distance",
      (row) => (row.distancePct === null ? "" : plainPercent(row.distancePct)),
      70,
      (row) => row.distancePct ?? undefined,
      { ...end, cell: (row) => (row.distancePct === null ? "" : formatPercent(row.distancePct)) },
    ),
    column(
      "statusReason",
      (row) => row.order.statusReason,
      180,
      (row) => row.order.statusReason,
      {
        cell: (row) => <RecordedText text={row.order.statusReason} />,
      },
    ),
    column("source", source, 104, source),
    column(
      "reason",
      (row) => row.order.reason,
      180,
      (row) => row.order.reason,
      {
        cell: (row) => <RecordedText text={row.order.reason} />,
      },
    ),
    column(
      "remaining",
      (row) => remainingSize(row.order),
      78,
      (row) => Number(remainingSize(row.order)),
      {
        ...end,
        cell: (row) => size(row, remainingSize(row.order)),
        hidden: true,
      },
    ),
    column(
      "tif",
      (row) => row.order.timeInForce,
      46,
      (row) => row.order.timeInForce,
    ),
    column(
      "expires",
      (row) => (row.order.expireAt === undefined ? "" : new Date(row.order.expireAt).toISOString()),
      132,
      (row) => row.order.expireAt,
      {
        cell: ({ order: { expireAt } }) => (expireAt === undefined ? null : <Time at={expireAt} style="date-time" />),
        hidden: true,
      },
    ),
    column("flags", flags, 84, flags),
    column(
      "fees",
      (row) => row.order.fees,
      70,
      (row) => Number(row.order.fees),
      {
        ...end,
        cell: (row) => <Money value={row.order.fees} />,
      },
    ),
    column(
      "updated",
      (row) => new Date(row.order.updatedAt).toISOString(),
      72,
      (row) => row.order.updatedAt,
      {
        cell: (row) => <Time at={row.order.updatedAt} />,
        hidden: true,
      },
    ),
    column(
      "orderId",
      (row) => row.order.orderId,
      110,
      (row) => row.order.orderId,
      { hidden: true },
    ),
  ];
}

const optional = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
