import type { Wire } from "../../shared/rpc/wire.ts";
import { type DeskBridge, openPreloadWire } from "./preload-wire.ts";
import { socketOpener } from "./socket-wire.ts";

declare global {
  interface Window {
    readonly proofdesk?: DeskBridge;
  }
}

/** The way to the desk from here: the preload's port inside Electron, the loopback socket in a browser. */
export function wireOpener(): () => Promise<Wire> {
  const bridge = window.proofdesk;
  if (bridge) return () => openPreloadWire(bridge);
  const protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return socketOpener(`${protocol}//${location.host}/`, window);
}
