import { portWire } from "../../shared/rpc/port-wire.ts";
import type { Wire } from "../../shared/rpc/wire.ts";

/** What the preload puts on the window: one function that asks the desk for a port under a nonce. */
export interface DeskBridge {
  connect(nonce: string): void;
}

/** How long the desk may take to hand over a port. */
const portTimeoutMs = 5000;

function carriesNonce(data: unknown, nonce: string): boolean {
  return typeof data === "object" && data !== null && "proofdeskPort" in data && data.proofdeskPort === nonce;
}

/** Asks for a port and takes only the message that carries our own nonce. */
export async function openPreloadWire(bridge: DeskBridge): Promise<Wire> {
  const nonce = crypto.randomUUID();
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener("message", onMessage);
      reject(new Error("the desk did not hand over a port"));
    }, portTimeoutMs);
    const onMessage = (event: MessageEvent): void => {
      const [given] = event.ports;
      if (event.source !== window || !carriesNonce(event.data, nonce) || !given) return;
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      resolve(given);
    };
    window.addEventListener("message", onMessage);
    bridge.connect(nonce);
  });
  return portWire({
    postMessage: (message) => port.postMessage(message),
    close: () => port.close(),
    listen(onMessage, onClose) {
      port.addEventListener("message", ({ data }) => onMessage(data));
      port.addEventListener("close", onClose);
      port.start();
    },
  });
}
