import { portWire } from "../../shared/rpc/port-wire.ts";
import type { Wire } from "../../shared/rpc/wire.ts";

/** Electron's `MessagePortMain`, described by shape so that this room compiles and runs without Electron. */
export interface MessagePortMainLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
}

/** The desk's end of a port whose other end was handed to a page. */
export function electronPortWire(port: MessagePortMainLike): Wire {
  return portWire({
    postMessage(message) {
      port.postMessage(message);
    },
    close() {
      port.close();
    },
    listen(onMessage, onClose) {
      port.on("message", ({ data }) => {
        onMessage(data);
      });
      port.on("close", onClose);
      port.start();
    },
  });
}
