import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, Download } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { copyText } from "./copy-text.ts";
import { toCsv } from "./csv.ts";
import type { DataColumn } from "./data-column.ts";
import styles from "./data-table.module.css";
import { fitColumns } from "./fit-columns.ts";
import { IconButton } from "./icon-button.tsx";
import { saveFile } from "./save-file.ts";
import { type TableSort, useDataTable } from "./use-data-table.ts";
import { useWidth } from "./use-width.ts";

export type { DataColumn } from "./data-column.ts";

/** Above this many rows only those in sight are in the document. */
const virtualAbove = 200;
const rowHeight = 24;

export interface DataTableProps<Row extends object> {
  /** Names the table for assistive technology and its CSV file. */
  label: string;
  /** Where sorting, widths and visibility are remembered. */
  tableId: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  initialSort?: TableSort | undefined;
  selectedId?: string | undefined;
  /** Enter or a click on a row. */
  onRowActivate?: ((row: Row) => void) | undefined;
  /** Buttons at the end of each row. */
  rowActions?: ((row: Row) => ReactNode) | undefined;
  rowActionsWidth?: number;
  /** Before the table's own tools: filters and the like. */
  tools?: ReactNode;
  hideTools?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
}

const ariaSort = { asc: "ascending", desc: "descending" } as const;

/** What its column cuts is whole in a cell's title: a number must not pass for a shorter one. */
function titleCutCell({ target }: MouseEvent): void {
  const cell = (target as HTMLElement).closest("td");
  if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : "";
}

/** A dense table: sorts, resizes and hides columns, copies a row, saves what it shows as CSV, walks by arrow keys. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, tableId, columns, rows, rowId, selectedId, onRowActivate, rowActions, rowActionsWidth = 96 } = props;
  const table = useDataTable(tableId, columns, rows, rowId, props.initialSort);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const scroll = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const model = table.getRowModel().rows;
  const leaves = table.getVisibleLeafColumns();
  const virtual = model.length > virtualAbove;
  const virtualizer = useVirtualizer({
    count: virtual ? model.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 600 },
  });
  const items = virtual ? virtualizer.getVirtualItems() : [];
  const first = items[0]?.index ?? 0;
  const last = virtual ? (items.at(-1)?.index ?? -1) : model.length - 1;
  const before = virtual ? (items[0]?.start ?? 0) : 0;
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const actionsWidth = rowActions ? rowActionsWidth : 0;
  const room = useWidth(scroll) - actionsWidth;
  const sizes = leaves.map((leaf) => leaf.getSize());
  // Whoever has set a width keeps all of them.
  const setByHand = Object.keys(table.state.columnSizing).length > 0;
  const isNumber = (at: number): boolean => byId.get(leaves[at]?.id ?? "")?.align === "end";
  const widths = setByHand ? sizes : fitColumns(sizes, room, isNumber);
  const span = leaves.length + (rowActions ? 1 : 0);
  const active = Math.min(focused, model.length - 1);

  const texts = (row: Row): string[] => leaves.map((leaf) => byId.get(leaf.id)?.text(row) ?? "");
  const focusRow = (index: number): void => {
    const next = Math.max(0, Math.min(model.length - 1, index));
    setFocused(next);
    if (virtual) virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroll.current?.querySelector<HTMLElement>(`[aria-rowindex="${next + 2}"]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent, index: number, row: Row): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 240) / rowHeight) - 2);
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: model.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focusRow(to);
    } else if (event.key === "Enter" && onRowActivate) {
      event.preventDefault();
      onRowActivate(row);
    } else if (event.code === "KeyC" && (event.ctrlKey || event.metaKey) && !window.getSelection()?.toString()) {
      event.preventDefault();
      copyText(texts(row).join("\t"), t("ui.row-copied"));
    }
  };

  return (
    <div className={styles.frame}>
      {props.hideTools ? null : (
        <div className={styles.tools}>
          {props.tools}
          <span style={{ marginInlineStart: "auto" }} />
          <ColumnChooser
            columns={table.getAllLeafColumns().map((leaf) => ({
              id: leaf.id,
              header: byId.get(leaf.id)?.header ?? leaf.id,
              visible: leaf.getIsVisible(),
            }))}
            onToggle={(id, visible) => table.getColumn(id)?.toggleVisibility(visible)}
          />
          <IconButton
            label={t("ui.download-csv")}
            icon={<Download aria-hidden />}
            size="small"
            disabled={model.length === 0}
            onClick={() => {
              const header = leaves.map((leaf) => byId.get(leaf.id)?.header ?? leaf.id);
              const csv = toCsv(
                header,
                model.map((row) => texts(row.original)),
              );
              saveFile(`${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`, "text/csv;charset=utf-8", csv);
            }}
          />
        </div>
      )}
      <div ref={scroll} className={styles.scroll}>
        <table
          className={styles.table}
          aria-label={label}
          aria-rowcount={model.length + 1}
          style={{ minWidth: widths.reduce((sum, width) => sum + width, actionsWidth) }}
        >
          <colgroup>
            {leaves.map((leaf, at) => (
              <col key={leaf.id} style={{ width: widths[at] }} />
            ))}
            {rowActions ? <col style={{ width: rowActionsWidth }} /> : null}
          </colgroup>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  const title = byId.get(header.id)?.header ?? header.id;
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      aria-sort={sorted ? ariaSort[sorted] : undefined}
                      className={classNames(byId.get(header.id)?.align === "end" && styles.end)}
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          className={styles.head}
                          title={t("ui.sort-by", { column: title })}
                          onClick={header.column.getToggleSortingHandler()}
                        >
                          <span>{title}</span>
                          {sorted === "asc" ? <ArrowUp aria-hidden /> : null}
                          {sorted === "desc" ? <ArrowDown aria-hidden /> : null}
                        </button>
                      ) : (
                        <div className={styles.head}>
                          <span>{title}</span>
                        </div>
                      )}
                      <span
                        aria-hidden
                        className={styles.resizer}
                        onMouseDown={header.getResizeHandler()}
                        onTouchStart={header.getResizeHandler()}
                        onDoubleClick={() => header.column.resetSize()}
                      />
                    </th>
                  );
                })}
                {rowActions ? (
                  <th scope="col" className={styles.actions}>
                    <span className="visually-hidden">{t("ui.actions")}</span>
                  </th>
                ) : null}
              </tr>
            ))}
          </thead>
          {/* biome-ignore lint/a11y/useKeyWithMouseEvents: only the pointer reads titles; keys copy the row, and what is cut is read aloud whole */}
          <tbody onMouseOver={titleCutCell}>
            {before > 0 ? (
              <tr aria-hidden className={styles.spacer}>
                <td colSpan={span} style={{ height: before }} />
              </tr>
            ) : null}
            {model.slice(first, last + 1).map((row, offset) => {
              const index = first + offset;
              return (
                <tr
                  key={row.id}
                  aria-rowindex={index + 2}
                  aria-selected={selectedId === undefined ? undefined : row.id === selectedId}
                  tabIndex={index === active ? 0 : -1}
                  className={classNames(styles.row, row.id === selectedId && styles.selected)}
                  onFocus={() => setFocused(index)}
                  onKeyDown={(event) => onKeyDown(event, index, row.original)}
                  onClick={() => onRowActivate?.(row.original)}
                >
                  {leaves.map((leaf) => {
                    const column = byId.get(leaf.id);
                    return (
                      <td key={leaf.id} className={classNames(column?.align === "end" && styles.end)}>
                        {column?.cell(row.original)}
                      </td>
                    );
                  })}
                  {rowActions ? (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a button's click from activating the row
                    <td className={styles.actions} onClick={(event) => event.stopPropagation()}>
                      {rowActions(row.original)}
                    </td>
                  ) : null}
                </tr>
              );
            })}
            {after > 0 ? (
              <tr aria-hidden className={styles.spacer}>
                <td colSpan={span} style={{ height: after }} />
              </tr>
            ) : null}
          </tbody>
        </table>
        {model.length === 0 ? <div className={styles.empty}>{props.empty}</div> : null}
      </div>
    </div>
  );
}
