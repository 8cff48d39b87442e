import { EventEmitter, once } from "node:events";
import { tmpdir } from "node:os";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { WebSocket } from "ws";
import { electronPortWire, type MessagePortMainLike } from "../../main/transport/electron-port.ts";
import { openLoopbackSocket } from "../../main/transport/loopback-socket.ts";
import { socketWire } from "../../main/transport/socket-wire.ts";
import type { Role } from "../../shared/rpc/contract.ts";
import { memoryWires } from "../../shared/rpc/memory-wire.ts";
import type { Wire } from "../../shared/rpc/wire.ts";

/** A desk that accepts any number of pages over one kind of transport. */
export interface WireRig {
  /** Opens one more connection; the desk's end has been handed to `attach` when it resolves. */
  open(role?: Role): Promise<Wire>;
  close(): Promise<void>;
}

export type Attach = (wire: Wire, role: Role) => void;

/** Electron's event shape over Node's port: real structured clone, real transfer. */
class PortInElectronShape extends EventEmitter implements MessagePortMainLike {
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
    this.port.on("message", (data: unknown) => this.emit("message", { data }));
  }
  close(): void {
    this.port.close();
  }
}

async function portRig(attach: Attach): Promise<WireRig> {
  const open: MessagePort[] = [];
  return {
    async open(role = "trader") {
      const { port1, port2 } = new MessageChannel();
      open.push(port1, port2);
      attach(electronPortWire(new PortInElectronShape(port1)), role);
      return electronPortWire(new PortInElectronShape(port2));
    },
    async close() {
      for (const port of open) port.close();
    },
  };
}

/** Opens an admitted page on a loopback server, as the browser does it. */
export async function openPage(
  server: { url: string; issueTicket(role: Role): string },
  role: Role,
): Promise<{ wire: Wire; socket: WebSocket }> {
  const socket = new WebSocket(server.url.replace("http:", "ws:"), { origin: server.url.slice(0, -1) });
  const wire = socketWire(socket);
  await once(socket, "open");
  wire.send({ kind: "hello", ticket: server.issueTicket(role) });
  await new Promise<void>((resolve, reject) => {
    wire.onClose(({ reason }) => {
      reject(new Error(reason));
    });
    wire.onFrame(() => {
      resolve();
    });
  });
  return { wire, socket };
}

async function socketRig(attach: Attach): Promise<WireRig> {
  const server = await openLoopbackSocket({ rendererDir: tmpdir(), attach, now: () => performance.now() });
  return {
    open: async (role = "trader") => (await openPage(server, role)).wire,
    close: () => server.close(),
  };
}

async function memoryRig(attach: Attach): Promise<WireRig> {
  return {
    async open(role = "trader") {
      const [desk, page] = memoryWires();
      attach(desk, role);
      return page;
    },
    async close() {},
  };
}

/** The three transports, each behind the adapter the product uses. */
export const rigs: readonly [name: string, make: (attach: Attach) => Promise<WireRig>][] = [
  ["message port", portRig],
  ["loopback socket", socketRig],
  ["memory", memoryRig],
];
