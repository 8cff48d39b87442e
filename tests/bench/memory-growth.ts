import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Engine } from "../../main/engine/engine-face.ts";
import { sma } from "../../main/strategy/sma.ts";
import { createTrader } from "../../main/traders/trader.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import { benchEngine, benchInstrument } from "./bench-engine.ts";
import { type Figure, plainRun, plainSeed } from "./figure.ts";
import { plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";
import { atMostCells } from "./verdict.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What a process holds beside its code, once nothing is left to collect: objects and the buffers of typed arrays. */
function heldBytes(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

interface Held {
  readonly bytes: number;
  readonly orders: number;
}

/** What `engine` holds after the columns' bars, the columns apart. */
function heldAfter(columns: BarColumns, open: () => Engine): Held & { readonly equity: string } {
  const before = heldBytes();
  const engine = open();
  const played = engine.play(0, columns, 60_000, 0, columns.length);
  if (played !== columns.length) throw new Error(`the engine stopped at bar ${played}`);
  // Code that was compiled before and is let go meanwhile may outweigh what little the engine holds.
  return { bytes: Math.max(0, heldBytes() - before), orders: engine.metrics().orders, equity: engine.account().equity };
}

/** With an agent that looks at every bar and wants nothing. */
function lookingOn(): Engine {
  const engine = benchEngine();
  let seen = 0;
  engine.register({
    id: "onlooker",
    actor: { kind: "trader", id: "onlooker" },
    instruments: [0],
    onBar: () => void seen++,
  });
  engine.startAgent("onlooker");
  return engine;
}

/** With the trader of the moving-average job. */
function trading(): Engine {
  const { fast, slow, size, feeRate } = plainRun;
  const engine = benchEngine({ feeBps: String(feeRate * 10_000) });
  const strategy = sma.bind({ fast, slow, side: "long", sizing: `fixed:${size}` });
  const traderId = "bench-sma";
  const instrumentIds = [benchInstrument.id];
  engine.register(createTrader({ traderId, name: "sma", strategy, instruments: [0], instrumentIds }));
  engine.startAgent(traderId);
  return engine;
}

/** What ten times as many bars leave in memory beyond their columns; what their orders leave is told beside it. */
export const memoryGrowth: Figure = {
  name: "memory-growth",
  async run({ quick }) {
    const counts = quick ? [20_000, 100_000] : [100_000, 1_000_000];
    heldAfter(seededBars(1_000, plainSeed), trading);
    const found = counts.map((bars) => {
      const columns = seededBars(bars, plainSeed);
      const job = heldAfter(columns, trading);
      const { finalEquity } = plainLoop(columns, plainRun, new Float64Array(bars));
      if (Number(job.equity) !== finalEquity)
        throw new Error(`equity is ${job.equity}, the plain loop's ${finalEquity}`);
      return { bars, idle: heldAfter(columns, lookingOn), job };
    });
    const [few, many] = found as [(typeof found)[0], (typeof found)[0]];
    const perBar = Math.max(0, many.idle.bytes - few.idle.bytes) / (many.bars - few.bars);
    const perOrder = (many.job.bytes - few.job.bytes) / (many.job.orders - few.job.orders);
    return {
      name: "memory-growth",
      title: "memory beyond the columns",
      value: perBar,
      unit: "bytes/bar",
      ...atMostCells([perBar], { must: [1], goal: [0.1] }),
      ratio: (few.idle.bytes + few.bars) / (many.idle.bytes + few.bars),
      ratioOf: `of what ${few.bars.toLocaleString("en-US")} bars leave`,
      detail: {
        [`heldKbAfter${few.bars}`]: few.idle.bytes / 1024,
        [`heldKbAfter${many.bars}`]: many.idle.bytes / 1024,
        bytesPerOrder: perOrder,
        orders: many.job.orders,
      },
    };
  },
};
