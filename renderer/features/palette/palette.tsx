import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useEffect, useState } from "react";
import { t } from "../../i18n/t.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { type Command, type CommandGroup, groupCommands, matchesSearch } from "./command.ts";
import styles from "./palette.module.css";

export interface PaletteProps {
  open: boolean;
  /** What stands in the search at first: a letter typed on the chart, for example. */
  search?: string;
  commands: readonly Command[];
  onClose: () => void;
}

/** Finds and runs anything by its name. */
export function Palette({ open, search = "", commands, onClose }: PaletteProps) {
  const [value, setValue] = useState(search);
  useEffect(() => {
    if (open) setValue(search);
  }, [open, search]);
  const run = (command: Command): void => {
    onClose();
    command.run();
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={t("palette.title")}>
          <Autocomplete.Root
            open
            inline
            items={groupCommands(commands)}
            value={value}
            onValueChange={setValue}
            filter={(item, query) => matchesSearch(item as unknown as Command, query)}
            itemToStringValue={(item) => (item as unknown as Command).text}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input
              className={styles.input}
              aria-label={t("palette.search")}
              placeholder={t("palette.search")}
            />
            <Autocomplete.Empty className={styles.empty}>{t("palette.none")}</Autocomplete.Empty>
            <Autocomplete.List className={styles.list} tabIndex={-1}>
              {(group: CommandGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={styles.label}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.id}
                        value={command}
                        className={styles.item}
                        onClick={() => run(command)}
                      >
                        <span>{command.text}</span>
                        {command.note ? <span className={styles.note}>{command.note}</span> : null}
                        {command.keys ? (
                          <span className={styles.keys}>
                            <Kbd keys={command.keys} />
                          </span>
                        ) : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
          <div className={styles.foot}>{t("palette.how")}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
