import type { Worker } from "node:worker_threads";

/** How long a thread may take to leave. */
const usualPatienceMs = 5000;
/** What Node says of a thread that is no more. */
const gone = -1;

/**
 * Waits until a thread that has nothing more to do has left by itself. Only one that hangs is stopped: a thread that is
 * stopped inside native code, SQLite's or Node's own, can take the whole process with it.
 */
export async function hasLeft(worker: Worker, patienceMs = usualPatienceMs): Promise<void> {
  if (worker.threadId === gone) return;
  const left = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const hung = setTimeout(() => void worker.terminate(), patienceMs);
  await left;
  clearTimeout(hung);
}
