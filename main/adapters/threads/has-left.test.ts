import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { hasLeft } from "./has-left.ts";

const thread = (program: string): Worker => new Worker(program, { eval: true, execArgv: [] });

test("a thread leaves by itself and is not stopped", async () => {
  const worker = thread("setTimeout(() => process.exit(7), 50)");
  const [[code]] = await Promise.all([once(worker, "exit"), hasLeft(worker)]);
  expect(code).toBe(7);
});

test("one that has left already is not waited for", async () => {
  const worker = thread("");
  await once(worker, "exit");
  await hasLeft(worker, 60_000);
});

test("one that fails has left as well", async () => {
  const worker = thread("throw new Error('no')");
  worker.on("error", () => {});
  await hasLeft(worker, 60_000);
});

test("one that hangs is stopped", async () => {
  const worker = thread("require('node:worker_threads').parentPort.postMessage('begun'); for (;;);");
  // One that is stopped before it has begun leaves with 0.
  await once(worker, "message");
  const [[code]] = await Promise.all([once(worker, "exit"), hasLeft(worker, 50)]);
  expect(code).toBe(1);
});
