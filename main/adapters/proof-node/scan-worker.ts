import { closeSync, openSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { readAhead } from "../../audit/verifier/events-ahead.ts";
import { bundleCursor } from "../../audit/verifier/json-cursor.ts";
import { buffersOf } from "../../audit/verifier/packed-events.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { pieceReader } from "./read-pieces.ts";
import { type FromScanner, mostWaiting, type ScanSetup, said, taken } from "./scan-messages.ts";

/** The scanning thread: reads the events of a bundle ahead of who checks them, as far as it is let. */
function scan({ file, bytes, chunkBytes, place, port, turns }: ScanSetup): void {
  const tell = (message: FromScanner): void => {
    for (let done = Atomics.load(turns, taken); Atomics.load(turns, said) - done >= mostWaiting; ) {
      Atomics.wait(turns, taken, done);
      done = Atomics.load(turns, taken);
    }
    port.postMessage(message, message === null ? [] : buffersOf(message));
    Atomics.add(turns, said, 1);
    Atomics.notify(turns, said);
  };
  const handle = openSync(file, "r");
  try {
    readAhead(nodePrimitives, bundleCursor(nodePrimitives, bytes, chunkBytes), place, pieceReader(handle), tell);
  } finally {
    closeSync(handle);
  }
}

scan(workerData as ScanSetup);
