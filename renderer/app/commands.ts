import type { Instrument } from "../../shared/model/instrument.ts";
import { Interval } from "../../shared/model/market.ts";
import type { Command } from "../features/palette/command.ts";
import { t } from "../i18n/t.ts";
import { useRisk } from "../stores/risk.ts";
import { openRoom, selectInstrument, selectInterval } from "../stores/selection.ts";
import type { DeskClient } from "../transport/desk-client.ts";
import { resetLayout, toggleLayoutLock, useDeskLayout } from "./desk-layout.ts";
import { pressKillSwitch } from "./kill-switch-store.ts";
import { rooms } from "./rail.tsx";
import { setAppearance } from "./set-appearance.ts";

/** Everything the palette offers, in the order of its groups. */
export function commandsOf(client: DeskClient, instruments: readonly Instrument[], onShortcuts: () => void): Command[] {
  const look = t("frame.group.look");
  const onDesk = (run: () => void) => () => {
    openRoom("desk");
    run();
  };
  return [
    ...instruments.map(({ id, symbol, name }) => ({
      id: `instrument.${id}`,
      group: t("frame.group.instruments"),
      text: symbol,
      note: name,
      run: onDesk(() => selectInstrument(id)),
    })),
    ...rooms.map(({ id, keys }) => ({
      id: `room.${id}`,
      group: t("frame.group.rooms"),
      text: t(`frame.room.${id}`),
      keys,
      run: () => openRoom(id),
    })),
    ...Interval.options.map((interval) => ({
      id: `interval.${interval}`,
      group: t("frame.group.intervals"),
      text: interval,
      run: onDesk(() => selectInterval(interval)),
    })),
    {
      id: "kill",
      group: t("frame.group.general"),
      text: t("frame.kill"),
      keys: "Ctrl+Shift+K",
      run: () => void pressKillSwitch(client, useRisk.getState().risk?.killSwitch ?? false),
    },
    { id: "shortcuts", group: t("frame.group.general"), text: t("frame.shortcuts"), keys: "?", run: onShortcuts },
    ...(["system", "dark", "light"] as const).map((theme) => ({
      id: `theme.${theme}`,
      group: look,
      text: t(`frame.theme.${theme}`),
      run: () => setAppearance(client, { theme }),
    })),
    ...(["green-up", "red-up", "blue-orange"] as const).map((palette) => ({
      id: `palette.${palette}`,
      group: look,
      text: t(`frame.palette.${palette}`),
      run: () => setAppearance(client, { palette }),
    })),
    {
      id: "layout.lock",
      group: t("frame.group.layout"),
      text: useDeskLayout.getState().locked ? t("frame.unlock") : t("frame.lock"),
      run: onDesk(toggleLayoutLock),
    },
    { id: "layout.reset", group: t("frame.group.layout"), text: t("frame.reset"), run: onDesk(resetLayout) },
  ];
}
