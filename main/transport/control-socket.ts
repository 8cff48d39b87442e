import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { controlPlace } from "./control-address.ts";
import { ControlFrame, type ControlWord, controlFile, maxRequestBytes } from "./control-word.ts";
import { readLine } from "./read-line.ts";

export interface ControlOptions {
  /** The profile, which this process holds. */
  readonly profileDir: string;
  /** Answers one request; what it throws ends the connection without an answer. */
  answer(request: unknown): Promise<unknown>;
  /** How long a connection may take to ask. Default 5 s. */
  readonly askWithinMs?: number;
}

export interface ControlSocket {
  readonly address: string;
  close(): Promise<void>;
}

const maxConnections = 16;
const askWithinMs = 5_000;

/**
 * Lets other processes of the same user control this desk. Only who can read the profile knows the secret of this start;
 * a frame that is malformed, or does not bring it, closes the connection without a word.
 */
export async function openControlSocket(options: ControlOptions): Promise<ControlSocket> {
  const { profileDir } = options;
  const { address, makeDir } = controlPlace(profileDir, {
    platform: process.platform,
    tmpDir: tmpdir(),
    user: userInfo().username.replace(/[^A-Za-z0-9._-]/g, "_"),
  });
  if (makeDir !== null) ownFolder(makeDir);
  removeStale(address);
  const secret = randomBytes(32).toString("base64url");
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    converse(socket, secret, options).catch(() => socket.destroy());
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    if (process.platform !== "win32") chmodSync(address, 0o600);
    tell(profileDir, { address, secret, pid: process.pid });
  } catch (error) {
    // Nobody learns how to ask; one that listened on would keep the process from ending.
    await close();
    throw error;
  }
  return {
    address,
    async close() {
      rmSync(join(profileDir, controlFile), { force: true });
      await close();
    },
  };
}

async function converse(socket: Socket, secret: string, options: ControlOptions): Promise<void> {
  const line = await readLine(socket, maxRequestBytes, options.askWithinMs ?? askWithinMs);
  const frame = line === null ? null : parse(line);
  if (frame === null || !same(frame.secret, secret)) {
    socket.destroy();
    return;
  }
  socket.end(`${JSON.stringify(await options.answer(frame.request))}\n`);
}

function parse(line: string): { secret: string; request: unknown } | null {
  try {
    return ControlFrame.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** By digest, so that time tells nothing about the secret. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A folder that others may write to could hold a socket of theirs. Throws where it is not the user's own. */
function ownFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(dir);
  const isOwn = lstatSync(dir).isDirectory() && (process.getuid === undefined || uid === process.getuid());
  if (!isOwn || (mode & 0o077) !== 0) throw new Error(`${dir} is not this user's alone`);
}

/** This process holds the profile, so a socket that is there was left by a desk that was killed. */
function removeStale(address: string): void {
  if (process.platform === "win32") return;
  const left = lstatSync(address, { throwIfNoEntry: false });
  if (left === undefined) return;
  if (!left.isSocket()) throw new Error(`${address} is in the way and no socket`);
  rmSync(address);
}

/** Temporary file and rename: a reader finds the whole word or none. */
function tell(profileDir: string, word: ControlWord): void {
  const file = join(profileDir, controlFile);
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(word), { mode: 0o600, flag: "wx" });
  renameSync(`${file}.new`, file);
}
