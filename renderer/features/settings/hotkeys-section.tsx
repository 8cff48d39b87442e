import { useShortcuts } from "../../hotkeys/hotkey-manager.ts";
import { t } from "../../i18n/t.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./settings.module.css";

const ticketKeys = [
  ["↑", "settings.hotkeys.step"],
  ["Shift+↑", "settings.hotkeys.steps"],
  ["Enter", "settings.hotkeys.enter"],
  ["Esc", "settings.hotkeys.esc"],
] as const;

/** Every shortcut that is offered now, and the keys of the ticket. */
export function HotkeysSection() {
  const shortcuts = useShortcuts((state) => state.list);
  const groups = Map.groupBy(shortcuts, (shortcut) => shortcut.group);
  return (
    <RoomSection title={t("settings.hotkeys")}>
      <p className={styles.quiet}>{t("settings.hotkeys.text")}</p>
      <div className={styles.keys}>
        {[...groups].map(([group, list]) => (
          <KeyList key={group} title={group} keys={list.map(({ keys, text }) => [keys, text])} />
        ))}
        <KeyList title={t("settings.hotkeys.ticket")} keys={ticketKeys.map(([keys, id]) => [keys, t(id)])} />
      </div>
    </RoomSection>
  );
}

function KeyList({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <div>
      <h4 className={styles.keysTitle}>{title}</h4>
      <dl>
        {keys.map(([key, text]) => (
          <div key={`${key} ${text}`} className={styles.key}>
            <dt>{text}</dt>
            <dd>
              <Kbd keys={key} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
