import type { Engine } from "../../main/engine/engine-face.ts";
import type { TickColumns } from "../../shared/model/market.ts";
import { benchEngine, benchLimits, marketOrder, person } from "./bench-engine.ts";
import { type Figure, plainSeed } from "./figure.ts";
import { median, timed, warmUp } from "./measure.ts";
import { tickSize } from "./seeded-bars.ts";
import { seededTicks } from "./seeded-ticks.ts";
import { targetCells } from "./verdict.ts";

const block = 500_000;

/** An engine with an agent that counts ticks, and with so many limit orders at rest around the series' range. */
function openEngine(orders: number, first: number): { engine: Engine; seen: () => number } {
  const engine = benchEngine({ cash: "1000000000", limits: { ...benchLimits, priceBandAtr: "1000" } });
  let seen = 0;
  engine.register({
    id: "counter",
    actor: { kind: "trader", id: "counter" },
    instruments: [0],
    onTick: () => void seen++,
  });
  engine.startAgent("counter");
  // Time passes between the orders, so that none exceeds the rate.
  let at = first - 60_000 - orders * 2;
  engine.bar(0, at - 60_000, 60_000, 200, 300, 100, 200, 1);
  engine.pump(1);
  for (let i = 0; i < orders; i++, at += 2) {
    engine.tick(0, at, 200, 200 + tickSize, 200, 1);
    engine.pump(1);
    const buys = i % 2 === 0;
    const price = buys ? 39 - ((i >> 1) % 4_000) * tickSize : 401 + ((i >> 1) % 4_000) * tickSize;
    engine.submit({ ...marketOrder(buys ? "buy" : "sell"), type: "limit", limitPrice: String(price) }, person, "bench");
  }
  return { engine, seen: () => seen };
}

/** Ticks a second beside ten thousand working limit orders, against none. */
export const workingOrders: Figure = {
  name: "working-orders",
  async run({ quick }) {
    const count = quick ? 2_000 : 10_000;
    const rounds = quick ? 3 : 9;
    const ticks: TickColumns = seededTicks(quick ? 50_000 : block, plainSeed, Date.UTC(2024, 0, 1));
    const first = ticks.at[0] as number;
    const none = openEngine(0, first);
    const many = openEngine(count, first);
    const working = (): number => many.engine.openOrders().length;
    if (working() !== count) throw new Error(`${working()} of ${count} orders were working`);
    const later = (): void => {
      for (let i = 0; i < ticks.length; i++) ticks.at[i] = (ticks.at[i] as number) + ticks.length * 10;
    };
    const play = (engine: Engine): void => void engine.playTicks(0, ticks, 0, ticks.length);
    warmUp(
      () => {
        play(none.engine);
        play(many.engine);
        later();
      },
      quick ? 60 : 600,
    );
    const noneMs: number[] = [];
    const manyMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      noneMs.push(timed(() => play(none.engine)));
      manyMs.push(timed(() => play(many.engine)));
      later();
    }
    if (working() !== count) throw new Error(`${working()} of ${count} orders were still working`);
    if (many.seen() - count !== none.seen()) throw new Error("an agent missed a tick");
    const ratio = median(manyMs.map((ms, round) => (noneMs[round] as number) / ms));
    return {
      name: "working-orders",
      title: `ticks beside ${count.toLocaleString("en-US")} working orders`,
      value: ticks.length / median(manyMs) / 1000,
      unit: "M ticks/s",
      ...targetCells(ratio, { must: 0.3, goal: 0.7 }),
      ratio,
      ratioOf: "of the ticks/s with none",
      detail: {
        workingOrders: count,
        ticksPerRound: ticks.length,
        ticksPerSecondWithNone: (ticks.length / median(noneMs)) * 1000,
      },
    };
  },
};
