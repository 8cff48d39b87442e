import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Electron from "electron";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { originOf, pageOrigin } from "../../main/shell/page-origin.ts";
import { prepareShell, type ShellOptions, startShell } from "../../main/shell/shell.ts";
import { electronPortWire } from "../../main/transport/electron-port.ts";
import { connect } from "../../shared/rpc/connect.ts";
import { serve } from "../../shared/rpc/serve.ts";
import type { Wire } from "../../shared/rpc/wire.ts";
import { emptySources, sample, sampleHandlers } from "../contract/sample-contract.ts";
import {
  app,
  BrowserWindow,
  calls,
  FakeContents,
  FakeFrame,
  guards,
  handlers,
  ipcMain,
  menus,
  resetElectron,
  Tray,
} from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

const nonce = "0123456789abcdef";
let rendererDir: string;
let attached: Wire[];
let killed: string[];
let closeDesk: () => Promise<void>;

const options = (more: Partial<ShellOptions> = {}): ShellOptions => ({
  attach(wire, role) {
    attached.push(wire);
    serve(wire, sample, sampleHandlers, { role, context: emptySources(), now: () => performance.now() });
  },
  engageKillSwitch: (reason) => killed.push(reason),
  beforeQuit: () => closeDesk(),
  rendererDir,
  preloadFile: "/out/preload/index.cjs",
  iconFile: "/resources/icon.png",
  ...more,
});
const called = (api: string): unknown[][] => calls.filter((call) => call.api === api).map(({ args }) => args);
const theWindow = (): BrowserWindow => BrowserWindow.all[0] as BrowserWindow;
const userData = (): string => join(mkdtempSync(join(tmpdir(), "profile-")), "window");

beforeEach(() => {
  resetElectron();
  attached = [];
  killed = [];
  closeDesk = async () => undefined;
  const base = mkdtempSync(join(tmpdir(), "shell-"));
  rendererDir = join(base, "renderer");
  mkdirSync(rendererDir);
  writeFileSync(join(rendererDir, "index.html"), "<!doctype html><title>desk</title>");
  writeFileSync(join(base, "outside.txt"), "secret");
  symlinkSync(join(base, "outside.txt"), join(rendererDir, "link.txt"));
});

describe("before Electron is ready", () => {
  test("every page is sandboxed, the scheme is standard and secure but bypasses nothing, the profile is private", () => {
    const folder = userData();
    expect(prepareShell(folder)).toBe(true);
    expect(called("enableSandbox")).toHaveLength(1);
    expect(called("registerSchemesAsPrivileged")).toEqual([
      [
        [
          {
            scheme: "app",
            privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
          },
        ],
      ],
    ]);
    expect(called("setPath")).toEqual([["userData", folder]]);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(called("whenReady")).toEqual([]);
  });

  test("a second desk on the same profile ends", () => {
    app.locked = false;
    expect(prepareShell(userData())).toBe(false);
    expect(app.exitCode).toBe(0);
  });
});

describe("the window", () => {
  test("is sandboxed, isolated, without Node and webviews, and nothing weakens it", async () => {
    await startShell(options());
    const { webPreferences } = theWindow().options;
    expect(webPreferences).toEqual({
      preload: "/out/preload/index.cjs",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(theWindow().url).toBe("app://proofdesk/index.html");
    expect(theWindow().visible).toBe(true);
  });

  test("comes to the front when the desk is started again or asked for, and is opened anew when it was closed", async () => {
    await startShell(options());
    theWindow().minimized = true;
    app.emit("second-instance");
    expect(theWindow()).toMatchObject({ minimized: false, focused: true });
    theWindow().destroyed = true;
    theWindow().emit("closed");
    app.emit("activate");
    expect(BrowserWindow.all).toHaveLength(2);
  });

  test("shows a development server's page only where the app is not packaged", async () => {
    await startShell(options({ devServerUrl: "http://localhost:5173/" }));
    expect(theWindow().url).toBe("app://proofdesk/index.html");
    resetElectron();
    app.isPackaged = false;
    await startShell(options({ devServerUrl: "http://localhost:5173/" }));
    expect(theWindow().url).toBe("http://localhost:5173/");
    const frame = new FakeFrame("http://localhost:5173");
    theWindow().webContents.mainFrame = frame;
    ipcMain.emit("proofdesk:connect", { sender: theWindow().webContents, senderFrame: frame }, nonce);
    expect(frame.posted).toHaveLength(1);
  });
});

describe("navigation", () => {
  test.each(["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"])(
    "%s is prevented, in the window and in any page that appears",
    async (event) => {
      await startShell(options());
      const foreign = new FakeContents();
      app.emit("web-contents-created", {}, foreign);
      for (const contents of [theWindow().webContents, foreign]) {
        const preventDefault = vi.fn();
        contents.emit(event, { preventDefault, url: "https://evil.example/" });
        expect(preventDefault).toHaveBeenCalled();
      }
    },
  );

  test("no window opens; only the exact attribution link reaches the system's browser", async () => {
    await startShell(options());
    const open = (url: string): unknown => theWindow().webContents.openHandler?.({ url } as Electron.HandlerDetails);
    for (const url of [
      "https://evil.example/",
      "http://www.tradingview.com/",
      "https://www.tradingview.com.evil.example/",
      "https://www.tradingview.com/?redirect=x",
      "https://user@www.tradingview.com/",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "app://proofdesk/index.html",
    ]) {
      expect(open(url)).toEqual({ action: "deny" });
    }
    expect(called("openExternal")).toEqual([]);
    expect(open("https://www.tradingview.com/")).toEqual({ action: "deny" });
    expect(called("openExternal")).toEqual([["https://www.tradingview.com/"]]);
  });
});

describe("permissions", () => {
  const asked = (permission: string, requestingUrl: string): boolean => {
    let granted = true;
    const contents = theWindow().webContents as unknown as Electron.WebContents;
    guards.request?.(contents, permission as never, (answer) => (granted = answer), { requestingUrl } as never);
    const checked = guards.check?.(contents, permission as never, requestingUrl, {} as never);
    expect(checked).toBe(granted);
    return granted;
  };

  test("only copying and notifying are granted, and only to our own page", async () => {
    await startShell(options());
    for (const permission of ["clipboard-sanitized-write", "notifications"]) {
      expect(asked(permission, "app://proofdesk/")).toBe(true);
      expect(asked(permission, "https://evil.example/")).toBe(false);
      expect(asked(permission, "app://proofdesk.evil/")).toBe(false);
      expect(asked(permission, "")).toBe(false);
    }
    for (const permission of [
      "media",
      "geolocation",
      "clipboard-read",
      "openExternal",
      "fileSystem",
      "display-capture",
    ]) {
      expect(asked(permission, "app://proofdesk/")).toBe(false);
    }
  });

  test("no device and no screen is ever handed out", async () => {
    await startShell(options());
    expect(guards.device?.({} as never)).toBe(false);
    const answer = vi.fn();
    guards.display?.({} as never, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(null);
  });
});

describe("the page's files", () => {
  const get = (url: string, method = "GET"): Promise<Response> =>
    (handlers.get("app") as (request: object) => Promise<Response>)({ url, method });

  test("come with the strict policy and their type", async () => {
    await startShell(options());
    const response = await get("app://proofdesk/index.html");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("desk");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect((await get("app://proofdesk")).status).toBe(200);
  });

  test.each([
    ["app://proofdesk/../outside.txt", 403],
    ["app://proofdesk/%2e%2e/outside.txt", 403],
    ["app://proofdesk/..%2foutside.txt", 403],
    ["app://proofdesk/link.txt", 403],
    ["app://proofdesk/missing.js", 404],
    ["app://elsewhere/index.html", 404],
    ["app://proofdesk.evil/index.html", 404],
    ["app://proofdesk@evil/index.html", 404],
  ])("%s is refused with %i", async (url, status) => {
    await startShell(options());
    const response = await get(url);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
  });

  test("are read, never written", async () => {
    await startShell(options());
    expect((await get("app://proofdesk/index.html", "POST")).status).toBe(405);
  });
});

describe("the port", () => {
  const ask = (event: object, given: unknown = nonce): void => {
    ipcMain.emit("proofdesk:connect", event, given);
  };

  test("goes to the window's own page with its nonce, and speaks the contract", async () => {
    await startShell(options());
    const { webContents } = theWindow();
    ask({ sender: webContents, senderFrame: webContents.mainFrame });
    const [post] = webContents.mainFrame.posted;
    expect(post).toMatchObject({ channel: "proofdesk:port", message: nonce });
    const port = post?.ports[0];
    if (!port) throw new Error("no port came");
    const page = connect(electronPortWire(port), sample);
    expect(await page.call.place({ order: { symbol: "BTC", size: 1 } })).toEqual({ id: "BTC-1" });
    page.close();
  });

  test("goes to nobody else: not to a frame inside, another window, another origin, or a page that is gone", async () => {
    await startShell(options());
    const { webContents } = theWindow();
    const inner = new FakeFrame(pageOrigin);
    const stranger = new FakeContents();
    ask({ sender: webContents, senderFrame: inner });
    ask({ sender: stranger, senderFrame: stranger.mainFrame });
    ask({ sender: stranger, senderFrame: webContents.mainFrame });
    ask({ sender: webContents, senderFrame: null });
    for (const bad of [undefined, 7, "short", `${nonce}\u0000${nonce}`, "x".repeat(65)]) {
      ipcMain.emit("proofdesk:connect", { sender: webContents, senderFrame: webContents.mainFrame }, bad);
    }
    const foreign = new FakeFrame("https://evil.example");
    webContents.mainFrame = foreign;
    ask({ sender: webContents, senderFrame: foreign });
    expect(attached).toEqual([]);
    expect([...inner.posted, ...stranger.mainFrame.posted, ...foreign.posted]).toEqual([]);
  });

  test.each([
    [
      "a navigation",
      () => theWindow().webContents.emit("did-start-navigation", { isMainFrame: true, isSameDocument: false }),
    ],
    ["a crash", () => theWindow().webContents.emit("render-process-gone", {}, { reason: "crashed" })],
    ["the window's end", () => theWindow().emit("closed")],
    [
      "the next handshake",
      () => ask({ sender: theWindow().webContents, senderFrame: theWindow().webContents.mainFrame }),
    ],
  ])("is taken back by %s", async (_what, happen) => {
    await startShell(options());
    const { webContents } = theWindow();
    ask({ sender: webContents, senderFrame: webContents.mainFrame });
    const closed = vi.fn();
    attached[0]?.onClose(closed);
    webContents.emit("did-start-navigation", { isMainFrame: true, isSameDocument: true });
    webContents.emit("did-start-navigation", { isMainFrame: false, isSameDocument: false });
    expect(closed).not.toHaveBeenCalled();
    happen();
    expect(closed).toHaveBeenCalledOnce();
  });

  test("a closed window no longer answers", async () => {
    await startShell(options());
    const { webContents } = theWindow();
    theWindow().emit("closed");
    ask({ sender: webContents, senderFrame: webContents.mainFrame });
    expect(attached).toEqual([]);
  });
});

describe("menu and tray", () => {
  const find = (
    items: readonly Electron.MenuItemConstructorOptions[],
    label: string,
  ): Electron.MenuItemConstructorOptions | undefined =>
    items
      .flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
      .find((item) => item.label === label);
  const click = (item: Electron.MenuItemConstructorOptions | undefined): void => {
    (item?.click as (() => void) | undefined)?.();
  };

  test("both offer the kill switch with its key", async () => {
    await startShell(options());
    const item = find(menus[0] ?? [], "Engage kill switch");
    expect(item?.accelerator).toBe("CommandOrControl+Shift+K");
    click(item);
    click(find(Tray.last?.menu ?? [], "Engage kill switch"));
    expect(killed).toEqual(["engaged from the menu", "engaged from the tray"]);
  });

  test("the tray shows the desk and quits it", async () => {
    await startShell(options());
    click(find(Tray.last?.menu ?? [], "Show desk"));
    expect(theWindow().focused).toBe(true);
    click(find(Tray.last?.menu ?? [], "Quit"));
    await vi.waitFor(() => expect(app.exitCode).toBe(0));
    expect(Tray.last?.destroyed).toBe(true);
  });

  test("developer tools are offered only where the app is not packaged", async () => {
    await startShell(options());
    expect(JSON.stringify(menus)).not.toContain("toggleDevTools");
    app.isPackaged = false;
    await startShell(options());
    expect(JSON.stringify(menus)).toContain("toggleDevTools");
  });
});

describe("quitting", () => {
  test("waits until the desk is closed, once", async () => {
    let finish = (): void => undefined;
    const close = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    closeDesk = close;
    await startShell(options());
    app.quit();
    app.quit();
    expect(app.exitCode).toBeNull();
    finish();
    await vi.waitFor(() => expect(app.exitCode).toBe(0));
    expect(close).toHaveBeenCalledOnce();
  });

  test("a desk that cannot close says so by the exit code", async () => {
    closeDesk = () => Promise.reject(new Error("disk full"));
    await startShell(options());
    app.quit();
    await vi.waitFor(() => expect(app.exitCode).toBe(1));
  });

  test.skipIf(process.platform === "darwin")("the last window's end is the desk's end", async () => {
    await startShell(options());
    theWindow().userCloses();
    await vi.waitFor(() => expect(app.exitCode).toBe(0));
  });
});

test("an address without a host has no origin", () => {
  expect([originOf("about:blank"), originOf("nonsense"), originOf("app://proofdesk/x")]).toEqual([
    null,
    null,
    pageOrigin,
  ]);
});

test("nothing in the shell weakens what Electron protects by default", () => {
  const weakening =
    /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|bypassCSP|@electron\/remote|executeJavaScript|file:\/\//;
  const room = join(import.meta.dirname, "../../main/shell");
  const files = readdirSync(room).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(8);
  for (const name of files) {
    const code = readFileSync(join(room, name), "utf8").replace(/\/\*\*.*?\*\//gs, "");
    expect(code, name).not.toMatch(weakening);
  }
});
