import { Menu, type MenuItemConstructorOptions } from "electron";

export interface DeskCommands {
  engageKillSwitch(reason: string): void;
  showWindow(): void;
  quit(): void;
}

/** Same wording and keys wherever the shell offers it, so that the hand finds it in a hurry. */
export function killSwitchItem(commands: DeskCommands, source: "menu" | "tray"): MenuItemConstructorOptions {
  return {
    label: "Engage kill switch",
    accelerator: "CommandOrControl+Shift+K",
    click: () => {
      commands.engageKillSwitch(`engaged from the ${source}`);
    },
  };
}

/** The application menu: the platform's standard roles and the kill switch. */
function menuTemplate(
  commands: DeskCommands,
  host: { platform: string; packaged: boolean },
): MenuItemConstructorOptions[] {
  return [
    ...(host.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    {
      label: "Desk",
      submenu: [killSwitchItem(commands, "menu"), { type: "separator" }, { label: "Quit", role: "quit" }],
    },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [
        { role: "reload" },
        { type: "separator" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
        ...(host.packaged ? [] : [{ role: "toggleDevTools" as const }]),
      ],
    },
    { role: "windowMenu" },
  ];
}

export function installMenu(commands: DeskCommands, host: { platform: string; packaged: boolean }): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(commands, host)));
}
