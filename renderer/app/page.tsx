import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect, useMemo, useState } from "react";
import { Palette } from "../features/palette/palette.tsx";
import { WhyNotDialog } from "../features/risk/why-not-dialog.tsx";
import { Tour } from "../features/tour/tour.tsx";
import { useHotkey, useHotkeyDispatch } from "../hotkeys/use-hotkey.ts";
import { t } from "../i18n/t.ts";
import { useAccount } from "../stores/account.ts";
import { useAppearance } from "../stores/appearance.ts";
import { useConnection } from "../stores/connection.ts";
import { useCurrency, useInstruments } from "../stores/desk.ts";
import { closePalette, openPalette, usePalette } from "../stores/palette.ts";
import { openRoom, type Room, useSelection } from "../stores/selection.ts";
import { type DeskClient, DeskContext, useDesk } from "../transport/desk-client.ts";
import { AccountCurrencyContext } from "../ui/account-currency.ts";
import { classNames } from "../ui/class-names.ts";
import { TimeZoneContext } from "../ui/time-zone.ts";
import { ToastProvider } from "../ui/toast.tsx";
import { amountsOf } from "./account-dialog.tsx";
import { commandsOf } from "./commands.ts";
import { ModeBand } from "./mode-band.tsx";
import styles from "./page.module.css";
import { PanelBoundary } from "./panel-boundary.tsx";
import { Rail, rooms } from "./rail.tsx";
import { roomsById } from "./rooms-by-id.ts";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { TopBar } from "./top-bar.tsx";
import { UnfinishedFlatLine } from "./unfinished-flat-line.tsx";
import { useTheme } from "./use-theme.ts";

/** The whole page for one desk. */
export function Page({ client }: { client: DeskClient }) {
  const timeZone = useAppearance((state) => state.timeZone);
  const currency = useCurrency();
  return (
    <CSPProvider disableStyleElements>
      <DeskContext value={client}>
        <TimeZoneContext value={timeZone}>
          <AccountCurrencyContext value={currency}>
            <Tooltip.Provider>
              <ToastProvider>
                <Frame />
              </ToastProvider>
            </Tooltip.Provider>
          </AccountCurrencyContext>
        </TimeZoneContext>
      </DeskContext>
    </CSPProvider>
  );
}

function RoomShortcut({ id, keys }: { id: Room; keys: string }) {
  useHotkey({
    keys,
    text: t(`frame.room.${id}`),
    group: t("frame.group.rooms"),
    run: () => openRoom(id),
    everywhere: true,
  });
  return null;
}

function Frame() {
  useTheme();
  useHotkeyDispatch();
  const client = useDesk();
  const instruments = useInstruments();
  const palette = usePalette();
  const [shortcuts, setShortcuts] = useState(false);
  const general = t("frame.group.general");
  useHotkey({ keys: "Ctrl+K", text: t("frame.search"), group: general, run: () => openPalette(), everywhere: true });
  useHotkey({ keys: "?", text: t("frame.shortcuts"), group: general, run: () => setShortcuts(true) });
  // Built when the palette opens, so that it speaks of the state of that moment.
  const commands = useMemo(
    () => (palette.open ? commandsOf(client, instruments, () => setShortcuts(true)) : []),
    [palette.open, client, instruments],
  );
  return (
    <div className={styles.page}>
      <ModeBand />
      <ConnectionLine />
      <UnconvertedLine />
      <UnfinishedFlatLine />
      <TopBar onSearch={() => openPalette()} />
      <div className={styles.main}>
        <Rail onShortcuts={() => setShortcuts(true)} />
        <CurrentRoom />
      </div>
      {rooms.map(({ id, keys }) => (
        <RoomShortcut key={id} id={id} keys={keys} />
      ))}
      <Palette open={palette.open} search={palette.search} commands={commands} onClose={closePalette} />
      <ShortcutsDialog open={shortcuts} onClose={() => setShortcuts(false)} />
      <WhyNotDialog />
      <Tour />
    </div>
  );
}

function ConnectionLine() {
  const { state, reason } = useConnection();
  if (state === "open" || state === "connecting") return null;
  return (
    <div className={classNames(styles.lost, state === "closed" && styles.closed)} role="alert">
      {state === "closed" ? t("frame.closed", { reason }) : t("frame.reconnecting")}
    </div>
  );
}

/** Cash that nothing values stops all opening: it is said on every room. */
function UnconvertedLine() {
  const unconverted = useAccount((state) => state.account?.unconverted);
  if (!unconverted) return null;
  return (
    <div className={classNames(styles.lost, styles.closed)} role="alert">
      {t("frame.unconverted", { amounts: amountsOf(unconverted) })}
    </div>
  );
}

function CurrentRoom() {
  const room = useSelection((state) => state.room);
  // The first answer decides what the page is about; afterwards a lost connection keeps it in sight.
  const known = useInstruments().length > 0;
  const state = useConnection((connection) => connection.state);
  const [seen, setSeen] = useState(known);
  useEffect(() => {
    if (known) setSeen(true);
  }, [known]);
  const Room = roomsById[room];
  return (
    <main className={styles.room} aria-label={t(`frame.room.${room}`)}>
      <h1 className="visually-hidden">{t(`frame.room.${room}`)}</h1>
      {seen ? (
        <PanelBoundary key={room}>
          <Room />
        </PanelBoundary>
      ) : (
        <div className={styles.waiting} role="status">
          {state === "closed" ? null : t("frame.connecting")}
        </div>
      )}
    </main>
  );
}
