import type { ReactNode } from "react";

/** One column of a {@link DataTable}. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Numbers go to the end so that their decimals line up. */
  readonly align?: "start" | "end";
  /** Pixels at first; the person may change it. */
  readonly width?: number;
  readonly minWidth?: number;
  /** What the cell shows. */
  readonly cell: (row: Row) => ReactNode;
  /** What the cell says as plain text, for copying and CSV: money, prices and sizes with all their digits and without grouping. */
  readonly text: (row: Row) => string;
  /** What it sorts by; a column without it does not sort. Missing values come last. */
  readonly sort?: ((row: Row) => string | number | undefined) | undefined;
  /** Left out at first, offered in the column chooser. */
  readonly hidden?: boolean;
}
