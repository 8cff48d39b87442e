import type { Agent, AgentDesk } from "../../main/engine/agent.ts";
import type { Engine } from "../../main/engine/engine-face.ts";
import { crossing } from "../../main/strategy/indicators/crossing.ts";
import { exactInput } from "../../main/strategy/indicators/exact-input.ts";
import { movingAverage } from "../../main/strategy/indicators/moving-average.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { type Figure, plainRun, plainSeed } from "./figure.ts";
import { median, timed } from "./measure.ts";
import { seededBars } from "./seeded-bars.ts";
import { targetCells } from "./verdict.ts";

const minuteMs = 60_000;
/** The series keeps between 40 and 400: neither exit is ever reached. */
const exits: OrderRequest["bracket"] = {
  stopLoss: { type: "stop", triggerPrice: "10" },
  takeProfit: { type: "limit", limitPrice: "1000" },
};

/** The moving-average job as plain market orders, so that it leaves a position beside its own alone. */
function averages(): Agent {
  const fast = movingAverage(plainRun.fast);
  const slow = movingAverage(plainRun.slow);
  const lines = crossing();
  let long = false;
  const size = String(plainRun.size);
  return {
    id: "averages",
    actor: { kind: "trader", id: "averages" },
    instruments: [0],
    onBar({ close }, desk: AgentDesk) {
      const price = exactInput(close);
      const cross = lines.next(fast.next(price), slow.next(price));
      if (cross === null || (cross === "over") === long) return;
      long = cross === "over";
      desk.submit({ ...marketOrder(long ? "buy" : "sell"), size }, `fast crossed ${cross}`);
    },
  };
}

/** An engine that has seen the first `seen` bars, at whose first a unit was bought, with or without exits. */
function openEngine(columns: BarColumns, seen: number, withExits: boolean): Engine {
  const engine = benchEngine();
  engine.register(averages());
  engine.startAgent("averages");
  engine.play(0, columns, minuteMs, 0, 1);
  engine.submit({ ...marketOrder("buy"), ...(withExits ? { bracket: exits } : {}) }, person, "bench");
  engine.play(0, columns, minuteMs, 1, seen);
  return engine;
}

/** The moving-average job with one stop and one target at rest all the while, against the same without them. */
export const bracketWorking: Figure = {
  name: "bracket-working",
  async run({ quick }) {
    const bars = quick ? 60_000 : 1_000_000;
    const columns = seededBars(bars, plainSeed);
    const seen = 10;
    const millis = { without: [] as number[], beside: [] as number[] };
    const rounds = quick ? 3 : 7;
    let orders = 0;
    for (let round = -1; round < rounds; round++) {
      const engines = { without: openEngine(columns, seen, false), beside: openEngine(columns, seen, true) };
      const working = (): number => engines.beside.openOrders().filter((order) => order.link !== undefined).length;
      if (working() !== 2) throw new Error(`${working()} exits were working at the start`);
      for (const name of ["without", "beside"] as const) {
        const ms = timed(() => void engines[name].play(0, columns, minuteMs, seen, bars));
        if (round >= 0) millis[name].push(ms);
      }
      if (working() !== 2) throw new Error(`${working()} exits were working at the end`);
      const [without, beside] = [engines.without.account().equity, engines.beside.account().equity];
      if (without !== beside) throw new Error(`equity is ${beside} beside the exits and ${without} without`);
      orders = engines.beside.metrics().orders;
    }
    const ratio = median(millis.beside.map((ms, round) => (millis.without[round] as number) / ms));
    return {
      name: "bracket-working",
      title: "one bracket always working",
      value: bars / median(millis.beside) / 1000,
      unit: "M bars/s",
      ...targetCells(ratio, { must: 0.3, goal: 0.6 }),
      ratio,
      ratioOf: "of the bars/s without it",
      detail: { bars, orders, barsPerSecondWithout: (bars / median(millis.without)) * 1000 },
    };
  },
};
