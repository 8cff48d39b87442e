import { mkdirSync } from "node:fs";
import { app, type BrowserWindow, session } from "electron";
import type { Role } from "../../shared/rpc/contract.ts";
import type { Wire } from "../../shared/rpc/wire.ts";
import { registerPageScheme, servePage } from "./app-protocol.ts";
import { createDeskWindow } from "./desk-window.ts";
import { type DeskCommands, installMenu } from "./menu.ts";
import { lockAllContents } from "./navigation.ts";
import { originOf, pageOrigin, pageUrl } from "./page-origin.ts";
import { denyPermissions } from "./permissions.ts";
import { acceptPage } from "./port-handshake.ts";
import { createTray } from "./tray.ts";

export interface ShellOptions {
  /** Serves the contract to the window's page. */
  attach(wire: Wire, role: Role): void;
  engageKillSwitch(reason: string): void;
  /** Closes the desk; the app ends when it settles. */
  beforeQuit(): Promise<void>;
  rendererDir: string;
  preloadFile: string;
  iconFile: string;
  /** A development server's page; ignored in a packaged app. */
  devServerUrl?: string | undefined;
}

/**
 * What must happen before Electron is ready: sandbox for every page, the page's scheme, one desk per profile.
 * False when another desk has this profile open; that one comes to the front.
 */
export function prepareShell(userDataDir: string): boolean {
  app.enableSandbox();
  registerPageScheme();
  // Electron refuses a folder that does not exist.
  mkdirSync(userDataDir, { recursive: true, mode: 0o700 });
  app.setPath("userData", userDataDir);
  if (app.requestSingleInstanceLock()) return true;
  app.quit();
  return false;
}

/** Lets the desk close in order before the app ends, once, however the quit was asked for. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let closing = false;
  app.on("before-quit", (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    close().then(
      () => {
        app.exit(0);
      },
      () => {
        app.exit(1);
      },
    );
  });
}

/** Opens the window, menu and tray on a prepared app and keeps every page inside its limits. */
export async function startShell(options: ShellOptions): Promise<void> {
  lockAllContents(app);
  closeBeforeQuit(options.beforeQuit);
  await app.whenReady();

  const devServerUrl = app.isPackaged ? undefined : options.devServerUrl;
  const origin = (devServerUrl === undefined ? pageOrigin : originOf(devServerUrl)) ?? pageOrigin;
  servePage(session.defaultSession, options.rendererDir);
  denyPermissions(session.defaultSession, origin);

  let window: BrowserWindow | null = null;
  const openWindow = async (): Promise<void> => {
    const opened = createDeskWindow(options.preloadFile, options.iconFile);
    window = opened;
    opened.on("closed", () => {
      window = null;
    });
    acceptPage(opened, origin, options.attach);
    await opened.loadURL(devServerUrl ?? pageUrl);
  };
  const showWindow = (): void => {
    if (!window) {
      void openWindow();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const commands: DeskCommands = {
    engageKillSwitch: options.engageKillSwitch,
    showWindow,
    quit: () => {
      app.quit();
    },
  };
  installMenu(commands, { platform: process.platform, packaged: app.isPackaged });
  const tray = createTray(commands, options.iconFile);
  app.on("second-instance", showWindow);
  app.on("activate", showWindow);
  app.on("will-quit", () => {
    tray.destroy();
  });
  // Traders need the desk, not its window; on macOS an app without windows is usual, elsewhere the last one ends it.
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  await openWindow();
}
