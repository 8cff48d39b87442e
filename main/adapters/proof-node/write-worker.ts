import { on } from "node:events";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type BundlePiece, writePieces } from "./bundle-file.ts";
import type { FromBundleWriter, ToBundleWriter } from "./write-aside.ts";

/** The pieces that arrive, up to the end behind the last. */
async function* arriving(port: MessagePort, tell: (said: FromBundleWriter) => void): AsyncGenerator<BundlePiece> {
  for await (const [piece] of on(port, "message") as AsyncIterable<[ToBundleWriter]>) {
    if (piece === "end") return;
    if (piece === "stop") throw new Error("nobody wants the file any more");
    yield piece;
    tell({ kind: "taken" });
  }
}

/** The writing thread: makes a bundle's JSON of the pieces, hashes it and writes it. */
async function write(port: MessagePort): Promise<void> {
  const tell = (said: FromBundleWriter): void => port.postMessage(said);
  try {
    tell({ kind: "written", written: await writePieces(arriving(port, tell), workerData as string) });
  } catch (error) {
    tell({ kind: "failed", error: error as Error });
  }
}

if (parentPort) void write(parentPort);
