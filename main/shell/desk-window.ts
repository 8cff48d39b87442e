import { BrowserWindow } from "electron";

/** The one window of the desk. What keeps it harmless is written out, although most of it is the default. */
export function createDeskWindow(preloadFile: string, iconFile: string): BrowserWindow {
  const window = new BrowserWindow({
    title: "Proofdesk",
    icon: iconFile,
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: "#0b0e13",
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once("ready-to-show", () => {
    window.show();
  });
  return window;
}
