import type { Socket } from "node:net";

/** The first line that a socket brings; `null` when it closes before, brings more than `maxBytes`, or takes too long. */
export function readLine(socket: Socket, maxBytes: number, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const end = (line: string | null): void => {
      clearTimeout(timer);
      socket.off("data", take).off("close", closed);
      resolve(line);
    };
    const closed = (): void => end(null);
    const timer = setTimeout(closed, timeoutMs);
    const take = (part: Buffer): void => {
      const at = part.indexOf(10);
      parts.push(at < 0 ? part : part.subarray(0, at));
      bytes += part.length;
      if (bytes > maxBytes) end(null);
      else if (at >= 0) end(Buffer.concat(parts).toString("utf8"));
    };
    socket.on("data", take).once("close", closed);
  });
}
