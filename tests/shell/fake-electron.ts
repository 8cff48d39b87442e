import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type Electron from "electron";

// A recording stand-in for the parts of Electron that the shell uses. It proves settings and wiring; that Electron
// enforces them is Electron's own promise.

export const calls: { api: string; args: unknown[] }[] = [];
const record = (api: string, ...args: unknown[]): void => {
  calls.push({ api, args });
};

export class FakeFrame {
  readonly origin: string;
  readonly posted: { channel: string; message: unknown; ports: FakePort[] }[] = [];
  constructor(origin: string) {
    this.origin = origin;
  }
  postMessage(channel: string, message: unknown, ports: FakePort[] = []): void {
    this.posted.push({ channel, message, ports });
  }
}

export class FakeContents extends EventEmitter {
  mainFrame = new FakeFrame("app://proofdesk");
  openHandler: Parameters<Electron.WebContents["setWindowOpenHandler"]>[0] | null = null;
  setWindowOpenHandler(handler: Parameters<Electron.WebContents["setWindowOpenHandler"]>[0]): void {
    this.openHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  url = "";
  visible = false;
  focused = false;
  minimized = false;
  destroyed = false;
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.url = url;
    this.emit("ready-to-show");
  }
  show(): void {
    this.visible = true;
  }
  focus(): void {
    this.focused = true;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  /** What the person does. */
  userCloses(): void {
    this.destroyed = true;
    this.emit("closed");
    app.emit("window-all-closed");
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  locked = true;
  exitCode: number | null = null;
  enableSandbox(): void {
    record("enableSandbox");
  }
  setPath(name: string, path: string): void {
    record("setPath", name, path);
  }
  requestSingleInstanceLock(): boolean {
    return this.locked;
  }
  async whenReady(): Promise<void> {
    record("whenReady");
  }
  quit(): void {
    record("quit");
    let prevented = false;
    this.emit("before-quit", {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    if (this.exitCode !== null) return;
    this.exitCode = code;
    this.emit("will-quit", {});
  }
}
export const app = new FakeApp();

type Handler = (request: { url: string; method: string }) => Promise<Response>;
type Setter<K extends keyof Electron.Session> = Electron.Session[K] extends (handler: infer H) => void
  ? NonNullable<H>
  : never;

export const handlers = new Map<string, Handler>();
export const guards: {
  request?: Setter<"setPermissionRequestHandler">;
  check?: Setter<"setPermissionCheckHandler">;
  device?: Setter<"setDevicePermissionHandler">;
  display?: NonNullable<Parameters<Electron.Session["setDisplayMediaRequestHandler"]>[0]>;
} = {};
export const session = {
  defaultSession: {
    protocol: {
      handle: (scheme: string, handler: Handler) => handlers.set(scheme, handler),
    },
    setPermissionRequestHandler: (handler: NonNullable<typeof guards.request>) => {
      guards.request = handler;
    },
    setPermissionCheckHandler: (handler: NonNullable<typeof guards.check>) => {
      guards.check = handler;
    },
    setDevicePermissionHandler: (handler: NonNullable<typeof guards.device>) => {
      guards.device = handler;
    },
    setDisplayMediaRequestHandler: (handler: NonNullable<typeof guards.display>) => {
      guards.display = handler;
    },
  },
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
    record("registerSchemesAsPrivileged", schemes);
  },
};

export const ipcMain = new EventEmitter();
export const shell = { openExternal: async (url: string) => record("openExternal", url) };
export const dialog = { showErrorBox: (title: string, text: string) => record("showErrorBox", title, text) };

export const menus: Electron.MenuItemConstructorOptions[][] = [];
export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (template: Electron.MenuItemConstructorOptions[]) => menus.push(template),
};
export const nativeImage = {
  createFromPath: (path: string) => ({ resize: (size: object) => ({ path, ...size }) }),
};
export class Tray extends EventEmitter {
  static last: Tray | null = null;
  menu: Electron.MenuItemConstructorOptions[] = [];
  destroyed = false;
  constructor(image: unknown) {
    super();
    record("Tray", image);
    Tray.last = this;
  }
  setToolTip(): void {}
  setContextMenu(menu: Electron.MenuItemConstructorOptions[]): void {
    this.menu = menu;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

/** Electron's port over Node's: real structured clone, real transfer, and a queue until `start`. */
export class FakePort extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on("close", () => this.emit("close"));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    this.port.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  }
  close(): void {
    this.port.close();
  }
}
export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

/** A fresh machine for the next test. */
export function resetElectron(): void {
  calls.length = 0;
  menus.length = 0;
  handlers.clear();
  BrowserWindow.all = [];
  app.removeAllListeners();
  ipcMain.removeAllListeners();
  app.isPackaged = true;
  app.locked = true;
  app.exitCode = null;
  Tray.last = null;
}
