import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { controlPlace } from "./control-address.ts";
import { askControl } from "./control-client.ts";
import { type ControlSocket, openControlSocket } from "./control-socket.ts";
import { controlFile, maxRequestBytes } from "./control-word.ts";

const made: string[] = [];
const open: ControlSocket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) await socket.close();
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function profile(under = ""): string {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-control-"));
  made.push(dir);
  const inside = join(dir, under);
  mkdirSync(inside, { recursive: true });
  return inside;
}

async function serve(profileDir: string, answer = async (request: unknown): Promise<unknown> => ({ heard: request })) {
  const socket = await openControlSocket({ profileDir, answer, askWithinMs: 300 });
  open.push(socket);
  return socket;
}

/** What a stranger's bytes get back. */
function say(address: string, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let back = "";
    const socket = createConnection(address, () => socket.write(bytes));
    socket.on("data", (part) => (back += String(part)));
    socket.on("error", () => undefined).once("close", () => resolve(back));
  });
}

test("a desk answers whoever can read its profile, and nobody answers when it is closed", async () => {
  const dir = profile();
  expect(await askControl(dir, {}, 1000)).toEqual({ kind: "nobody" });
  const socket = await serve(dir);
  expect(await askControl(dir, { op: "x" }, 1000)).toEqual({ kind: "answered", answer: { heard: { op: "x" } } });
  expect(statSync(join(dir, controlFile)).mode & 0o777).toBe(0o600);
  if (process.platform !== "win32") expect(statSync(socket.address).mode & 0o777).toBe(0o600);
  await open.splice(0)[0]?.close();
  expect(existsSync(join(dir, controlFile))).toBe(false);
  expect(await askControl(dir, {}, 1000)).toEqual({ kind: "nobody" });
});

test("a desk that cannot tell where it listens listens nowhere", async () => {
  const dir = profile();
  mkdirSync(join(dir, `${controlFile}.new`, "in the way"), { recursive: true });
  await expect(openControlSocket({ profileDir: dir, answer: async () => null })).rejects.toThrow();
  const host = { platform: process.platform, tmpDir: tmpdir(), user: "test" };
  expect(await say(controlPlace(dir, host).address, "{}\n")).toBe("");
  if (process.platform !== "win32") expect(existsSync(controlPlace(dir, host).address)).toBe(false);
});

test("every start has a secret of its own", async () => {
  const dir = profile();
  const secretOf = (): string => JSON.parse(readFileSync(join(dir, controlFile), "utf8")).secret;
  await serve(dir);
  const first = secretOf();
  await open.splice(0)[0]?.close();
  await serve(dir);
  expect(secretOf()).not.toBe(first);
});

test.each<[string, (secret: string) => string | Buffer]>([
  ["what is no JSON", () => "halt\n"],
  ["a frame of another version", (secret) => `${JSON.stringify({ v: 2, secret, request: {} })}\n`],
  ["a frame with more in it", (secret) => `${JSON.stringify({ v: 1, secret, request: {}, more: 1 })}\n`],
  ["a wrong secret", () => `${JSON.stringify({ v: 1, secret: "x".repeat(43), request: {} })}\n`],
  ["no secret", () => `${JSON.stringify({ v: 1, request: {} })}\n`],
  ["a line without an end", () => Buffer.alloc(maxRequestBytes + 1, 65)],
  ["nothing for too long", () => ""],
])("%s closes the connection without a word, and asks the desk for nothing", async (_, bytes) => {
  const dir = profile();
  let asked = 0;
  const { address } = await serve(dir, async () => ++asked);
  const { secret } = JSON.parse(readFileSync(join(dir, controlFile), "utf8"));
  expect(await say(address, bytes(secret))).toBe("");
  expect(asked).toBe(0);
  expect(await askControl(dir, {}, 1000)).toMatchObject({ kind: "answered" });
});

test("an answer that fails leaves the asker told that nothing came, and the desk running", async () => {
  const dir = profile();
  await serve(dir, () => Promise.reject(new Error("a bug")));
  expect(await askControl(dir, {}, 1000)).toMatchObject({ kind: "silent" });
  expect(await askControl(dir, {}, 1000)).toMatchObject({ kind: "silent" });
});

test("a desk that takes too long is silent", async () => {
  const dir = profile();
  await serve(dir, () => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(await askControl(dir, {}, 50)).toEqual({ kind: "silent", why: "no answer within 0.05 s" });
});

test("a profile whose path is too long for a socket is served from a folder of the user's own", async () => {
  const dir = profile("deep".repeat(30));
  const { address } = await serve(dir);
  expect(Buffer.byteLength(address)).toBeLessThan(104);
  expect(address.startsWith(dir)).toBe(false);
  expect(await askControl(dir, 1, 1000)).toEqual({ kind: "answered", answer: { heard: 1 } });
});

test("the socket of a desk that was killed is taken away, anything else in its place is left alone", async () => {
  const dir = profile();
  const { address } = controlPlace(dir, { platform: "linux", tmpDir: tmpdir(), user: "u" });
  // A listener whose process dies leaves its file; renaming it away and back makes the same on a live one.
  const dead = createServer();
  await new Promise<void>((resolve) => void dead.listen(address, resolve));
  writeFileSync(join(dir, controlFile), JSON.stringify({ address, secret: "s".repeat(43), pid: 1 }));
  const { renameSync } = await import("node:fs");
  renameSync(address, `${address}.kept`);
  await new Promise((resolve) => dead.close(resolve));
  renameSync(`${address}.kept`, address);
  expect(await askControl(dir, {}, 1000)).toEqual({ kind: "nobody" });
  await serve(dir);
  expect(await askControl(dir, {}, 1000)).toMatchObject({ kind: "answered" });
  const other = profile();
  const taken = controlPlace(other, { platform: "linux", tmpDir: tmpdir(), user: "u" }).address;
  writeFileSync(taken, "a letter");
  await expect(openControlSocket({ profileDir: other, answer: async () => null })).rejects.toThrow("in the way");
  expect(readFileSync(taken, "utf8")).toBe("a letter");
});

test("on Windows it is a named pipe", () => {
  const { address, makeDir } = controlPlace(profile(), { platform: "win32", tmpDir: "C:\\T", user: "u" });
  expect(address).toMatch(/^\\\\\.\\pipe\\proofdesk-[0-9a-f]{32}$/);
  expect(makeDir).toBeNull();
});
