import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile } from "./measure.ts";

/** From a wish to the venue's acceptance, through gate, record and paper venue, without a disk to wait for. */
export const orderLatency: Figure = {
  name: "order-latency",
  async run({ quick }) {
    const orders = quick ? 2_000 : 20_000;
    let seq = 0;
    const engine = benchEngine({ record: () => seq++ });
    let acceptedAt = 0;
    engine.subscribe({
      onOrder(order) {
        if (acceptedAt === 0 && order.status === "accepted") acceptedAt = performance.now();
      },
    });
    let at = Date.UTC(2024, 0, 1);
    const micros = new Float64Array(orders);
    const place = (i: number): number => {
      for (let tick = 0; tick < 10; tick++) {
        at += 100;
        engine.tick(0, at, 100, 100.0078125, 100, 5);
      }
      engine.pump(64);
      acceptedAt = 0;
      const from = performance.now();
      engine.submit(marketOrder(i % 2 === 0 ? "buy" : "sell"), person, "bench");
      engine.durable(seq - 1);
      if (acceptedAt === 0) throw new Error(`order ${i} was not accepted`);
      return (acceptedAt - from) * 1000;
    };
    const warm = performance.now() + 800;
    let warmed = 0;
    while (performance.now() < warm || warmed % 2 === 1) place(warmed++);
    for (let i = 0; i < orders; i++) micros[i] = place(i);
    const p99 = quantile(micros, 0.99);
    const plain = plainRate(200_000, 5);
    return {
      name: "order-latency",
      title: "intent to accepted, no disk, p99",
      value: p99,
      unit: "µs",
      goal: "< 100",
      met: p99 < 100,
      ...inPlainBars(p99 / 1000, plain),
      detail: { p50: quantile(micros, 0.5), p95: quantile(micros, 0.95), max: quantile(micros, 1), orders },
    };
  },
};
