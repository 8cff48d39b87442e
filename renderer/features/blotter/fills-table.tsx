import { useMemo, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useFills } from "../../stores/fills.ts";
import { openAudit } from "../../stores/selection.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { type BlotterContext, fillRows, rowMatches } from "./blotter-rows.ts";
import { fillColumns } from "./fill-columns.tsx";
import { TableFilter } from "./table-filter.tsx";

/** Every fill with its fee, side of the book and slippage; a row opens its order's record. */
export function FillsTable({ context }: { context: BlotterContext }) {
  const list = useFills((state) => state.list);
  const [filter, setFilter] = useState("");
  const columns = useMemo(fillColumns, []);
  const rows = useMemo(
    () =>
      fillRows(list, context).filter((row) =>
        rowMatches([row.instrument.symbol, t(row.sourceId), row.sourceName, row.fill.orderId], filter),
      ),
    [list, context, filter],
  );
  return (
    <DataTable
      label={t("blotter.tab.fills")}
      tableId="fills"
      columns={columns}
      rows={rows}
      rowId={(row) => row.fill.fillId}
      onRowActivate={(row) => openAudit(row.fill.orderId)}
      tools={<TableFilter value={filter} onChange={setFilter} />}
      empty={t(filter === "" ? "blotter.empty.fills" : "blotter.empty.filtered")}
    />
  );
}
