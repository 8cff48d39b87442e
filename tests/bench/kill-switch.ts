import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { startRunLoop } from "../../main/workstation/run-loop.ts";
import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";
import { feedFlatOut } from "./tick-feeder.ts";

const workingOrders = 100;
/** Another thread that asks for the kill switch and says when it did; the clock is the same on both sides. */
const asker = `const { parentPort } = require("node:worker_threads");
parentPort.on("message", () => parentPort.postMessage(process.hrtime.bigint()));`;

/** From a request on another thread to the shut gate, while the engine handles ticks flat out beside working orders. */
export const killSwitch: Figure = {
  name: "kill-switch",
  async run({ quick }) {
    const trials = quick ? 30 : 300;
    let seq = 0;
    const engine = benchEngine({ record: () => seq++ });
    const loop = startRunLoop(engine);
    const stopFeed = feedFlatOut(engine, loop);
    await sleep(quick ? 100 : 500);

    const worker = new Worker(asker, { eval: true });
    const millis: number[] = [];
    let canceled = 0;
    const before = engine.metrics().inputs;
    const from = performance.now();
    for (let trial = 0; trial < trials; trial++) {
      for (let i = 0; i < workingOrders; i++) {
        engine.submit({ ...marketOrder("buy"), type: "limit", limitPrice: "99" }, person, "bench");
        engine.durable(seq - 1);
        if (i % 10 === 0) await sleep(0);
      }
      await sleep(2 + (trial % 7));
      millis.push(
        await new Promise<number>((resolve, reject) => {
          worker.once("message", (asked: bigint) => {
            engine.engageKillSwitch(person, "bench");
            const ms = Number(process.hrtime.bigint() - asked) / 1e6;
            if (!engine.tradingState().killSwitch) reject(new Error("the gate stayed open"));
            resolve(ms);
          });
          worker.postMessage(null);
        }),
      );
      if (engine.preview(marketOrder("buy"), person).outcome !== "rejected")
        throw new Error("a shut gate let an order pass");
      canceled += engine.orders().filter((order) => order.status === "canceled").length;
      engine.durable(seq - 1);
      engine.releaseKillSwitch(person, "bench");
      engine.setTradingState("active", person, "bench");
    }
    const rate = (engine.metrics().inputs - before) / ((performance.now() - from) / 1000);
    stopFeed();
    loop.stop();
    await worker.terminate();
    if (canceled === 0) throw new Error("the kill switch canceled nothing");
    const p99 = quantile(millis, 0.99);
    const plain = plainRate(200_000, 5);
    return {
      name: "kill-switch",
      title: "kill switch to gate shut, p99",
      value: p99,
      unit: "ms",
      goal: "< 20",
      met: p99 < 20,
      ...inPlainBars(p99, plain),
      detail: {
        p50: quantile(millis, 0.5),
        max: quantile(millis, 1),
        trials,
        workingOrders,
        ticksPerSecondBeside: rate,
      },
    };
  },
};
