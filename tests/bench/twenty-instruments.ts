import type { Engine } from "../../main/engine/engine-face.ts";
import { sma } from "../../main/strategy/sma.ts";
import { createTrader } from "../../main/traders/trader.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import { benchEngine, benchInstruments } from "./bench-engine.ts";
import { type Figure, plainRun, plainSeed } from "./figure.ts";
import { median, timed } from "./measure.ts";
import { plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";
import { targetCells } from "./verdict.ts";

const minuteMs = 60_000;
const count = 20;
const minutesOfYear = 525_600;
const { fast, slow, size, cash, feeRate } = plainRun;
const strategy = sma.bind({ fast, slow, side: "long", sizing: `fixed:${size}` });

function openEngine(instruments: number): Engine {
  const all = benchInstruments(instruments);
  const engine = benchEngine({ instruments: all, feeBps: String(feeRate * 10_000) });
  const indexes = all.map((_, i) => i);
  const traderId = "bench-sma";
  engine.register(
    createTrader({ traderId, name: "sma", strategy, instruments: indexes, instrumentIds: all.map(({ id }) => id) }),
  );
  engine.startAgent(traderId);
  return engine;
}

/** Every instrument's bar of a minute before the first of the next: what a run over several files feeds. */
function playInterleaved(engine: Engine, series: readonly BarColumns[], bars: number): void {
  for (let at = 0; at < bars; at++) {
    for (let i = 0; i < series.length; i++) engine.play(i, series[i] as BarColumns, minuteMs, at, at + 1);
  }
}

/** Throws where the desk's equity is not what the plain loop makes of the same series; the exact doubles leave no room. */
function check(engine: Engine, expected: number): void {
  const { equity } = engine.account();
  if (Number(equity) !== expected) throw new Error(`equity is ${equity}, the plain loop's ${expected}`);
}

/** A year of minutes of twenty instruments in the order of time, each with the moving-average job, against one alone. */
export const twentyInstruments: Figure = {
  name: "twenty-instruments",
  async run({ quick }) {
    const bars = quick ? 10_000 : minutesOfYear;
    const series = Array.from({ length: count }, (_, i) => seededBars(bars, plainSeed + i));
    const scratch = new Float64Array(bars);
    const gains = series.map((columns) => plainLoop(columns, plainRun, scratch).finalEquity - cash);
    const together = gains.reduce((sum, gain) => sum + gain, cash);
    const interleavedNanos: number[] = [];
    const aloneNanos: number[] = [];
    let orders = 0;
    for (let round = -1; round < (quick ? 2 : 4); round++) {
      const many = openEngine(count);
      const manyMs = timed(() => playInterleaved(many, series, bars));
      check(many, together);
      orders = many.metrics().orders;
      // One alone takes a twentieth of the time: several of them say how long it usually is.
      const alone = Array.from({ length: quick ? 1 : 5 }, (_, nth) => {
        const which = (nth * 4 + round + count) % count;
        const one = openEngine(1);
        const ms = timed(() => void one.play(0, series[which] as BarColumns, minuteMs, 0, bars));
        check(one, cash + (gains[which] as number));
        return (ms * 1e6) / bars;
      });
      if (round < 0) continue;
      interleavedNanos.push((manyMs * 1e6) / (bars * count));
      aloneNanos.push(median(alone));
    }
    const ratio = median(interleavedNanos.map((nanos, round) => (aloneNanos[round] as number) / nanos));
    return {
      name: "twenty-instruments",
      title: "20 instruments by time, per bar",
      value: 1000 / median(interleavedNanos),
      unit: "M bars/s",
      ...targetCells(ratio, { must: 0.5, goal: 0.8 }),
      ratio,
      ratioOf: "of the bars/s of one instrument",
      detail: {
        bars: bars * count,
        instruments: count,
        orders,
        barsPerSecondAlone: 1e9 / median(aloneNanos),
        finalEquity: String(together),
      },
    };
  },
};
