import type { TickColumns } from "../../shared/model/market.ts";
import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { type Figure, plainSeed } from "./figure.ts";
import { median, timed, warmUp } from "./measure.ts";
import { seededTicks } from "./seeded-ticks.ts";
import { targetCells } from "./verdict.ts";

const every = 1_000;
const block = 1_000_000;

/** The event floor: columns to one reused object, through an array of two handlers that do nothing, to an equity. */
function eventFloor({ length, at, bid, ask, last, size }: TickColumns, equity: Float64Array): void {
  const tick = { at: 0, bid: 0, ask: 0, last: 0, size: 0 };
  type Handler = (event: typeof tick) => void;
  const handlers: Handler[] = [() => undefined, (_event) => undefined];
  for (let i = 0; i < length; i++) {
    tick.at = at[i] as number;
    tick.bid = bid[i] as number;
    tick.ask = ask[i] as number;
    tick.last = last[i] as number;
    tick.size = size[i] as number;
    for (const handle of handlers) handle(tick);
    equity[i] = 100_000 + 10 * tick.last;
  }
}

/** Ten million ticks with a market order every thousand through engine, gate and paper venue, against the event floor. */
export const tickRun: Figure = {
  name: "tick-run",
  async run({ quick }) {
    const blocks = quick ? 2 : 10;
    const ticks = seededTicks(block, plainSeed, Date.UTC(2024, 0, 1));
    const equity = new Float64Array(block);
    let fills = 0;
    let sent = 0;
    const engine = benchEngine();
    engine.subscribe({ onFill: () => void fills++ });
    const run = (): void => {
      for (let from = 0; from < block; from += every) {
        engine.playTicks(0, ticks, from, from + every);
        engine.submit(marketOrder(sent++ % 2 === 0 ? "buy" : "sell"), person, "bench");
      }
    };
    const nextBlock = (): void => {
      for (let i = 0; i < block; i++) ticks.at[i] = (ticks.at[i] as number) + block * 10;
    };
    warmUp(() => {
      run();
      nextBlock();
    }, 400);
    warmUp(() => eventFloor(ticks, equity), 400);
    const [sentBefore, fillsBefore] = [sent, fills];
    const engineMs: number[] = [];
    const floorMs: number[] = [];
    for (let round = 0; round < blocks; round++) {
      engineMs.push(timed(run));
      floorMs.push(timed(() => eventFloor(ticks, equity)));
      nextBlock();
    }
    // The very last order of a block fills on the block after it.
    if (sent - sentBefore - (fills - fillsBefore) > 1) throw new Error(`${fills} fills of ${sent} orders`);
    const ratio = median(engineMs.map((ms, round) => (floorMs[round] as number) / ms));
    const rate = block / (median(engineMs) / 1000);
    return {
      name: "tick-run",
      title: "ticks, an order every 1,000",
      value: rate / 1e6,
      unit: "M ticks/s",
      ...targetCells(ratio, { must: 0.2, goal: 0.4 }),
      ratio,
      ratioOf: "of the event floor's ticks/s",
      detail: {
        ticks: block * blocks,
        orders: sent - sentBefore,
        floorTicksPerSecond: block / (median(floorMs) / 1000),
      },
    };
  },
};
