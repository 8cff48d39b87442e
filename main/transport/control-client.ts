import { readFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { ControlWord, controlFile, maxAnswerBytes } from "./control-word.ts";
import { readLine } from "./read-line.ts";

/** What came of asking the desk of a profile. */
export type Asked =
  | { readonly kind: "answered"; readonly answer: unknown }
  /** No desk runs there. */
  | { readonly kind: "nobody" }
  /** Something listens and did not answer. */
  | { readonly kind: "silent"; readonly why: string };

const nobodyThere: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED", "ENOTSOCK"]);

/** Asks the desk that runs on a profile, if one does. */
export async function askControl(profileDir: string, request: unknown, timeoutMs: number): Promise<Asked> {
  const word = readWord(profileDir);
  if (word === null) return { kind: "nobody" };
  const socket = createConnection(word.address);
  try {
    await connected(socket);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return nobodyThere.has(code) ? { kind: "nobody" } : { kind: "silent", why: message };
  }
  socket.on("error", () => undefined);
  try {
    const line = readLine(socket, maxAnswerBytes, timeoutMs);
    socket.write(`${JSON.stringify({ v: 1, secret: word.secret, request })}\n`);
    const said = await line;
    if (said === null) return { kind: "silent", why: `no answer within ${timeoutMs / 1000} s` };
    return { kind: "answered", answer: JSON.parse(said) };
  } catch (error) {
    return { kind: "silent", why: error instanceof Error ? error.message : String(error) };
  } finally {
    socket.destroy();
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
}

/** What the desk has left for us to know; `null` where it has not, or not legibly. */
function readWord(profileDir: string): ControlWord | null {
  try {
    return ControlWord.parse(JSON.parse(readFileSync(join(profileDir, controlFile), "utf8")));
  } catch {
    return null;
  }
}
