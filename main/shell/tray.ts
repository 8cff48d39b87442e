import { Menu, nativeImage, Tray } from "electron";
import { type DeskCommands, killSwitchItem } from "./menu.ts";

/** The icon beside the clock: show, stop, quit. The caller keeps the result, or the icon is collected as garbage. */
export function createTray(commands: DeskCommands, iconFile: string): Tray {
  const tray = new Tray(nativeImage.createFromPath(iconFile).resize({ width: 18, height: 18 }));
  tray.setToolTip("Proofdesk");
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: "Show desk", click: commands.showWindow },
      killSwitchItem(commands, "tray"),
      { type: "separator" },
      { label: "Quit", click: commands.quit },
    ]),
  );
  tray.on("click", commands.showWindow);
  return tray;
}
