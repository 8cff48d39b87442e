import type { Figure } from "./figure.ts";
import { median, threadCpuSeconds, timed, warmUp, warmUpAsync } from "./measure.ts";
import { smaJob } from "./sma-job.ts";
import { targetCells } from "./verdict.ts";

/** The moving-average backtest through engine, gate and paper venue; it must reach the very result of the plain loop. */
export const smaMillion: Figure = {
  name: "sma-million",
  async run({ quick }) {
    const bars = quick ? 100_000 : 1_000_000;
    const job = smaJob(bars);
    const coldMs = await job.engine();
    const engineMs: number[] = [];
    const plainMs: number[] = [];
    const cpuSeconds: number[] = [];
    // Both sides run for the same seconds before they are timed: the loop's one function is compiled within the first of
    // them, the engine's hundreds within the last.
    const warmUpMs = quick ? 100 : 2_000;
    await warmUpAsync(() => job.engine(), warmUpMs);
    warmUp(job.plain, warmUpMs);
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      const before = threadCpuSeconds();
      engineMs.push(await job.engine());
      cpuSeconds.push(threadCpuSeconds() - before);
      plainMs.push(timed(job.plain));
    }
    const rate = bars / (median(engineMs) / 1000);
    const ratio = median(engineMs.map((ms, round) => (plainMs[round] as number) / ms));
    return {
      name: "sma-million",
      title: "SMA 50/200 through the engine",
      value: rate / 1e6,
      unit: "M bars/s",
      ...targetCells(ratio, { must: 0.05, goal: 0.1 }),
      ratio,
      ratioOf: "of the plain loop's bars/s",
      detail: {
        bars,
        coldBarsPerSecond: bars / (coldMs / 1000),
        plainBarsPerSecond: bars / (median(plainMs) / 1000),
        barsPerCpuSecond: bars / median(cpuSeconds),
        trades: job.expected.trades,
        finalEquity: String(job.expected.finalEquity),
      },
    };
  },
};
