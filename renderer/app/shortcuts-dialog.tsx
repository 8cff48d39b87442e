import { useShortcuts } from "../hotkeys/hotkey-manager.ts";
import { t } from "../i18n/t.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import styles from "./shortcuts-dialog.module.css";

/** Keys that belong to the chart while it has the focus. */
const chartKeys = [
  ["0–9", "frame.hint.digits"],
  ["A–Z", "frame.hint.letters"],
  ["←+→", "frame.hint.scroll"],
  ["−+=", "frame.hint.zoom"],
  ["End", "frame.hint.newest"],
  ["↑+↓", "frame.hint.order"],
] as const;

/** Every shortcut that works right now, by group. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const list = useShortcuts((state) => state.list);
  const hints = chartKeys.map(([keys, id]) => ({ keys, text: t(id), group: t("frame.group.chart") }));
  const groups = Map.groupBy([...list, ...hints], (shortcut) => shortcut.group);
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
