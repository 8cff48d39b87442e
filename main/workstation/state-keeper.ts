import { Worker } from "node:worker_threads";
import { hasLeft } from "../adapters/threads/has-left.ts";
import type { Journal } from "../ports/journal.ts";
import type { StateAnswer, StateOrder, StateSetup } from "./state-messages.ts";

/** A start reads at most about so many events one by one: parsing them is most of what it takes. */
const writeEveryEvents = 1000;
/** Fewer events than this a start reads in no time: a desk that closes does not write a snapshot for them. */
const worthClosing = 500;
/** A desk that closes waits for its last snapshot no longer than this; without it the next start reads more events. */
const patienceMs = 10_000;

/** Keeps what a desk knows written down, so that its next start need not read the whole record. */
export interface StateKeeper {
  /** Writes the state after the last event, once the journal is closed. Never throws. */
  close(lastSeq: number): Promise<void>;
}

/** A desk whose state is not kept. */
export const noStateKeeper: StateKeeper = { close: async () => undefined };

/** What a desk hands over once it is restored. */
export interface KeepStateOptions {
  readonly setup: StateSetup;
  /** The last event of the snapshot on disk, -1 for none. */
  readonly writtenSeq: number;
  readonly onFailure: (why: string) => void;
}

/**
 * Starts a thread, when there is something to write, that replays the record beside the desk and writes a snapshot every few
 * thousand events. It takes nothing from the desk that runs: what it writes is what a restart would have found.
 */
export function keepState(journal: Journal, { setup, writtenSeq, onFailure }: KeepStateOptions): StateKeeper {
  let worker: Worker | null = null;
  let asked = writtenSeq;
  let busy = false;
  const done = (failure: string | null): void => {
    if (failure !== null) onFailure(failure);
    busy = false;
  };
  const start = (): Worker => {
    const file = import.meta.url.endsWith(".ts") ? "./state-worker.ts" : "./state-worker.js";
    const thread = new Worker(new URL(file, import.meta.url), { workerData: setup, name: "state", execArgv: [] });
    thread.on("message", (answer: StateAnswer) => done("failure" in answer ? answer.failure : null));
    // One that has ended is followed by another when there is something to write again.
    const ended = (): void => {
      if (worker !== thread) return;
      worker = null;
      busy = false;
    };
    thread.on("error", (error) => {
      onFailure(error.message);
      ended();
    });
    thread.on("exit", ended);
    thread.unref();
    return thread;
  };
  const ask = (to: number): void => {
    asked = to;
    busy = true;
    worker ??= start();
    worker.postMessage({ to } satisfies StateOrder);
  };
  const look = (seq: number): void => {
    if (!busy && seq - asked >= writeEveryEvents) ask(seq);
  };
  const stop = journal.onDurable(look);
  look(journal.durableSeq);
  return {
    async close(lastSeq) {
      stop();
      if (lastSeq - asked >= worthClosing) ask(lastSeq);
      if (worker === null) return;
      worker.postMessage("leave" satisfies StateOrder);
      await hasLeft(worker, patienceMs);
    },
  };
}
