import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { openControlSocket } from "../../main/transport/control-socket.ts";
import { startRunLoop } from "../../main/workstation/run-loop.ts";
import { benchEngine, benchLimits, marketOrder, person } from "./bench-engine.ts";
import { benchJournal } from "./bench-journal.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";
import { feedFlatOut } from "./tick-feeder.ts";

const workingOrders = 1_000;
const cancelsWithinMs = 150;
const gateWithinMs = 20;

/**
 * `halt` through the control socket, asked on another thread, while the engine handles ticks flat out beside a thousand
 * working orders and a real journal: until the gate is shut, and until a thousand cancels are sent and on disk.
 */
export const killCancels: Figure = {
  name: "kill-cancels",
  async run({ quick }) {
    const trials = quick ? 3 : 100;
    const { journal, dir, close } = await benchJournal();
    let staged = -1;
    const engine = benchEngine({
      cash: "1000000",
      limits: { ...benchLimits, staleAfterMs: 3_600_000 },
      record: (event) => {
        staged = journal.append(event);
        return staged;
      },
      journalOpen: () => journal.health().state === "open",
    });
    const loop = startRunLoop(engine);
    journal.onDurable((seq) => {
      engine.durable(seq);
      loop.wake();
    });
    const found = { gateMs: Number.NaN, sentMs: Number.NaN, durableMs: Number.NaN };
    const control = await openControlSocket({
      profileDir: dir,
      async answer(request) {
        const asked = BigInt((request as { asked: string }).asked);
        const since = (): number => Number(process.hrtime.bigint() - asked) / 1e6;
        const stop = engine.subscribe({
          onTradingState() {
            found.gateMs = since();
          },
        });
        engine.engageKillSwitch(person, "bench");
        stop();
        found.sentMs = since();
        await journal.durable(staged);
        found.durableMs = since();
        return { canceled: engine.openOrders().length === 0 };
      },
    });
    const stopFeed = feedFlatOut(engine, loop);
    const worker = new Worker(new URL("./control-asker.ts", import.meta.url), { workerData: { profileDir: dir } });
    const gate: number[] = [];
    const sent: number[] = [];
    const durable: number[] = [];
    const before = engine.metrics().inputs;
    const from = performance.now();
    try {
      for (let trial = 0; trial < trials; trial++) {
        for (let i = 0, placed = 0; placed < workingOrders; i++) {
          // The gate counts orders per second of the market's time: what it denies is asked for again.
          const { verdict } = engine.submit(
            { ...marketOrder("buy"), type: "limit", limitPrice: "99" },
            person,
            "bench",
          );
          if (verdict.outcome === "approved") placed++;
          if (i % 50 === 0) await sleep(0);
        }
        await journal.durable(staged);
        while (engine.pendingRelease > 0) await sleep(1);
        await sleep(2 + (trial % 7));
        const working = engine.openOrders().length;
        if (working !== workingOrders) throw new Error(`${working} orders work, not ${workingOrders}`);
        const asked = new Promise<unknown>((resolve) => worker.once("message", resolve));
        worker.postMessage(null);
        const { answer } = (await asked) as { answer?: { canceled: boolean } };
        if (answer?.canceled !== true) throw new Error("the halt left orders working, or was not answered");
        gate.push(found.gateMs);
        sent.push(found.sentMs);
        durable.push(found.durableMs);
        engine.releaseKillSwitch(person, "bench");
        engine.setTradingState("active", person, "bench");
      }
    } finally {
      stopFeed();
      loop.stop();
      await worker.terminate();
      await control.close();
    }
    const rate = (engine.metrics().inputs - before) / ((performance.now() - from) / 1000);
    const { synchronous } = journal.health();
    await close();
    const p99 = quantile(durable, 0.99);
    const gateP99 = quantile(gate, 0.99);
    return {
      name: "kill-cancels",
      title: "halt by socket to 1,000 cancels sent and durable, p99",
      value: p99,
      unit: "ms",
      goal: `<= ${cancelsWithinMs}, gate <= ${gateWithinMs}`,
      met: p99 <= cancelsWithinMs && gateP99 <= gateWithinMs,
      ...inPlainBars(p99, plainRate(200_000, 5)),
      detail: {
        p50: quantile(durable, 0.5),
        max: quantile(durable, 1),
        sentP99: quantile(sent, 0.99),
        gateShutP50: quantile(gate, 0.5),
        gateShutP99: gateP99,
        trials,
        workingOrders,
        ticksPerSecondBeside: rate,
        synchronous,
      },
    };
  },
};
