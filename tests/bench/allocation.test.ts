import { expect, test, vi } from "vitest";
import { benchEngine } from "./bench-engine.ts";
import { plainSeed } from "./figure.ts";
import { median } from "./measure.ts";
import { seededBars } from "./seeded-bars.ts";
import { seededTicks } from "./seeded-ticks.ts";

const inputs = 20_000;

/** Bytes that `run` leaves on the heap per input; the median, as a collection may fall into a round and hide some. */
function bytesPerInput(run: () => void, prepare: () => void = () => undefined): number {
  for (let i = 0; i < 20; i++) {
    prepare();
    run();
  }
  const grown = Array.from({ length: 9 }, () => {
    prepare();
    const before = process.memoryUsage().heapUsed;
    run();
    return (process.memoryUsage().heapUsed - before) / inputs;
  });
  return median(grown);
}

/** Moves a round behind the one before: time does not go backwards. */
function later(times: Float64Array, stepMs: number): void {
  for (let i = 0; i < times.length; i++) times[i] = (times[i] as number) + inputs * stepMs;
}

/** The compiler works beside us, and on a loaded machine behind us: what it has not compiled yet does allocate. */
const compiled = { timeout: 30_000, interval: 50 };

test("a bar and a tick that change no order leave less than a byte on the heap", { timeout: 60_000 }, async () => {
  const bars = seededBars(inputs, plainSeed);
  const onBars = benchEngine();
  let rounds = 0;
  const playBars = (): void => {
    rounds += 1;
    onBars.play(0, bars, 60_000, 0, inputs);
  };
  await vi.waitFor(() => expect(bytesPerInput(playBars, () => later(bars.openTime, 60_000))).toBeLessThan(1), compiled);
  expect(onBars.metrics().inputs).toBe(rounds * inputs);
  const ticks = seededTicks(inputs, plainSeed, 0);
  const onTicks = benchEngine();
  rounds = 0;
  const playTicks = (): void => {
    rounds += 1;
    onTicks.playTicks(0, ticks, 0, inputs);
  };
  await vi.waitFor(() => expect(bytesPerInput(playTicks, () => later(ticks.at, 10))).toBeLessThan(1), compiled);
  expect(onTicks.metrics().inputs).toBe(rounds * inputs);
});

test("what allocates is seen", () => {
  const kept: number[][] = [];
  const allocate = (): void => {
    for (let i = 0; i < inputs; i++) kept[i % 100] = [i];
  };
  expect(bytesPerInput(allocate)).toBeGreaterThan(1);
});
