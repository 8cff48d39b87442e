import { expect, test } from "vitest";
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

test("a bar and a tick that change no order leave less than a byte on the heap", () => {
  const bars = seededBars(inputs, plainSeed);
  const onBars = benchEngine();
  expect(
    bytesPerInput(
      () => void onBars.play(0, bars, 60_000, 0, inputs),
      () => later(bars.openTime, 60_000),
    ),
  ).toBeLessThan(1);
  const ticks = seededTicks(inputs, plainSeed, 0);
  const onTicks = benchEngine();
  expect(
    bytesPerInput(
      () => void onTicks.playTicks(0, ticks, 0, inputs),
      () => later(ticks.at, 10),
    ),
  ).toBeLessThan(1);
  // Twenty rounds of warming up and nine measured: every input was handled.
  expect([onBars.metrics().inputs, onTicks.metrics().inputs]).toEqual([29 * inputs, 29 * inputs]);
});

test("what allocates is seen", () => {
  const kept: number[][] = [];
  const allocate = (): void => {
    for (let i = 0; i < inputs; i++) kept[i % 100] = [i];
  };
  expect(bytesPerInput(allocate)).toBeGreaterThan(1);
});
