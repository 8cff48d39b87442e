import { subscribe } from "node:diagnostics_channel";
import { flushCompileCache } from "node:module";
import process from "node:process";
import { isMainThread } from "node:worker_threads";
import { say } from "./say.ts";

/** Loaded before anything else into every thread of a victim: ends the process the moment a named step is reached for the n-th time. */
// The thread of the writer keeps what it has read too, a moment after it started.
if (!isMainThread) setTimeout(flushCompileCache, 5).unref();
let left: number | null = null;
subscribe("proofdesk:journal-step", (step) => {
  const [name, count] = (process.env["PROOFDESK_CRASH_AT"] ?? "").split(":");
  if (step !== name) return;
  left ??= Number(count);
  left -= 1;
  if (left > 0) return;
  say(`reached ${String(step)}`);
  process.kill(process.pid, "SIGKILL");
  // The signal may take a moment; nothing more is done in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
