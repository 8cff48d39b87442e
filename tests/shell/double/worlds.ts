// The two halves of the context bridge, as they run inside Chromium. They are handed over as source text, so each is one
// function that uses nothing but its arguments and the page's globals.

/** One bridged call on its way between the worlds; `CustomEvent.detail` is cloned across, as the real bridge clones. */
interface BridgeCall {
  key: string;
  name: string;
  args: unknown[];
}

/** Runs in the page's world: builds the frozen face that the preload exposes. */
export function pageHalf(secret: string): void {
  document.addEventListener(`${secret}:expose`, (event) => {
    const { key, names } = (event as CustomEvent<{ key: string; names: string[] }>).detail;
    const face: Record<string, (...args: unknown[]) => void> = {};
    for (const name of names) {
      face[name] = (...args) => {
        document.dispatchEvent(new CustomEvent(`${secret}:call`, { detail: { key, name, args } }));
      };
    }
    Object.defineProperty(window, key, { value: Object.freeze(face), enumerable: true });
  });
}

/** Runs in the preload's world: `require("electron")` with `contextBridge` and `ipcRenderer`, nothing else. */
export function preloadHalf(secret: string): (name: string) => unknown {
  const toDesk = (message: object): void => {
    (globalThis as unknown as { deskBinding(text: string): void }).deskBinding(JSON.stringify(message));
  };
  const exposed = new Map<string, Record<string, (...args: unknown[]) => unknown>>();
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();

  document.addEventListener(`${secret}:call`, (event) => {
    const { key, name, args } = (event as CustomEvent<BridgeCall>).detail;
    exposed.get(key)?.[name]?.(...args);
  });
  const fromDesk = (message: {
    kind: string;
    channel: string;
    value: unknown;
    ports: number[];
    port: number;
  }): void => {
    if (message.kind === "frame") {
      ports.get(message.port)?.postMessage(message.value);
      return;
    }
    if (message.kind === "closed") {
      ports.get(message.port)?.close();
      return;
    }
    const handed = message.ports.map((port) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(port, port1);
      port1.onmessage = ({ data }) => {
        toDesk({ kind: "frame", port, value: data });
      };
      return port2;
    });
    for (const listener of listeners.get(message.channel) ?? []) listener({ ports: handed }, message.value);
  };
  Object.assign(globalThis, { fromDesk });

  const electron = {
    contextBridge: {
      exposeInMainWorld(key: string, face: Record<string, (...args: unknown[]) => unknown>) {
        exposed.set(key, face);
        document.dispatchEvent(new CustomEvent(`${secret}:expose`, { detail: { key, names: Object.keys(face) } }));
      },
    },
    ipcRenderer: {
      send(channel: string, ...args: unknown[]) {
        toDesk({ kind: "send", channel, args });
      },
      on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };
  return (name) => {
    if (name === "electron") return electron;
    throw new Error(`a sandboxed preload cannot require ${name}`);
  };
}
