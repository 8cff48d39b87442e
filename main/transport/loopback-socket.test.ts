import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { Role } from "../../shared/rpc/contract.ts";
import { Welcome } from "../../shared/rpc/hello.ts";
import { type Served, serve } from "../../shared/rpc/serve.ts";
import { closeCodes, type Wire } from "../../shared/rpc/wire.ts";
import { emptySources, sample, sampleHandlers } from "../../tests/contract/sample-contract.ts";
import { openPage } from "../../tests/contract/wire-pairs.ts";
import { type LoopbackServer, openLoopbackSocket } from "./loopback-socket.ts";

let server: LoopbackServer;
let attached: { wire: Wire; role: Role }[];
let now: number;
let rendererDir: string;

/** Long enough for a busy machine, except where a test waits for it. */
const open = (helloTimeoutMs: number): Promise<LoopbackServer> =>
  openLoopbackSocket({
    rendererDir,
    attach: (wire, role) => attached.push({ wire, role }),
    now: () => now,
    helloTimeoutMs,
  });

beforeEach(async () => {
  attached = [];
  now = 0;
  rendererDir = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(rendererDir, "index.html"), "<!doctype html><title>desk</title>");
  server = await open(20_000);
});
afterEach(async () => {
  await server.close();
});

interface Answer {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

async function ask(path: string, options: { host?: string; method?: string } = {}): Promise<Answer> {
  const { host = `127.0.0.1:${server.port}`, method = "GET" } = options;
  const sent = request({ host: "127.0.0.1", port: server.port, path, method, headers: { host } });
  sent.end();
  const [response] = await once(sent, "response");
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
}

/** The status an upgrade is refused with, or 101. */
async function knock(headers: { host?: string; origin?: string | undefined }, path = "/"): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
    headers: { host: headers.host ?? `127.0.0.1:${server.port}` },
    ...(headers.origin === undefined ? {} : { origin: headers.origin }),
  });
  return await new Promise((resolve) => {
    socket.on("error", () => undefined);
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, { statusCode }) => {
      socket.terminate();
      resolve(statusCode ?? 0);
    });
  });
}

/** Sends a first frame and waits for what happens: a welcome, or the close code. */
async function greet(first: string | Buffer | null): Promise<unknown> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, { origin: server.url.slice(0, -1) });
  await once(socket, "open");
  if (first !== null) socket.send(first, { binary: typeof first !== "string" });
  return await new Promise((resolve) => {
    socket.on("message", (data) => {
      resolve(JSON.parse(String(data)));
      socket.close();
    });
    socket.on("close", resolve);
  });
}
const hello = (content: object): string => JSON.stringify({ kind: "hello", ...content });

test("the page comes with the strict policy and nothing sniffs, frames or refers", async () => {
  const { status, headers, body } = await ask("/");
  expect(status).toBe(200);
  expect(body).toContain("<title>desk</title>");
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      `connect-src 'self' ws://127.0.0.1:${server.port}; base-uri 'none'; form-action 'none'; ` +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
});

test("a head request gets the headers only; other methods, hosts and paths get nothing", async () => {
  expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  expect(await ask("/", { method: "POST" })).toMatchObject({ status: 405 });
  expect(await ask("/../index.html")).toMatchObject({ status: 403 });
  expect(await ask("/nothing")).toMatchObject({ status: 404 });
  for (const host of ["evil.example", `localhost:${server.port}`, "127.0.0.1", `127.0.0.1:${server.port + 1}`]) {
    const refused = await ask("/", { host });
    expect(refused.status).toBe(421);
    expect(refused.body).not.toContain("desk");
  }
});

test("it listens on the loopback address only", async () => {
  const socket = createConnection({ host: "::1", port: server.port });
  const [error] = await once(socket, "error");
  expect(String(error)).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/);
});

test("an upgrade needs the exact host, the exact origin and the root path", async () => {
  const origin = server.url.slice(0, -1);
  expect(await knock({ origin })).toBe(101);
  expect(await knock({ origin: undefined })).toBe(403);
  expect(await knock({ origin: "http://evil.example" })).toBe(403);
  expect(await knock({ origin: `${origin}.evil.example` })).toBe(403);
  expect(await knock({ origin: `https://127.0.0.1:${server.port}` })).toBe(403);
  expect(await knock({ origin: "null" })).toBe(403);
  expect(await knock({ origin, host: `localhost:${server.port}` })).toBe(421);
  expect(await knock({ origin }, "/admin")).toBe(404);
});

test("a ticket stays out of the address that is requested and gives a session with its role", async () => {
  const address = new URL(server.ticketUrl("viewer"));
  expect(address.pathname + address.search).toBe("/");
  const ticket = address.hash.slice("#ticket=".length);
  const welcome = Welcome.parse(await greet(hello({ ticket })));
  expect(welcome.role).toBe("viewer");
  expect(attached.map(({ role }) => role)).toEqual(["viewer"]);
  expect(Welcome.parse(await greet(hello({ session: welcome.session })))).toEqual(welcome);
});

test("a replayed, expired or invented ticket and an invented session are refused", async () => {
  const ticket = server.issueTicket("trader");
  expect(await greet(hello({ ticket }))).toMatchObject({ kind: "welcome" });
  expect(await greet(hello({ ticket }))).toBe(closeCodes.refused);
  const late = server.issueTicket("trader");
  now = 60_000;
  expect(await greet(hello({ ticket: late }))).toBe(closeCodes.refused);
  expect(await greet(hello({ ticket: "guess" }))).toBe(closeCodes.refused);
  expect(await greet(hello({ session: "guess" }))).toBe(closeCodes.refused);
  expect(attached).toHaveLength(1);
});

test("anything but a hello as the first frame, and silence, closes the socket", async () => {
  const ticket = server.issueTicket("trader");
  expect(await greet("not json")).toBe(closeCodes.malformed);
  expect(await greet(Buffer.from(hello({ ticket })))).toBe(closeCodes.malformed);
  expect(await greet(JSON.stringify({ kind: "request", id: 1, name: "look" }))).toBe(closeCodes.malformed);
  expect(await greet(hello({ ticket, session: "both" }))).toBe(closeCodes.malformed);
  await server.close();
  server = await open(50);
  expect(await greet(null)).toBe(closeCodes.helloTimeout);
  expect(attached).toEqual([]);
});

test("a flood in one message is cut off by the socket itself", async () => {
  expect(await greet("x".repeat(5 << 20))).toBe(1009);
});

test("strangers who never say hello cannot use up the desk's sockets", async () => {
  const origin = server.url.slice(0, -1);
  const sockets = Array.from({ length: 16 }, () => new WebSocket(server.url.replace("http", "ws"), { origin }));
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  expect(await knock({ origin })).toBe(503);
  for (const socket of sockets) socket.terminate();
  await vi.waitFor(async () => expect(await knock({ origin })).toBe(101));
});

test("a page that grants credit but never reads its socket holds the streams back, and the queue ends in resync", async () => {
  const { wire, socket } = await openPage(server, "trader");
  const desk = attached[0]?.wire as Wire;
  const sources = emptySources();
  const limits = { tickMs: 1, maxQueuedItems: 500, maxBatchItems: 100, maxBufferedBytes: 256 << 10 };
  const served: Served = serve(desk, sample, sampleHandlers, {
    role: "trader",
    context: sources,
    now: () => performance.now(),
    ...limits,
  });
  wire.send({ kind: "subscribe", id: 1, name: "fills", params: {}, credit: 64 });
  await vi.waitFor(() => expect(sources.fills.size).toBe(1));
  socket.pause();
  const pad = "x".repeat(2_000);
  let most = 0;
  for (let seq = 0; sources.stopped === 0; seq++) {
    for (const emit of [...sources.fills]) emit({ seq, pad });
    if (seq % 100 === 0) {
      wire.send({ kind: "credit", id: 1, count: 1 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    most = Math.max(most, desk.buffered);
    expect(seq).toBeLessThan(100_000);
  }
  expect(most).toBeGreaterThan(limits.maxBufferedBytes);
  // One batch is decided while there is still room, so the overshoot is at most that batch.
  expect(most).toBeLessThan(limits.maxBufferedBytes + 100 * 2_100);
  expect(served.queuedItems).toBe(0);
  socket.terminate();
});

test("a page that asks without end and never reads the answers is cut off", async () => {
  const { wire, socket } = await openPage(server, "trader");
  const desk = attached[0]?.wire as Wire;
  serve(desk, sample, sampleHandlers, {
    role: "trader",
    context: emptySources(),
    now: () => performance.now(),
    maxBufferedBytes: 8 << 10,
  });
  let closed = 0;
  desk.onClose(({ code }) => {
    closed = code;
  });
  socket.pause();
  for (let id = 1; closed === 0; id++) {
    wire.send({ kind: "request", id, name: "constructor".repeat(18), input: {} });
    if (id % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(id).toBeLessThan(200_000);
  }
  expect(closed).toBe(closeCodes.slowReader);
  socket.terminate();
});

test("a port that is taken is an error, not another port", async () => {
  const options = { rendererDir, attach: () => undefined, now: () => 0, port: server.port };
  await expect(openLoopbackSocket(options)).rejects.toThrow("EADDRINUSE");
});
