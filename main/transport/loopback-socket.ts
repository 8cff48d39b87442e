import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Role } from "../../shared/rpc/contract.ts";
import { Hello, ticketFragment, type Welcome } from "../../shared/rpc/hello.ts";
import { closeCodes, type Wire } from "../../shared/rpc/wire.ts";
import { createAdmission } from "./admission.ts";
import { readPageFile } from "./page-files.ts";
import { pageHeaders } from "./page-security.ts";
import { socketWire } from "./socket-wire.ts";

const host = "127.0.0.1";
/** Above the protocol's own frame limit, so that the protocol answers first and this only stops floods. */
const maxPayloadBytes = 4 << 20;
/** Sockets that have not said hello yet; more than this at once is nobody's browser. */
const maxStrangers = 16;

export interface LoopbackOptions {
  /** The built page. */
  rendererDir: string;
  /** 0 or absent: a free port. */
  port?: number;
  /** Serves the contract to an admitted page. */
  attach(wire: Wire, role: Role): void;
  /** Milliseconds of a clock that only moves forward. */
  now(): number;
  helloTimeoutMs?: number;
}

export interface LoopbackServer {
  /** The page's address without a ticket. */
  readonly url: string;
  readonly port: number;
  issueTicket(role: Role): string;
  /** The address that admits one page, once, within a minute. */
  ticketUrl(role: Role): string;
  close(): Promise<void>;
}

/** Waits for the hello on a fresh socket and hands the wire over, or closes it. */
function greet(socket: WebSocket, admission: ReturnType<typeof createAdmission>, options: LoopbackOptions): void {
  const wire = socketWire(socket);
  const timer = setTimeout(() => {
    wire.close(closeCodes.helloTimeout, "no hello came");
  }, options.helloTimeoutMs ?? 5_000);
  wire.onClose(() => {
    clearTimeout(timer);
  });
  wire.onFrame((frame) => {
    const hello = Hello.safeParse(frame);
    if (!hello.success) {
      wire.close(closeCodes.malformed, "the first frame must be a hello");
      return;
    }
    const admitted = admission.admit(hello.data);
    if (!admitted) {
      wire.close(closeCodes.refused, "The ticket or session is not valid.");
      return;
    }
    clearTimeout(timer);
    wire.send({ kind: "welcome", ...admitted } satisfies Welcome);
    options.attach(wire, admitted.role);
  });
}

async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  rendererDir: string,
  authority: string,
): Promise<void> {
  const headers = pageHeaders(["'self'", `ws://${authority}`]);
  const refuse = (status: number): void => {
    response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" }).end(`${status}\n`);
  };
  if (request.headers.host !== authority) return refuse(421);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
  const file = await readPageFile(rendererDir, request.url ?? "/");
  if (file.status !== 200) return refuse(file.status);
  response.writeHead(200, { ...headers, "content-type": file.type, "content-length": file.body.byteLength });
  response.end(request.method === "HEAD" ? undefined : file.body);
}

function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Serves the page and its socket on 127.0.0.1 only, to whoever shows a ticket of this run. */
export async function openLoopbackSocket(options: LoopbackOptions): Promise<LoopbackServer> {
  const admission = createAdmission(options.now);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
  });
  // An import would read each of the module's lazy exports, a whole HTTP client among them: a tenth of the start.
  const { createServer } = process.getBuiltinModule("node:http");
  const server = createServer((request, response) => {
    answerPage(request, response, options.rendererDir, authority).catch(() => {
      response.destroy();
    });
  });
  let strangers = 0;

  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => undefined);
    if (request.headers.host !== authority) return refuseUpgrade(socket, 421, "Misdirected Request");
    if (request.headers.origin !== `http://${authority}`) return refuseUpgrade(socket, 403, "Forbidden");
    if (request.url !== "/") return refuseUpgrade(socket, 404, "Not Found");
    if (strangers >= maxStrangers) return refuseUpgrade(socket, 503, "Service Unavailable");
    strangers += 1;
    let counted = true;
    const known = (): void => {
      if (counted) strangers -= 1;
      counted = false;
    };
    socket.once("close", known);
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      greet(accepted, admission, {
        ...options,
        attach(wire, role) {
          known();
          options.attach(wire, role);
        },
      });
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const authority = `${host}:${port}`;
  const url = `http://${authority}/`;

  return {
    url,
    port,
    issueTicket: (role) => admission.issueTicket(role),
    ticketUrl: (role) => `${url}${ticketFragment}${admission.issueTicket(role)}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}
