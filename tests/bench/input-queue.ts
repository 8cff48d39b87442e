import type { Agent } from "../../main/engine/agent.ts";
import { benchEngine } from "./bench-engine.ts";
import type { Figure } from "./figure.ts";
import { plainRate } from "./figure.ts";
import { interleaved, median, threadCpuSeconds } from "./measure.ts";

const agents = 10;
const batch = 16_384;

/** Ticks through the bounded queue to ten agents that count them. */
export const inputQueue: Figure = {
  name: "input-queue",
  async run({ quick }) {
    const ticks = (quick ? 20 : 200) * batch;
    const engine = benchEngine();
    const seen = new Float64Array(agents);
    for (let i = 0; i < agents; i++) {
      const id = `counter-${i}`;
      const agent: Agent = {
        id,
        actor: { kind: "trader", id },
        instruments: [0],
        onTick(tick) {
          seen[i] = (seen[i] as number) + tick.size;
        },
      };
      engine.register(agent);
      engine.startAgent(id);
    }
    let at = Date.UTC(2024, 0, 1);
    let deepest = 0;
    const run = (): void => {
      for (let sent = 0; sent < ticks; sent += batch) {
        for (let i = 0; i < batch; i++) {
          at += 1;
          if (!engine.tick(0, at, 99.9921875, 100, 100, 1)) throw new Error("the queue was full");
        }
        deepest = Math.max(deepest, engine.metrics().queueDepth);
        while (engine.pump(batch) > 0);
      }
    };
    const before = engine.metrics().inputs;
    const cpuBefore = threadCpuSeconds();
    const { run: times } = interleaved({ run }, { rounds: quick ? 3 : 7, warmUpMs: 500 });
    const handled = engine.metrics().inputs - before;
    const ticksPerCpuSecond = handled / (threadCpuSeconds() - cpuBefore);
    if (seen.some((count) => count !== handled)) throw new Error("an agent missed a tick");
    const rate = ticks / (median(times) / 1000);
    const plain = plainRate(quick ? 200_000 : 1_000_000, 5);
    return {
      name: "input-queue",
      title: "input queue, ten agents",
      value: rate / 1e6,
      unit: "M ticks/s",
      goal: ">= 5",
      met: rate >= 5e6,
      ratio: rate / plain,
      ratioOf: "of the plain loop's bars/s",
      detail: {
        nsPerTick: 1e9 / rate,
        ticksPerCpuSecond,
        deepestQueue: deepest,
        ticksPerRound: ticks,
        plainBarsPerSecond: plain,
      },
    };
  },
};
