import { Plus, X } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./limit-rows.module.css";

export interface RowListProps<Row> {
  rows: readonly Row[];
  /** The name of the row with a number, for example `Window 2`. */
  rowName: (number: number) => string;
  addLabel: string;
  /** A new row; nothing can be added without it. */
  added?: (() => Row) | undefined;
  /** The most rows the setting takes. */
  most: number;
  disabled: boolean;
  onChange: (rows: readonly Row[]) => void;
  children: (row: Row, at: number, change: (part: Partial<Row>) => void) => ReactNode;
}

/** More rows than these are shown when they are asked for. */
const shownAtFirst = 20;

/** Rows that can be added and removed; the focus goes to the row that is new, and after a removal to what adds one. */
export function RowList<Row extends object>(props: RowListProps<Row>) {
  const { rows, rowName, addLabel, added, most, disabled, onChange, children } = props;
  const [showAll, setShowAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const focusOn = useRef<"new" | "add" | null>(null);
  useLayoutEffect(() => {
    const wanted = focusOn.current;
    focusOn.current = null;
    if (wanted === "add") list.current?.querySelector<HTMLElement>("[data-add]")?.focus();
    if (wanted === "new") {
      const newest = [...(list.current?.querySelectorAll(":scope > fieldset") ?? [])].at(-1);
      newest?.querySelector<HTMLElement>("input, textarea, button")?.focus();
    }
  });
  const set = (next: readonly Row[], focus: "new" | "add" | null = null): void => {
    focusOn.current = focus;
    onChange(next);
  };
  const shown = showAll ? rows : rows.slice(0, shownAtFirst);
  return (
    <div ref={list} className={styles.list}>
      {shown.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are typed
        <fieldset key={at} className={styles.row} disabled={disabled}>
          <legend className="visually-hidden">{rowName(at + 1)}</legend>
          <div className={styles.fields}>
            {children(row, at, (part) => set(rows.map((one, index) => (index === at ? { ...one, ...part } : one))))}
          </div>
          <IconButton
            className={styles.remove}
            label={t("settings.row.remove", { row: rowName(at + 1) })}
            icon={<X aria-hidden />}
            size="small"
            disabled={disabled}
            onClick={() =>
              set(
                rows.filter((_, index) => index !== at),
                "add",
              )
            }
          />
        </fieldset>
      ))}
      <div className={styles.buttons}>
        {shown.length < rows.length ? (
          <Button size="small" onClick={() => setShowAll(true)}>
            {t("settings.row.showAll", { count: rows.length - shown.length })}
          </Button>
        ) : null}
        {added === undefined ? null : (
          <Button
            size="small"
            data-add
            disabled={disabled || rows.length >= most}
            onClick={() => {
              setShowAll(true);
              set([...rows, added()], "new");
            }}
          >
            <Plus aria-hidden />
            {addLabel}
          </Button>
        )}
      </div>
    </div>
  );
}
