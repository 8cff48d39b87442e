import { Popover } from "@base-ui/react/popover";
import { Columns3 } from "lucide-react";
import { t } from "../i18n/t.ts";
import buttonStyles from "./button.module.css";
import { Checkbox } from "./checkbox.tsx";
import { classNames } from "./class-names.ts";
import styles from "./data-table.module.css";

export interface ColumnChoice {
  readonly id: string;
  readonly header: string;
  readonly visible: boolean;
}

/** Shows and hides the columns of a table; the last visible one stays. */
export function ColumnChooser({
  columns,
  onToggle,
}: {
  columns: readonly ColumnChoice[];
  onToggle: (id: string, visible: boolean) => void;
}) {
  const shown = columns.filter((column) => column.visible).length;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={t("ui.columns")}
        title={t("ui.columns")}
        className={classNames(buttonStyles.button, buttonStyles.quiet, buttonStyles.icon, buttonStyles.small)}
      >
        <Columns3 aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Popover.Popup className={styles.menu} aria-label={t("ui.columns")}>
            {columns.map((column) => (
              <div key={column.id}>
                <Checkbox
                  label={column.header}
                  checked={column.visible}
                  disabled={column.visible && shown === 1}
                  onChange={(visible) => onToggle(column.id, visible)}
                />
              </div>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
