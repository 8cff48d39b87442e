import type { EventsAhead, EventsEnd } from "../../audit/verifier/events-ahead.ts";
import type { CursorPlace } from "../../audit/verifier/json-cursor.ts";
import type { PackedEvents } from "../../audit/verifier/packed-events.ts";
import { HelperThread } from "./hand-over.ts";
import type { FromScanner, ScanWork } from "./scan-messages.ts";

/** Packs that may wait to be taken, of about 128 kilobytes each, or a megabyte where a file is not what desks write. */
const mostWaiting = 32;

/** Scans the events of a bundle on a thread of its own. */
export class ScanAhead implements EventsAhead {
  readonly #work: Omit<ScanWork, "place">;
  readonly #patienceMs: number | undefined;
  #helper: HelperThread<FromScanner> | null = null;

  constructor(
    { file, bytes, identity }: Pick<ScanWork, "file" | "bytes" | "identity">,
    { chunkBytes, patienceMs }: { readonly chunkBytes?: number; readonly patienceMs?: number } = {},
  ) {
    this.#work = { file, bytes, identity, chunkBytes };
    this.#patienceMs = patienceMs;
  }

  begin(place: CursorPlace): void {
    const program = new URL(import.meta.url.endsWith(".ts") ? "./scan-worker.ts" : "./scan-worker.js", import.meta.url);
    const work: ScanWork = { ...this.#work, place };
    this.#helper = new HelperThread(program, work, {
      name: "scan",
      most: mostWaiting,
      patienceMs: this.#patienceMs,
    });
  }

  isReady(): boolean {
    return this.#helper?.isReady() ?? true;
  }

  take(): PackedEvents | EventsEnd | null {
    return this.#helper?.take() ?? null;
  }

  /** Ends the thread, whatever it is at. */
  end(): void {
    this.#helper?.end();
  }
}
