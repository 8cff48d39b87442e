import type { ReactNode } from "react";
import styles from "./plain-table.module.css";

export interface PlainTableProps {
  label: string;
  /** Headers; those over figures stand at the end, as the figures do. */
  columns: readonly (string | { readonly figures: string })[];
  /** Rows of the body. */
  children: ReactNode;
}

/** A small table to read: it neither sorts nor filters, and scrolls sideways where it has no room. */
export function PlainTable({ label, columns, children }: PlainTableProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === "string" ? (
                <th key={column} scope="col">
                  {column}
                </th>
              ) : (
                <th key={column.figures} scope="col" className={styles.end}>
                  {column.figures}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
