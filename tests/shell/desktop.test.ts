import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { electronPortWire } from "../../main/transport/electron-port.ts";
import { contract } from "../../shared/contract/index.ts";
import { connect } from "../../shared/rpc/connect.ts";

vi.mock("electron", () => import("./fake-electron.ts"));

type Fake = typeof import("./fake-electron.ts");

/** Runs the entry as Electron does: its whole module, once, with the profile on the command line. */
async function start(profile: string, prepare: (fake: Fake) => void = () => undefined): Promise<Fake> {
  vi.resetModules();
  // What the entry itself will get when it asks for Electron.
  const fake = (await import("electron")) as unknown as Fake;
  fake.resetElectron();
  prepare(fake);
  process.argv = ["electron", "out/main/desktop.js", "--some-chromium-switch", "--profile", profile];
  await import("../../main/desktop.ts");
  return fake;
}

beforeEach(() => {
  vi.stubEnv("PROOFDESK_KEYCHAIN", "off");
  vi.stubEnv("ELECTRON_RENDERER_URL", undefined);
});

test("the entry opens the desk on its profile, gives the page a port, and closes in order", async () => {
  const profile = mkdtempSync(join(tmpdir(), "desk-"));
  const { app, BrowserWindow, ipcMain, menus } = await start(profile);
  await vi.waitFor(() => expect(BrowserWindow.all[0]?.visible).toBe(true), 10_000);
  const webContents = BrowserWindow.all[0]?.webContents;
  if (!webContents) throw new Error("no window opened");
  const event = { sender: webContents, senderFrame: webContents.mainFrame };
  ipcMain.emit("proofdesk:connect", event, "0123456789abcdef");
  const port = webContents.mainFrame.posted[0]?.ports[0];
  if (!port) throw new Error("no port came");
  const page = connect(electronPortWire(port), contract);
  expect(await page.call.getDesk({})).toMatchObject({ shell: "electron", profile });

  const states: string[] = [];
  page.subscribe("risk", {}, { onItems: (items) => void states.push(...items.map(({ state }) => state)) });
  const desk = menus[0]?.find(({ label }) => label === "Desk")?.submenu;
  const item = Array.isArray(desk) ? desk.find(({ label }) => label === "Engage kill switch") : undefined;
  (item?.click as (() => void) | undefined)?.();
  await vi.waitFor(() => expect(states.at(-1)).toBe("halted"), 5_000);

  app.quit();
  await vi.waitFor(() => expect(app.exitCode).toBe(0), 10_000);
  expect(existsSync(join(profile, "window"))).toBe(true);
});

test("a desk that cannot start says why and what to do, and ends", async () => {
  const { app, BrowserWindow, calls } = await start("/dev/null/profile");
  expect(app.exitCode).toBe(1);
  const [box] = calls.filter(({ api }) => api === "showErrorBox");
  expect(box?.args[0]).toBe("PROFILE-FOLDER");
  expect(BrowserWindow.all).toEqual([]);
});

test("a second desk on the same profile opens nothing", async () => {
  const { app, BrowserWindow } = await start(mkdtempSync(join(tmpdir(), "desk-")), (fake) => {
    fake.app.locked = false;
  });
  expect(BrowserWindow.all).toEqual([]);
  expect(app.exitCode).toBe(0);
});
