import { Worker } from "node:worker_threads";
import type { Fault } from "../../../shared/model/fault.ts";
import { storageFault } from "./storage-fault.ts";
import type { FromWriter, WriterSetup } from "./writer-messages.ts";

/** Starts the writer's thread from source or from the bundle and waits until its database is open. */
export function startWriter(
  setup: WriterSetup,
): Promise<{ readonly worker: Worker; readonly ready: Extract<FromWriter, { kind: "ready" }> }> {
  const file = import.meta.url.endsWith(".ts") ? "./writer-worker.ts" : "./writer-worker.js";
  // The flags this process was started with, such as --input-type, are not meant for the thread.
  const worker = new Worker(new URL(file, import.meta.url), { workerData: setup, name: "journal", execArgv: [] });
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromWriter): void => {
      settle();
      if (message.kind === "ready") resolve({ worker, ready: message });
      else reject(notStarted(`said ${message.kind}`));
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    const onExit = (code: number): void => {
      settle();
      reject(notStarted(`ended with ${code}`));
    };
    // Only these: removing all listeners would also take those by which Node itself delivers messages.
    const settle = (): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

function notStarted(what: string): Fault {
  return storageFault({
    code: "STORAGE-IO",
    message: `the journal's writer did not start: it ${what}`,
    remedy: "Restart the desk; if it happens again, check the disk of the profile.",
  });
}
