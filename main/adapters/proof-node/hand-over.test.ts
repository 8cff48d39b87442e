import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { type HandOver, newTurns, takeNoMore } from "./hand-over.ts";

/** A thread that gives more than anybody takes, and says how that ended. */
const giver = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.module).then(({ give }) => {
  try {
    for (let n = 0; ; n++) { give(workerData.handOver, n); parentPort.postMessage(n); }
  } catch (error) {
    parentPort.postMessage(error.name);
  }
});`;

test("a thread that waits to hand something over leaves when nobody takes any more", async () => {
  const { port1, port2 } = new MessageChannel();
  const handOver: HandOver = { port: port2, turns: newTurns(), most: 2 };
  const module = new URL("./hand-over.ts", import.meta.url).href;
  const worker = new Worker(giver, {
    eval: true,
    workerData: { handOver, module },
    transferList: [port2],
    execArgv: [],
  });
  const said: unknown[] = [];
  worker.on("message", (message) => said.push(message));
  while (said.length < 2) await once(worker, "message");
  takeNoMore(handOver.turns);
  await once(worker, "exit");
  expect(said).toEqual([0, 1, "HandOverEnded"]);
  port1.close();
});
