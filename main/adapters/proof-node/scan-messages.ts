import type { MessagePort } from "node:worker_threads";
import type { CursorPlace } from "../../audit/verifier/json-cursor.ts";
import type { PackedEvents } from "../../audit/verifier/packed-events.ts";

/** What the scanning thread is started with. */
export interface ScanSetup {
  readonly file: string;
  readonly bytes: number;
  readonly chunkBytes: number | undefined;
  readonly place: CursorPlace;
  readonly port: MessagePort;
  readonly turns: Int32Array<SharedArrayBuffer>;
}

/** What the scanning thread says: events, and once that there are no more it can read. */
export type FromScanner = PackedEvents | null;

/** The counters both threads wait on: what was said, and what of it was taken. */
export const said = 0;
export const taken = 1;

/** Packs that may wait to be taken: about as many times 256 kilobytes. */
export const mostWaiting = 256;
