import { useMemo } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import type { Bar } from "../../../shared/model/market.ts";
import { t } from "../../i18n/t.ts";
import type { DataColumn } from "../../ui/data-column.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { formatCompact } from "../../ui/format/format-compact.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { Time } from "../../ui/time.tsx";

/** The bars in sight as a table, newest first: the chart for those who cannot see it, and for copying. */
export function BarsTable({ instrument, bars }: { instrument: Instrument; bars: readonly Bar[] }) {
  const columns = useMemo((): DataColumn<Bar>[] => {
    const price = (id: "open" | "high" | "low" | "close"): DataColumn<Bar> => ({
      id,
      header: t(`chart.${id}.long`),
      align: "end",
      cell: (bar) => formatPrice(bar[id], instrument.priceIncrement),
      text: (bar) => String(bar[id]),
      sort: (bar) => bar[id],
    });
    return [
      {
        id: "time",
        header: t("chart.time"),
        width: 150,
        cell: (bar) => <Time at={bar.openTime} style="date-time" />,
        text: (bar) => new Date(bar.openTime).toISOString(),
        sort: (bar) => bar.openTime,
      },
      price("open"),
      price("high"),
      price("low"),
      price("close"),
      {
        id: "volume",
        header: t("chart.volume"),
        align: "end",
        cell: (bar) => formatCompact(bar.volume),
        text: (bar) => String(bar.volume),
        sort: (bar) => bar.volume,
      },
    ];
  }, [instrument]);
  return (
    <DataTable
      label={t("chart.bars")}
      tableId="chart-bars"
      columns={columns}
      rows={bars}
      rowId={(bar) => String(bar.openTime)}
      initialSort={{ id: "time", desc: true }}
    />
  );
}
