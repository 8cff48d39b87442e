import { closeSync, openSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { bundleCursor } from "../../audit/verifier/json-cursor.ts";
import { buffersOf } from "../../audit/verifier/packed-events.ts";
import { readAhead } from "../../audit/verifier/read-ahead.ts";
import { give, type HelperSetup, waiting } from "./hand-over.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { fileIdentity, pieceReader } from "./read-pieces.ts";
import type { FromScanner, ScanWork } from "./scan-messages.ts";

/** The scanning thread: reads the events of a bundle ahead of who checks them, as far as it is let. */
function scan({ file, bytes, identity, chunkBytes, place, handOver }: ScanWork & HelperSetup): void {
  const tell = (message: FromScanner): void => give(handOver, message, "end" in message ? [] : buffersOf(message));
  const handle = openSync(file, "r");
  try {
    if (fileIdentity(handle) !== identity) {
      tell({ end: -1 });
      return;
    }
    const hasher = { sha256Into: nodePrimitives.sha256Into, hasTime: () => waiting(handOver) >= handOver.most / 2 };
    readAhead(bundleCursor(nodePrimitives, bytes, chunkBytes), place, pieceReader(handle), tell, hasher);
  } finally {
    closeSync(handle);
  }
}

scan(workerData as ScanWork & HelperSetup);
