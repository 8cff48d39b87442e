import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { noRecord, runEngine } from "../../main/backtest/run-engine.ts";
import { sma } from "../../main/strategy/sma.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { benchInstrument, benchLimits } from "./bench-engine.ts";
import { type Figure, plainRun, plainSeed } from "./figure.ts";
import { median, threadCpuSeconds, timed, warmUp } from "./measure.ts";
import { plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";
import { targetCells } from "./verdict.ts";

/** 2^-10 as basis points: exact in decimals and in doubles alike. */
const feeBps = "9.765625";

/** The moving-average backtest through engine, gate and paper venue; it must reach the very result of the plain loop. */
export const smaMillion: Figure = {
  name: "sma-million",
  async run({ quick }) {
    const bars = quick ? 100_000 : 1_000_000;
    const columns = seededBars(bars, plainSeed);
    const equity = new Float64Array(bars);
    const expected = plainLoop(columns, plainRun, equity);
    const { fast, slow, size, cash } = plainRun;
    const strategy = sma.bind({ fast, slow, side: "long", sizing: `fixed:${size}` });
    const run = async (): Promise<number> => {
      const result = await runEngine({
        columns,
        intervalMs: 60_000,
        instrument: benchInstrument,
        strategy,
        traderId: "bench-sma",
        account: { cash: String(cash), leverage: "1" },
        venue: PaperVenueSettings.parse({ takerFeeBps: feeBps, makerFeeBps: feeBps }),
        limits: benchLimits,
        record: noRecord,
        idSeed: "bench",
        sha256: sha256Hex,
      });
      const trades = result.fills.filter((fill) => fill.side === "sell").length;
      if (Number(result.account.equity) !== expected.finalEquity || trades !== expected.trades) {
        const found = `${trades} trades, equity ${result.account.equity}`;
        throw new Error(
          `the engine reached ${found}; the plain loop ${expected.trades} trades, ${expected.finalEquity}`,
        );
      }
      return result.elapsedMs;
    };
    const coldMs = await run();
    const engineMs: number[] = [];
    const plainMs: number[] = [];
    const cpuSeconds: number[] = [];
    warmUp(() => void plainLoop(columns, plainRun, equity), 400);
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      const cpuBefore = threadCpuSeconds();
      engineMs.push(await run());
      cpuSeconds.push(threadCpuSeconds() - cpuBefore);
      plainMs.push(timed(() => void plainLoop(columns, plainRun, equity)));
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
        trades: expected.trades,
        finalEquity: String(expected.finalEquity),
      },
    };
  },
};
