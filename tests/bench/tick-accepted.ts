import { setImmediate as turn } from "node:timers/promises";
import type { Engine } from "../../main/engine/engine-face.ts";
import { benchEngine, marketOrder } from "./bench-engine.ts";
import { benchJournal } from "./bench-journal.ts";
import { type Figure, type FigureResult, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";
import { atMostCells, type Target } from "./verdict.ts";

const ticksPerOrder = 10;
/** Bars whose time in the plain loop is the measure of the median. */
const measureBars = 1_000;

/** An engine with the taker, fed one tick of a rising and falling price at a time. */
function takerOn(options: Parameters<typeof benchEngine>[0]): {
  readonly engine: Engine;
  /** When the venue accepted the order of the tick being handled; 0 before. */
  acceptedAt: number;
  /** One tick; on a `decisive` one the agent sends an order from within it. */
  feed(decisive: boolean): void;
} {
  const engine = benchEngine(options);
  let wanted = false;
  let orders = 0;
  engine.register({
    id: "taker",
    actor: { kind: "trader", id: "taker" },
    instruments: [0],
    onTick(_, desk) {
      if (wanted) desk.submit(marketOrder(orders++ % 2 === 0 ? "buy" : "sell"), "bench");
      wanted = false;
    },
  });
  engine.startAgent("taker");
  let at = Date.UTC(2024, 0, 1);
  let fed = 0;
  const run = {
    engine,
    acceptedAt: 0,
    feed(decisive: boolean): void {
      wanted = decisive;
      at += 100;
      const price = 100 + (fed++ % 64) / 128;
      if (!engine.tick(0, at, price, price + 1 / 128, price, 5)) throw new Error("the queue was full");
      engine.pump(16);
    },
  };
  engine.subscribe({
    onOrder(order) {
      if (run.acceptedAt === 0 && order.status === "accepted") run.acceptedAt = performance.now();
    },
  });
  return run;
}

function resultOf(
  name: string,
  title: string,
  micros: Float64Array,
  target: Target<readonly number[]>,
  more: Readonly<Record<string, number>> = {},
): FigureResult {
  const [p50, p99] = [quantile(micros, 0.5), quantile(micros, 0.99)];
  return {
    name,
    title,
    value: p50,
    unit: "µs",
    ...atMostCells([p50, p99], target),
    ratio: (measureBars / plainRate(200_000, 5)) * (1e6 / p50),
    ratioOf: `of the time of ${measureBars} plain-loop bars`,
    detail: { p50, p95: quantile(micros, 0.95), p99, max: quantile(micros, 1), orders: micros.length, ...more },
  };
}

/** From a tick offered to the engine to the venue's acceptance of the order it made an agent send; nothing is kept. */
export const tickAccepted: Figure = {
  name: "tick-accepted",
  async run({ quick }) {
    const orders = quick ? 2_000 : 50_000;
    const run = takerOn({});
    const place = (): number => {
      for (let tick = 1; tick < ticksPerOrder; tick++) run.feed(false);
      run.acceptedAt = 0;
      const from = performance.now();
      run.feed(true);
      if (run.acceptedAt === 0) throw new Error("an order was not accepted in its tick's turn");
      return (run.acceptedAt - from) * 1000;
    };
    const warm = performance.now() + (quick ? 100 : 800);
    while (performance.now() < warm) place();
    const micros = Float64Array.from({ length: orders }, place);
    const target = { must: [5, 50], goal: [2, 15] };
    return resultOf("tick-accepted", "tick to accepted, no journal, p50/p99", micros, target);
  },
};

/**
 * The same with the journal's worker on: what the engine's thread itself spends, on the tick until intent and verdict are
 * handed to the worker, and on the worker's answer until the venue has accepted. The wait for the disk lies between the
 * two, filled with further ticks, and is told beside it.
 */
export const tickAcceptedJournaled: Figure = {
  name: "tick-accepted-journaled",
  async run({ quick }) {
    const orders = quick ? 200 : 3_000;
    const { journal, close } = await benchJournal();
    let staged = -1;
    const run = takerOn({
      record: (event) => {
        staged = journal.append(event);
        return staged;
      },
      journalOpen: () => journal.health().state === "open",
    });
    let answeredAt = 0;
    journal.onDurable((seq) => {
      const from = performance.now();
      run.engine.durable(seq);
      if (run.acceptedAt === 0 || answeredAt !== 0) return;
      answeredAt = from;
    });
    /** Microseconds of each order's stretches. */
    const parts = { decide: [] as number[], handOver: [] as number[], wait: [] as number[], accept: [] as number[] };
    const place = async (): Promise<number> => {
      for (let tick = 1; tick < ticksPerOrder; tick++) run.feed(false);
      [run.acceptedAt, answeredAt] = [0, 0];
      const from = performance.now();
      run.feed(true);
      const decidedAt = performance.now();
      // The journal hands its group over in a microtask, which comes before what follows here.
      await null;
      const handedOverAt = performance.now();
      // The market does not wait for the disk, nor do the processor's caches go cold.
      while (answeredAt === 0) {
        run.feed(false);
        await turn();
      }
      parts.decide.push((decidedAt - from) * 1000);
      parts.handOver.push((handedOverAt - decidedAt) * 1000);
      parts.wait.push((answeredAt - handedOverAt) * 1000);
      parts.accept.push((run.acceptedAt - answeredAt) * 1000);
      while (journal.durableSeq < staged) {
        run.feed(false);
        await turn();
      }
      return (handedOverAt - from + run.acceptedAt - answeredAt) * 1000;
    };
    // The compiler needs more orders than the disk lets pass one by one: these do not wait for it.
    const warm = performance.now() + (quick ? 100 : 1_500);
    while (performance.now() < warm) {
      for (let i = 0; i < 50; i++) {
        run.feed(true);
        run.engine.durable(staged);
      }
      await journal.durable(staged);
    }
    for (let i = 0; i < orders / 10; i++) await place();
    for (const part of Object.values(parts)) part.length = 0;
    const micros = new Float64Array(orders);
    for (let i = 0; i < orders; i++) micros[i] = await place();
    await close();
    return resultOf(
      "tick-accepted-journaled",
      "the same, journal worker on, p50/p99",
      micros,
      { must: [15, 100], goal: [6, 40] },
      {
        decideP50: quantile(parts.decide, 0.5),
        handOverP50: quantile(parts.handOver, 0.5),
        acceptP50: quantile(parts.accept, 0.5),
        waitP50: quantile(parts.wait, 0.5),
        waitP99: quantile(parts.wait, 0.99),
      },
    );
  },
};
