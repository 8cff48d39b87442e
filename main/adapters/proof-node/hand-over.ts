import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { hasLeft } from "../threads/has-left.ts";

/** Messages that were given, and those of them that were taken: what two threads wait on. And whether nobody takes more. */
const given = 0;
const taken = 1;
const over = 2;
/** What two threads share to wait for each other. */
export const newTurns = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(12));

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

/** Nobody takes messages any more. */
export class HandOverEnded extends Error {
  override readonly name = "HandOverEnded";
}

/** Gives a message, once there is room for it. Throws {@link HandOverEnded}. */
export function give({ port, turns, most }: HandOver, message: unknown, transfer: readonly ArrayBuffer[] = []): void {
  for (;;) {
    const done = Atomics.load(turns, taken);
    if (Atomics.load(turns, over) === 1) throw new HandOverEnded();
    if (Atomics.load(turns, given) - done < most) break;
    Atomics.wait(turns, taken, done);
  }
  port.postMessage(message, transfer);
  Atomics.add(turns, given, 1);
  Atomics.notify(turns, given);
}

/** Lets go who waits for room. */
export function takeNoMore(turns: HandOver["turns"]): void {
  Atomics.store(turns, over, 1);
  // A count that has changed keeps a wait from beginning, whoever looked at it before.
  Atomics.sub(turns, taken, 1);
  Atomics.notify(turns, taken);
}

/** A helper that says nothing for so long is given up: who waits does the work alone. */
const usualPatienceMs = 30_000;

/** A thread that does part of a long work ahead of the calling one, which waits for its messages without turning its loop. */
export class HelperThread<Message> {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #turns = newTurns();
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

  /** Whether a message waits to be taken. */
  isReady(): boolean {
    return Atomics.load(this.#turns, given) !== Atomics.load(this.#turns, taken);
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

  /** Has the thread leave with the next message it would give. */
  end(): void {
    takeNoMore(this.#turns);
    this.#port.close();
    void hasLeft(this.#worker);
  }
}
