import type { EventsEnd } from "../../audit/verifier/events-ahead.ts";
import type { CursorPlace } from "../../audit/verifier/json-cursor.ts";
import type { PackedEvents } from "../../audit/verifier/packed-events.ts";

/** Which events the scanning thread reads: those of a file that begin at a place. */
export interface ScanWork {
  readonly file: string;
  readonly bytes: number;
  /** Which file it is; another at the same path is not read. */
  readonly identity: string;
  readonly chunkBytes: number | undefined;
  readonly place: CursorPlace;
}

/** What the scanning thread says: events, and once where they end. */
export type FromScanner = PackedEvents | EventsEnd;
