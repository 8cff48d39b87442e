import { useShortcuts } from "../hotkeys/hotkey-manager.ts";
import { t } from "../i18n/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import styles from "./shortcuts-dialog.module.css";

/** Every shortcut that works right now, by group. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const list = useShortcuts((state) => state.list);
  const groups = Map.groupBy(list, (shortcut) => shortcut.group);
  return (
    <Dialog open={open} onClose={onClose} title={t("frame.shortcuts")} size="wide">
      <div className={styles.groups}>
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            {shortcuts.map(({ keys, text }) => (
              <div key={`${keys} ${text}`} className={styles.line}>
                <span>{text}</span>
                <Kbd keys={keys} />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
