import {
  Bot,
  Gauge,
  Keyboard,
  LayoutGrid,
  Lock,
  LockOpen,
  RotateCcw,
  ScrollText,
  Settings,
  ShieldCheck,
} from "lucide-react";
import { t } from "../i18n/t.ts";
import { openRoom, type Room, useSelection } from "../stores/selection.ts";
import { classNames } from "../ui/class-names.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { resetLayout, toggleLayoutLock, useDeskLayout } from "./desk-layout.ts";
import styles from "./rail.module.css";

export const rooms: readonly { readonly id: Room; readonly icon: typeof Bot; readonly keys: string }[] = [
  { id: "desk", icon: LayoutGrid, keys: "Alt+1" },
  { id: "traders", icon: Bot, keys: "Alt+2" },
  { id: "risk", icon: Gauge, keys: "Alt+3" },
  { id: "audit", icon: ScrollText, keys: "Alt+4" },
  { id: "compliance", icon: ShieldCheck, keys: "Alt+5" },
  { id: "settings", icon: Settings, keys: "Alt+6" },
];

/** The way between rooms, and the tools of the desk's layout. */
export function Rail({ onShortcuts }: { onShortcuts: () => void }) {
  const room = useSelection((state) => state.room);
  const locked = useDeskLayout((state) => state.locked);
  return (
    <nav className={styles.rail} aria-label={t("frame.rooms")}>
      <div className={styles.rooms}>
        {rooms.map(({ id, icon: Icon }) => (
          <button
            key={id}
            type="button"
            aria-current={id === room ? "page" : undefined}
            className={classNames(styles.room, id === room && styles.current)}
            onClick={() => openRoom(id)}
          >
            <Icon aria-hidden strokeWidth={1.6} />
            {t(`frame.room.${id}`)}
          </button>
        ))}
      </div>
      <div className={styles.tools}>
        {room === "desk" ? (
          <>
            <IconButton
              label={locked ? t("frame.unlock") : t("frame.lock")}
              icon={locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
              pressed={locked}
              onClick={toggleLayoutLock}
            />
            <IconButton label={t("frame.reset")} icon={<RotateCcw aria-hidden />} onClick={resetLayout} />
          </>
        ) : null}
        <IconButton label={t("frame.shortcuts")} icon={<Keyboard aria-hidden />} onClick={onShortcuts} />
      </div>
    </nav>
  );
}
