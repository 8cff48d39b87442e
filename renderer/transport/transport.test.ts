// @vitest-environment node
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import { Hello, sessionStorageKey } from "../../shared/rpc/hello.ts";
import { closeCodes } from "../../shared/rpc/wire.ts";
import { beginWithTicket, keepSession, type PagePlace, readSession, takeTicket } from "./hello-session.ts";
import { openPreloadWire } from "./preload-wire.ts";
import { socketOpener } from "./socket-wire.ts";

function place(hash: string): PagePlace & { kept: Map<string, string>; shown: string[] } {
  const kept = new Map<string, string>();
  const shown: string[] = [];
  return {
    kept,
    shown,
    location: { hash, pathname: "/", search: "?a=1" },
    history: { replaceState: (_data, _unused, url) => shown.push(url) },
    sessionStorage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
  };
}

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

async function desk(onHello: (hello: Hello, socket: Socket) => void): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    socket.once("message", (data) => onHello(Hello.parse(JSON.parse(String(data))), socket));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  servers.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
  });
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
}

describe("the address's ticket", () => {
  it("is taken out of the address at once", () => {
    const here = place("#ticket=abc%2F1");
    expect(takeTicket(here)).toBe("abc/1");
    expect(here.shown).toEqual(["/?a=1"]);
    expect(takeTicket(place("#other"))).toBeNull();
  });

  it("begins a refused page anew where another address is opened in it, and no other", () => {
    const page = Object.assign(new EventTarget(), { location: { hash: "#ticket=t-2", reload: vi.fn() } });
    let refused = true;
    beginWithTicket(page, () => refused);
    const change = (): void => void page.dispatchEvent(new Event("hashchange"));
    change();
    expect(page.location.reload).toHaveBeenCalledTimes(1);
    page.location.hash = "#else";
    change();
    page.location.hash = "#ticket=t-3";
    refused = false;
    change();
    expect(page.location.reload).toHaveBeenCalledTimes(1);
  });

  it("does without a storage that is forbidden", () => {
    const forbidden = () => {
      throw new Error("forbidden");
    };
    const here = { ...place(""), sessionStorage: { getItem: forbidden, setItem: forbidden, removeItem: forbidden } };
    keepSession(here, "s");
    expect(readSession(here)).toBeNull();
  });
});

describe("the loopback socket", () => {
  it("swaps the ticket for a session and says hello with that the next time", async () => {
    const hellos: Hello[] = [];
    const url = await desk((hello, socket) => {
      hellos.push(hello);
      socket.send(JSON.stringify({ kind: "welcome", session: "s-1", role: "trader" }));
      socket.send(JSON.stringify({ kind: "items", id: 1, items: [] }));
      socket.on("message", (data) => socket.send(String(data)));
    });
    const here = place("#ticket=t-1");
    const open = socketOpener(url, here);
    const wire = await open();
    const frames: unknown[] = [];
    wire.onFrame((frame) => frames.push(frame));
    wire.send({ echo: 1 });
    await expect.poll(() => frames).toEqual([{ kind: "items", id: 1, items: [] }, { echo: 1 }]);
    expect(wire.buffered).toBe(0);
    wire.close();
    await open();
    expect(hellos).toEqual([
      { kind: "hello", ticket: "t-1" },
      { kind: "hello", session: "s-1" },
    ]);
    expect(here.kept.get(sessionStorageKey)).toBe("s-1");
  });

  it("forgets a session that is refused and gives up for good", async () => {
    const url = await desk((_hello, socket) => socket.close(closeCodes.refused, "unknown session"));
    const here = place("");
    here.kept.set(sessionStorageKey, "old");
    await expect(socketOpener(url, here)()).rejects.toMatchObject({ category: "security", message: "unknown session" });
    expect(here.kept.size).toBe(0);
    await expect(socketOpener(url, here)()).rejects.toMatchObject({ code: "PAGE-REFUSED" });
  });

  it("tries again later when the connection is lost before the welcome, and refuses another greeting", async () => {
    const lost = await desk((_hello, socket) => socket.close(1001, "going"));
    await expect(socketOpener(lost, place("#ticket=t"))()).rejects.toThrow("going");
    const strange = await desk((_hello, socket) => socket.send("{}"));
    await expect(socketOpener(strange, place("#ticket=t"))()).rejects.toMatchObject({ code: "PAGE-REFUSED" });
    await expect(socketOpener("ws://127.0.0.1:1/", place("#ticket=t"))()).rejects.toThrow("does not answer");
  });

  it("closes on what is not JSON", async () => {
    const url = await desk((_hello, socket) => {
      socket.send(JSON.stringify({ kind: "welcome", session: "s", role: "viewer" }));
      setTimeout(() => socket.send("<html>"), 10);
    });
    const wire = await socketOpener(url, place("#ticket=t"))();
    const close = await new Promise<{ code: number }>((resolve) => wire.onClose(resolve));
    expect(close.code).toBe(closeCodes.malformed);
  });
});

describe("the preload's port", () => {
  it("is taken only with the nonce that was asked for", async () => {
    vi.stubGlobal("window", new EventTarget());
    const { port1, port2 } = new MessageChannel();
    const message = (data: unknown, ports: MessagePort[]) =>
      window.dispatchEvent(Object.assign(new Event("message"), { data, ports, source: window }));
    const wire = await openPreloadWire({
      connect(nonce) {
        message({ proofdeskPort: "other" }, [port2]);
        message("text", [port2]);
        message({ proofdeskPort: nonce }, []);
        message({ proofdeskPort: nonce }, [port1]);
      },
    });
    const heard = new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    wire.send({ hello: 1 });
    expect(await heard).toEqual({ hello: 1 });
    const frame = new Promise((resolve) => wire.onFrame(resolve));
    port2.postMessage({ back: 2 });
    expect(await frame).toEqual({ back: 2 });
    wire.close();
    port2.close();
  });
});
