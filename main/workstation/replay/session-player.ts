import { Worker } from "node:worker_threads";
import type { DeskAt } from "../../../shared/contract/audit.ts";
import type { Fault } from "../../../shared/model/fault.ts";
import { storageFault } from "../../adapters/journal-sqlite/storage-fault.ts";
import { hasLeft } from "../../adapters/threads/has-left.ts";
import { type ReplayAnswer, type ReplayOrder, type ReplaySetup, replayFailed } from "./replay-messages.ts";

/** Shows the desk as it was. */
export interface SessionPlayer {
  /** The desk once event `seq` was written down. Throws a Fault `REPLAY-FAILED`, or what reading the record throws. */
  deskAt(seq: number): Promise<DeskAt>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (desk: DeskAt) => void;
  readonly reject: (fault: Fault) => void;
}

/** A thread that nobody has asked for so long is let go, with what it holds in memory. */
const usualIdleMs = 120_000;

/** Replays a record on a thread of its own, which begins with the first question and ends when nobody asks any more. */
export function sessionPlayer(record: Omit<ReplaySetup, "leaving">, idleMs = usualIdleMs): SessionPlayer {
  const setup: ReplaySetup = { ...record, leaving: new Int32Array(new SharedArrayBuffer(4)) };
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let ids = 0;
  const waiting = new Map<number, Waiting>();

  const dismiss = (thread: Worker): Promise<void> => {
    if (worker === thread) worker = null;
    thread.postMessage("leave" satisfies ReplayOrder);
    return hasLeft(thread);
  };
  const rest = (thread: Worker): void => {
    clearTimeout(idle);
    if (waiting.size > 0 || worker !== thread) return;
    idle = setTimeout(() => void dismiss(thread), idleMs);
    idle.unref();
  };
  const fail = (thread: Worker, why: string): void => {
    if (worker !== thread) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(storageFault(replayFailed(why)));
    waiting.clear();
  };
  const start = (): Worker => {
    const file = import.meta.url.endsWith(".ts") ? "./replay-worker.ts" : "./replay-worker.js";
    const thread = new Worker(new URL(file, import.meta.url), { workerData: setup, name: "replay", execArgv: [] });
    thread.on("message", (answer: ReplayAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ("desk" in answer) asked?.resolve(answer.desk);
      else asked?.reject(storageFault(answer.fault));
      rest(thread);
    });
    thread.on("error", (error) => fail(thread, error.message));
    thread.on("exit", () => fail(thread, "its thread has ended"));
    thread.unref();
    return thread;
  };

  return {
    deskAt(seq) {
      if (Atomics.load(setup.leaving, 0) !== 0) return Promise.reject(storageFault(replayFailed("the desk closes")));
      clearTimeout(idle);
      worker ??= start();
      const id = ++ids;
      const answer = new Promise<DeskAt>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage({ id, seq } satisfies ReplayOrder);
      return answer;
    },
    async close() {
      clearTimeout(idle);
      const thread = worker;
      if (thread === null) return;
      Atomics.store(setup.leaving, 0, 1);
      fail(thread, "the desk closes");
      await dismiss(thread);
    },
  };
}
