import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";

/** Messages that were given, and those of them that were taken: what two threads wait on. */
const given = 0;
const taken = 1;

/** Where a helper's messages go, in order. */
export interface HandOver {
  readonly port: MessagePort;
  readonly turns: Int32Array<SharedArrayBuffer>;
  /** How many messages may wait to be taken. */
  readonly most: number;
}

/** What a helper's thread is started with beside its own work. */
export interface HelperSetup {
  readonly handOver: HandOver;
}

/** How many messages wait to be taken. */
export function waiting({ turns }: HandOver): number {
  return Atomics.load(turns, given) - Atomics.load(turns, taken);
}

/** Gives a message, once there is room for it. */
export function give({ port, turns, most }: HandOver, message: unknown, transfer: readonly ArrayBuffer[] = []): void {
  for (let done = Atomics.load(turns, taken); Atomics.load(turns, given) - done >= most; ) {
    Atomics.wait(turns, taken, done);
    done = Atomics.load(turns, taken);
  }
  port.postMessage(message, transfer);
  Atomics.add(turns, given, 1);
  Atomics.notify(turns, given);
}

/** A helper that says nothing for so long is given up: who waits does the work alone. */
const usualPatienceMs = 30_000;

/** A thread that does part of a long work ahead of the calling one, which waits for its messages without turning its loop. */
export class HelperThread<Message> {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #turns = new Int32Array(new SharedArrayBuffer(8));
  readonly #patienceMs: number;

  constructor(
    program: URL,
    setup: object,
    { name, most, patienceMs = usualPatienceMs }: { name: string; most: number; patienceMs?: number | undefined },
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#patienceMs = patienceMs;
    const handOver: HandOver = { port: port2, turns: this.#turns, most };
    const workerData = { ...setup, handOver };
    this.#worker = new Worker(program, { workerData, transferList: [port2], name, execArgv: [] });
    // What goes wrong there shows as its silence.
    this.#worker.on("error", () => {});
    this.#worker.unref();
  }

  /** The next message, waited for; `undefined` where the helper stays silent. */
  take(): Message | undefined {
    for (;;) {
      const before = Atomics.load(this.#turns, given);
      const received = receiveMessageOnPort(this.#port) as { readonly message: Message } | undefined;
      if (received !== undefined) {
        Atomics.add(this.#turns, taken, 1);
        Atomics.notify(this.#turns, taken);
        return received.message;
      }
      if (Atomics.wait(this.#turns, given, before, this.#patienceMs) === "timed-out") return undefined;
    }
  }

  /** Ends the thread, whatever it is at. */
  end(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}
