import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../main/transport/chromium.ts";
import { type DoublePort, MessageChannelMain } from "./double-port.ts";
import { pageHalf, preloadHalf } from "./worlds.ts";

// A stand-in for Electron's main process over the system's Chromium: the app's own entry, preload and page run for real,
// in a real isolated world under the app's real headers. Not shown: process sandbox, fuses, structured clone of IPC
// (it is JSON here), and the `app:` scheme itself (the page's origin is https://HOST.SCHEME.double).

export { MessageChannelMain };

const world = "preload";
const suffix = ".double";
const handlers = new Map<string, (request: Request) => Promise<Response>>();
const toChromium = (url: string): string =>
  url.replace(/^([a-z]+):\/\/([^/]+)/, (whole, scheme: string, host: string) =>
    handlers.has(scheme) ? `https://${host}.${scheme}${suffix}` : whole,
  );
const toApp = (url: string): string => url.replace(/^https:\/\/([^/]+)\.([a-z]+)\.double/, "$2://$1");

/** Every request and link that the app or this double stopped, for the test to look at. */
export const stopped: { url: string; by: string }[] = [];
export const windows: BrowserWindow[] = [];

const profile = mkdtempSync(join(tmpdir(), "double-"));
const executablePath = findChromium({ exists: existsSync, env: process.env, platform: process.platform });
if (executablePath === null) throw new Error("no Chromium is installed");
const browser: Promise<BrowserContext> = chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  chromiumSandbox: process.getuid?.() !== 0,
  viewport: { width: 1440, height: 900 },
  args: chromiumFlags(),
});

class App extends EventEmitter {
  readonly isPackaged = true;
  exitCode: number | null = null;
  enableSandbox(): void {}
  setPath(): void {}
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    await browser;
  }
  quit(): void {
    let prevented = false;
    this.emit("before-quit", { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    this.exitCode ??= code;
    this.emit("will-quit", {});
  }
}
export const app = new App();

/** Ends Chromium; the app has ended before. */
export async function closeDouble(): Promise<void> {
  await (await browser).close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
let check: Check = () => true;
export const session = {
  defaultSession: {
    protocol: {
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => handlers.set(scheme, handler),
    },
    setPermissionRequestHandler(): void {},
    setPermissionCheckHandler: (handler: Check) => {
      check = handler;
    },
    setDevicePermissionHandler(): void {},
    setDisplayMediaRequestHandler(): void {},
  },
};
export const protocol = { registerSchemesAsPrivileged(): void {} };
export const ipcMain = new EventEmitter();
export const shell = { openExternal: async (url: string) => void stopped.push({ url, by: "openExternal" }) };
export const dialog = {
  showErrorBox: (title: string, text: string) => process.stderr.write(`${title}: ${text}\n`),
};
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu(): void {} };
export const nativeImage = { createFromPath: () => ({ resize: () => ({}) }) };
export class Tray extends EventEmitter {
  setToolTip(): void {}
  setContextMenu(): void {}
  destroy(): void {}
}

/** Chromium's name for each Electron permission that the app's handler is asked about before the page starts. */
const permissionNames: Readonly<Record<string, string>> = {
  geolocation: "geolocation",
  notifications: "notifications",
  media: "camera",
  midi: "midi",
  "clipboard-read": "clipboard-read",
  "clipboard-sanitized-write": "clipboard-write",
};

interface Frame {
  readonly origin: string;
  postMessage(channel: string, value: unknown, ports?: readonly DoublePort[]): void;
}

class Contents extends EventEmitter {
  mainFrame: Frame | null = null;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

interface PausedRequest {
  requestId: string;
  request: { url: string; method: string };
  resourceType: string;
  frameId: string;
}

interface Options {
  webPreferences: { preload: string };
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents();
  readonly ready: Promise<void>;
  readonly #options: Options;
  #page: Page | null = null;
  #cdp: CDPSession | null = null;
  #mainFrameId = "";
  #loading = false;
  #ports = new Map<number, DoublePort>();

  constructor(options: Options) {
    super();
    this.#options = options;
    windows.push(this);
    app.emit("web-contents-created", {}, this.webContents);
    this.ready = this.#open();
  }
  get page(): Page {
    if (!this.#page) throw new Error("the window is not open yet");
    return this.#page;
  }
  get url(): string {
    return toApp(this.page.url());
  }
  show(): void {}
  focus(): void {}
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#page?.isClosed() ?? false;
  }
  async loadURL(url: string): Promise<void> {
    await this.ready;
    await this.#askPermissions(url);
    this.#loading = true;
    await this.page.goto(toChromium(url));
    this.emit("ready-to-show");
  }

  async #open(): Promise<void> {
    const context = await browser;
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    this.#page = page;
    this.#cdp = cdp;
    page.on("popup", (popup) => {
      const url = popup.url();
      const answer = this.webContents.openHandler?.({ url: toApp(url) }) ?? { action: "allow" };
      if (answer.action === "deny") {
        stopped.push({ url, by: "window open handler" });
        void popup.close();
      }
    });
    page.on("close", () => {
      this.emit("closed");
      app.emit("window-all-closed");
    });
    const { frameTree } = await cdp.send("Page.getFrameTree");
    this.#mainFrameId = frameTree.frame.id;
    cdp.on("Runtime.executionContextCreated", ({ context: { id, name, origin, auxData } }) => {
      if (name === world && auxData?.frameId === this.#mainFrameId)
        this.webContents.mainFrame = this.#frame(id, origin);
    });
    cdp.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === "deskBinding") this.#fromPage(JSON.parse(payload));
    });
    cdp.on("Fetch.requestPaused", (paused) => {
      this.#answer(paused).catch((error: unknown) => {
        if (!page.isClosed()) process.stderr.write(`double: ${String(error)}\n`);
      });
    });
    await cdp.send("Page.enable");
    await cdp.send("Runtime.enable");
    await cdp.send("Runtime.addBinding", { name: "deskBinding", executionContextName: world });
    await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
    const secret = JSON.stringify(randomBytes(16).toString("hex"));
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${pageHalf.toString()})(${secret})` });
    const preload = readFileSync(this.#options.webPreferences.preload, "utf8");
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", {
      worldName: world,
      runImmediately: true,
      source: `(() => {
        if (location.href === "about:blank" || window !== window.top) return;
        const require = (${preloadHalf.toString()})(${secret});
        const module = { exports: {} };
        (function (require, module, exports) { ${preload}\n })(require, module, module.exports);
      })()`,
    });
  }

  /** Chromium decides as the app's own handler answers. */
  async #askPermissions(url: string): Promise<void> {
    const { protocol: scheme, host } = new URL(url);
    const origin = `${scheme}//${host}`;
    for (const [permission, name] of Object.entries(permissionNames)) {
      const setting = check(this.webContents, permission, origin, {}) ? "granted" : "denied";
      await this.#cdp?.send("Browser.setPermission", { permission: { name }, setting, origin: toChromium(origin) });
    }
  }

  #toPage(contextId: number, message: object): void {
    const expression = `fromDesk(${JSON.stringify(message)})`;
    // A page that has gone away meanwhile hears nothing, as in Electron.
    this.#cdp?.send("Runtime.evaluate", { contextId, expression }).catch(() => undefined);
  }
  #frame(contextId: number, origin: string): Frame {
    return {
      origin: toApp(origin),
      postMessage: (channel, value, ports = []) => {
        const ids = ports.map((port) => {
          const id = this.#ports.size + 1;
          this.#ports.set(id, port);
          port.page = {
            frame: (frame) => {
              this.#toPage(contextId, { kind: "frame", port: id, value: frame });
            },
            closed: () => {
              this.#toPage(contextId, { kind: "closed", port: id });
            },
          };
          return id;
        });
        this.#toPage(contextId, { kind: "send", channel, value, ports: ids });
      },
    };
  }
  #fromPage(message: { kind: string; channel: string; args: unknown[]; port: number; value: unknown }): void {
    if (message.kind === "frame") {
      this.#ports.get(message.port)?.peer?.arrive(message.value);
      return;
    }
    const { webContents } = this;
    ipcMain.emit(message.channel, { sender: webContents, senderFrame: webContents.mainFrame }, ...message.args);
  }

  async #answer({ requestId, request, resourceType, frameId }: PausedRequest): Promise<void> {
    const cdp = this.#cdp as CDPSession;
    const url = toApp(request.url);
    const stop = async (by: string): Promise<void> => {
      stopped.push({ url, by });
      await cdp.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
    };
    if (resourceType === "Document" && frameId === this.#mainFrameId) {
      this.webContents.emit("did-start-navigation", { url, isMainFrame: true, isSameDocument: false });
      let prevented = false;
      const event = { url, preventDefault: () => (prevented = true) };
      if (!this.#loading) this.webContents.emit("will-navigate", event);
      this.#loading = false;
      if (prevented) return await stop("will-navigate");
    }
    const handler = handlers.get(url.slice(0, url.indexOf(":")));
    if (url === request.url || !handler) return await stop("nobody serves it");
    const response = await handler(new Request(url, { method: request.method }));
    await cdp.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString("base64"),
    });
  }
}
