import { type BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain } from "electron";
import type { Role } from "../../shared/rpc/contract.ts";
import type { Wire } from "../../shared/rpc/wire.ts";
import { electronPortWire } from "../transport/electron-port.ts";

const nonceForm = /^[A-Za-z0-9_-]{16,64}$/;

/** Checked once, synchronously: after a navigation the frame is gone, and after the handshake the port is the authority. */
function isOurPage({ sender, senderFrame }: IpcMainEvent, window: BrowserWindow, origin: string): boolean {
  return (
    !window.isDestroyed() &&
    sender === window.webContents &&
    senderFrame !== null &&
    senderFrame === window.webContents.mainFrame &&
    senderFrame.origin === origin
  );
}

/**
 * Gives the window's own page one port when it asks for it, and takes it back when the page goes away. `attach` serves
 * the contract on it.
 */
export function acceptPage(window: BrowserWindow, origin: string, attach: (wire: Wire, role: Role) => void): void {
  let current: Wire | null = null;
  const drop = (): void => {
    current?.close();
    current = null;
  };
  const connect = (event: IpcMainEvent, nonce: unknown): void => {
    if (!isOurPage(event, window, origin) || typeof nonce !== "string" || !nonceForm.test(nonce)) return;
    drop();
    const { port1, port2 } = new MessageChannelMain();
    current = electronPortWire(port1);
    attach(current, "trader");
    event.senderFrame?.postMessage("proofdesk:port", nonce, [port2]);
  };
  ipcMain.on("proofdesk:connect", connect);
  window.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) drop();
  });
  window.webContents.on("render-process-gone", drop);
  window.on("closed", () => {
    ipcMain.off("proofdesk:connect", connect);
    drop();
  });
}
