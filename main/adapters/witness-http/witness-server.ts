import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { cosign, judgeAddCheckpoint } from "../../audit/witness-protocol.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import type { WitnessState } from "./witness-state.ts";

/** A checkpoint with its proof has a few thousand bytes. */
const maxBodyBytes = 65_536;

export interface WitnessServer {
  readonly url: string;
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** From the look at what was cosigned last to its renewal on disk nothing else runs, so no request can roll it back. */
function answer(state: WitnessState, body: string, now: () => number, response: ServerResponse): string {
  const judged = judgeAddCheckpoint(nodePrimitives, body, (origin) => state.journals.get(origin) ?? null, state.latest);
  if (judged.status === 409) {
    response.writeHead(409, { "content-type": "text/x.tlog.size" }).end(`${judged.size}\n`);
    return `refused: ${judged.reason}`;
  }
  if (judged.status !== 200) {
    response.writeHead(judged.status, { "content-type": "text/plain" }).end(`${judged.reason}\n`);
    return `refused: ${judged.reason}`;
  }
  const { checkpoint } = judged;
  state.keep(checkpoint.origin, body.slice(body.indexOf("\n\n") + 2));
  const line = cosign(nodePrimitives, checkpoint, state.key, state.sign, Math.floor(now() / 1000));
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(line);
  return `cosigned ${checkpoint.origin} at ${checkpoint.size}`;
}

async function handle(
  state: WitnessState,
  request: IncomingMessage,
  response: ServerResponse,
  now: () => number,
): Promise<string> {
  if (request.method !== "POST" || !request.url?.endsWith("/add-checkpoint")) {
    response.writeHead(404).end();
    return "refused: another path or method";
  }
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413, { connection: "close" }).end();
    return "refused: too large";
  }
  return answer(state, body, now, response);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}

/**
 * Serves C2SP `add-checkpoint` for the journals of `state`. `told` hears one sentence per request. Rejects where it cannot
 * listen.
 */
export async function serveWitness(
  state: WitnessState,
  at: {
    readonly host: string;
    readonly port: number;
    readonly now: () => number;
    readonly told: (text: string) => void;
  },
): Promise<WitnessServer> {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5000, maxHeaderSize: 8192 },
    (request, response) => {
      handle(state, request, response, at.now).then(at.told, (error: Error) => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
        at.told(`failed: ${error.message}`);
      });
    },
  );
  const port = await listen(server, at.host, at.port);
  return {
    url: `http://${at.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
