import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { EventsAhead } from "../../audit/verifier/events-ahead.ts";
import type { CursorPlace } from "../../audit/verifier/json-cursor.ts";
import type { PackedEvents } from "../../audit/verifier/packed-events.ts";
import { type FromScanner, type ScanSetup, said, taken } from "./scan-messages.ts";

/** A thread that says nothing for so long is given up: who waits reads the file alone. */
const usualPatienceMs = 30_000;

/** Scans the events of a bundle on a thread of its own, ahead of the calling one, which waits for it without turning its loop. */
export class ScanAhead implements EventsAhead {
  readonly #file: string;
  readonly #bytes: number;
  readonly #turns = new Int32Array(new SharedArrayBuffer(8));
  readonly #chunkBytes: number | undefined;
  readonly #patienceMs: number;
  #worker: Worker | null = null;
  #port: MessagePort | null = null;

  constructor(
    file: string,
    bytes: number,
    { chunkBytes, patienceMs = usualPatienceMs }: { readonly chunkBytes?: number; readonly patienceMs?: number } = {},
  ) {
    this.#file = file;
    this.#bytes = bytes;
    this.#chunkBytes = chunkBytes;
    this.#patienceMs = patienceMs;
  }

  begin(place: CursorPlace): void {
    const { port1, port2 } = new MessageChannel();
    const setup: ScanSetup = {
      file: this.#file,
      bytes: this.#bytes,
      chunkBytes: this.#chunkBytes,
      place,
      port: port2,
      turns: this.#turns,
    };
    const name = import.meta.url.endsWith(".ts") ? "./scan-worker.ts" : "./scan-worker.js";
    this.#port = port1;
    this.#worker = new Worker(new URL(name, import.meta.url), {
      workerData: setup,
      transferList: [port2],
      name: "scan",
      execArgv: [],
    });
    // What goes wrong there shows as its silence.
    this.#worker.on("error", () => {});
    this.#worker.unref();
  }

  take(): PackedEvents | null {
    const port = this.#port;
    if (port === null) return null;
    for (;;) {
      const before = Atomics.load(this.#turns, said);
      const received = receiveMessageOnPort(port) as { readonly message: FromScanner } | undefined;
      if (received !== undefined) {
        Atomics.add(this.#turns, taken, 1);
        Atomics.notify(this.#turns, taken);
        return received.message;
      }
      if (Atomics.wait(this.#turns, said, before, this.#patienceMs) === "timed-out") return null;
    }
  }

  /** Ends the thread, whatever it is at. */
  end(): void {
    this.#port?.close();
    void this.#worker?.terminate();
  }
}
