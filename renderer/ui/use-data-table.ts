import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import type { DataColumn } from "./data-column.ts";
import { readStored, writeStored } from "./stored.ts";

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

export interface TableSort {
  readonly id: string;
  readonly desc: boolean;
}

interface Remembered {
  sorting: TableSort[];
  columnVisibility: Record<string, boolean>;
  columnSizing: Record<string, number>;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What a stored table says, as far as it is well-formed. */
function readRemembered(value: unknown): Remembered | undefined {
  if (!isRecord(value)) return undefined;
  const { sorting, columnVisibility, columnSizing } = value;
  if (!Array.isArray(sorting) || !isRecord(columnVisibility) || !isRecord(columnSizing)) return undefined;
  return value as unknown as Remembered;
}

/** Sorting, column widths and visibility of one table, kept under `tableId` across restarts. */
export function useDataTable<Row extends object>(
  tableId: string,
  columns: readonly DataColumn<Row>[],
  rows: readonly Row[],
  rowId: (row: Row) => string,
  initialSort: TableSort | undefined,
) {
  const key = `proofdesk.table.${tableId}`;
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(
      columns.map((column) =>
        helper.accessor((row) => column.sort?.(row), {
          id: column.id,
          header: column.header,
          enableSorting: column.sort !== undefined,
          sortFn: "basic",
          sortUndefined: "last",
          size: column.width ?? 100,
          minSize: column.minWidth ?? 44,
        }),
      ),
    );
  }, [columns]);
  // Read once: afterwards the table owns these.
  const [initial] = useState(() =>
    readStored<Remembered>(key, readRemembered, {
      sorting: initialSort ? [initialSort] : [],
      columnVisibility: Object.fromEntries(columns.filter((c) => c.hidden).map((c) => [c.id, false])),
      columnSizing: {},
    }),
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    initialState: initial,
    columnResizeMode: "onChange",
    enableMultiSort: false,
    autoResetAll: false,
  });
  const { sorting, columnVisibility, columnSizing } = table.state;
  useEffect(() => {
    writeStored(key, { sorting, columnVisibility, columnSizing });
  }, [key, sorting, columnVisibility, columnSizing]);
  return table;
}
