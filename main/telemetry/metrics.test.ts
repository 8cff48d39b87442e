import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHistogram } from "./histogram.ts";
import { createMetrics } from "./metrics.ts";

describe("createMetrics", () => {
  it("counts, holds and observes, and shows it all as a plain object", () => {
    const metrics = createMetrics();
    metrics.counter("orders", "Orders sent").add();
    metrics.counter("orders", "Orders sent").add(2);
    metrics.gauge("depth", "Inputs that wait").set(7);
    metrics.gauge("depth", "Inputs that wait").set(5);
    let live = 1;
    metrics.observe("heapBytes", "Heap in use", () => live);
    live = 9;
    metrics.histogram("tickMicros", "Tick to accepted").record(3);
    expect(metrics.snapshot()).toEqual({
      orders: { kind: "counter", help: "Orders sent", value: 3 },
      depth: { kind: "gauge", help: "Inputs that wait", value: 5 },
      heapBytes: { kind: "gauge", help: "Heap in use", value: 9 },
      tickMicros: {
        kind: "histogram",
        help: "Tick to accepted",
        count: 1,
        sum: 3,
        min: 3,
        max: 3,
        p50: 3,
        p95: 3,
        p99: 3,
      },
    });
  });

  it("refuses one name for two kinds", () => {
    const metrics = createMetrics();
    metrics.counter("x", "");
    expect(() => metrics.gauge("x", "")).toThrow("x is a counter, not a gauge");
  });
});

describe("createHistogram", () => {
  it("finds quantiles within one percent of the exact ones", () => {
    const value = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        const histogram = createHistogram();
        for (const x of values) histogram.record(x);
        const sorted = values.toSorted((a, b) => a - b);
        const exact = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
        const seen = histogram.snapshot();
        expect(Math.abs(seen.p50 / exact(0.5) - 1)).toBeLessThan(0.01);
        expect(Math.abs(seen.p95 / exact(0.95) - 1)).toBeLessThan(0.01);
        expect(Math.abs(seen.p99 / exact(0.99) - 1)).toBeLessThan(0.01);
        expect([seen.min, seen.max, seen.count]).toEqual([sorted[0], sorted.at(-1), values.length]);
      }),
    );
  });

  it("says zero when empty and counts what lies outside at the edges", () => {
    const histogram = createHistogram();
    expect(histogram.snapshot()).toEqual({ count: 0, sum: 0, min: 0, max: 0, p50: 0, p95: 0, p99: 0 });
    for (const x of [-5, Number.NaN, 0, 1e300]) histogram.record(x);
    expect(histogram.snapshot()).toMatchObject({ count: 4, min: 0, max: 1e300 });
  });
});
