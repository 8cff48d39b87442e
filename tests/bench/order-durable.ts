import { bareSync } from "./bare-sync.ts";
import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { benchJournal } from "./bench-journal.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";

/** From a wish to the venue's acceptance with intent and verdict on disk first, against a bare append with fdatasync. */
export const orderDurable: Figure = {
  name: "order-durable",
  async run({ quick }) {
    const orders = quick ? 150 : 1_500;
    const { journal, dir, close } = await benchJournal();
    let staged = -1;
    const engine = benchEngine({
      record: (event) => {
        staged = journal.append(event);
        return staged;
      },
      journalOpen: () => journal.health().state === "open",
    });
    let accepted = (): void => undefined;
    engine.subscribe({
      onOrder(order) {
        if (order.status === "accepted") accepted();
      },
    });
    journal.onDurable((seq) => engine.durable(seq));
    const disk = bareSync(dir);
    let at = Date.UTC(2024, 0, 1);
    const place = async (i: number): Promise<number> => {
      at += 1000;
      engine.tick(0, at, 100, 100.0078125, 100, 5);
      engine.pump(16);
      const done = new Promise<void>((resolve) => {
        accepted = resolve;
      });
      const from = performance.now();
      engine.submit(marketOrder(i % 2 === 0 ? "buy" : "sell"), person, "bench");
      await done;
      const ms = performance.now() - from;
      // The order's later events are written before the next one is timed, as a person's pace would have it.
      await journal.durable(staged);
      return ms;
    };
    for (let i = 0; i < orders / 5; i++) {
      await place(i);
      disk.ms();
    }
    const durable: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < orders; i++) {
      durable.push(await place(i));
      bare.push(disk.ms());
    }
    disk.close();
    const health = journal.health();
    await close();
    const p50 = quantile(durable, 0.5);
    const times = p50 / quantile(bare, 0.5);
    const plain = plainRate(200_000, 5);
    return {
      name: "order-durable",
      title: "intent to accepted, durable, p50",
      value: times,
      unit: "× fdatasync",
      goal: "<= 4",
      met: times <= 4,
      ...inPlainBars(p50, plain),
      detail: {
        p50Micros: p50 * 1000,
        p99Micros: quantile(durable, 0.99) * 1000,
        fdatasyncP50Micros: quantile(bare, 0.5) * 1000,
        fdatasyncP99Micros: quantile(bare, 0.99) * 1000,
        synchronous: health.synchronous,
        orders,
      },
    };
  },
};
