import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bar, BarColumns } from "../../../shared/model/market.ts";
import { intervals } from "../../../shared/model/market.ts";
import { aggregate } from "./aggregate.ts";
import { createBarBuilder } from "./bar-builder.ts";
import { createColumnWriter, sliceColumns } from "./column-writer.ts";

const minute = 60_000;
const rowsOf = (columns: BarColumns): Bar[] =>
  Array.from({ length: columns.length }, (_, i) => ({
    openTime: columns.openTime[i]!,
    open: columns.open[i]!,
    high: columns.high[i]!,
    low: columns.low[i]!,
    close: columns.close[i]!,
    volume: columns.volume[i]!,
  }));
const build = (intervalMs: number, ticks: [at: number, price: number, size: number][]) => {
  const closed: Bar[] = [];
  const builder = createBarBuilder(intervalMs, (bar) => closed.push({ ...bar }));
  for (const tick of ticks) builder.tick(...tick);
  return { builder, closed };
};

describe("createBarBuilder", () => {
  it("shows the forming bar on every tick and hands it over when the next interval begins", () => {
    const { builder, closed } = build(minute, [
      [minute + 5, 10, 1],
      [minute + 30_000, 12, 2],
      [minute + 59_999, 9, 3],
    ]);
    expect(closed).toEqual([]);
    expect(builder.forming).toEqual({ openTime: minute, open: 10, high: 12, low: 9, close: 9, volume: 6 });
    builder.tick(2 * minute, 11, 1);
    expect(closed).toEqual([{ openTime: minute, open: 10, high: 12, low: 9, close: 9, volume: 6 }]);
    expect(builder.forming).toEqual({ openTime: 2 * minute, open: 11, high: 11, low: 11, close: 11, volume: 1 });
  });

  it("closes a bar by time when the market is quiet, once, and makes none for an empty interval", () => {
    const { builder, closed } = build(minute, [[minute, 10, 1]]);
    builder.closeUpTo(2 * minute - 1);
    expect(closed).toHaveLength(0);
    builder.closeUpTo(2 * minute);
    builder.closeUpTo(9 * minute);
    expect(closed).toHaveLength(1);
    expect(builder.forming).toBeNull();
  });

  it("counts a tick of a closed bar as late and leaves closed bars alone", () => {
    const { builder, closed } = build(minute, [[minute, 10, 1]]);
    builder.closeUpTo(2 * minute);
    builder.tick(2 * minute - 1, 99, 1);
    builder.tick(3 * minute, 11, 1);
    builder.tick(2 * minute + 1, 50, 1);
    expect(builder.late).toBe(2);
    expect(builder.forming).toMatchObject({ openTime: 3 * minute, high: 11 });
    expect(closed).toHaveLength(1);
  });

  it("loses no volume and no extreme, whatever the ticks", () => {
    const tick = fc.tuple(fc.nat(20 * minute), fc.integer({ min: 1, max: 1000 }), fc.nat(100));
    fc.assert(
      fc.property(
        fc.array(tick, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(...Object.values(intervals)),
        (raw, ms) => {
          const ticks = raw.toSorted((a, b) => a[0] - b[0]);
          const { builder, closed } = build(ms, ticks);
          builder.closeUpTo(Number.POSITIVE_INFINITY);
          expect(closed.reduce((sum, bar) => sum + bar.volume, 0)).toBe(ticks.reduce((sum, t) => sum + t[2], 0));
          expect(Math.max(...closed.map((bar) => bar.high))).toBe(Math.max(...ticks.map((t) => t[1])));
          expect(Math.min(...closed.map((bar) => bar.low))).toBe(Math.min(...ticks.map((t) => t[1])));
          expect(closed[0]!.open).toBe(ticks[0]![1]);
          expect(closed.at(-1)!.close).toBe(ticks.at(-1)![1]);
          for (const bar of closed) expect(bar.openTime % ms).toBe(0);
          expect(builder.late).toBe(0);
        },
      ),
    );
  });
});

describe("aggregate", () => {
  it("gives from minute bars what the ticks would have given directly", () => {
    const tick = fc.tuple(fc.nat(600 * minute), fc.integer({ min: 1, max: 1000 }), fc.nat(100));
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 200 }), fc.constantFrom(...Object.values(intervals)), (raw, ms) => {
        const ticks = raw.toSorted((a, b) => a[0] - b[0]);
        const minutes = createColumnWriter();
        const builder = createBarBuilder(minute, (b) =>
          minutes.push(b.openTime, b.open, b.high, b.low, b.close, b.volume),
        );
        for (const t of ticks) builder.tick(...t);
        builder.closeUpTo(Number.POSITIVE_INFINITY);
        const direct = build(ms, ticks);
        direct.builder.closeUpTo(Number.POSITIVE_INFINITY);
        expect(rowsOf(aggregate(minutes.finish(), ms))).toEqual(direct.closed);
      }),
    );
  });
});

describe("column writer", () => {
  it("grows past its first guess and cuts the columns to their length", () => {
    const writer = createColumnWriter(1);
    for (let i = 0; i < 100; i++) writer.push(i, 1, 2, 0.5, 1.5, i);
    expect(writer.length).toBe(100);
    const columns = writer.finish();
    expect(columns.openTime.buffer.byteLength).toBe(800);
    expect(rowsOf(columns)[99]).toEqual({ openTime: 99, open: 1, high: 2, low: 0.5, close: 1.5, volume: 99 });
  });

  it("slices within bounds", () => {
    const writer = createColumnWriter(1);
    for (let i = 0; i < 10; i++) writer.push(i, 1, 2, 0.5, 1.5, i);
    const columns = writer.finish();
    expect(rowsOf(sliceColumns(columns, 8, 99)).map((bar) => bar.openTime)).toEqual([8, 9]);
    expect(sliceColumns(columns, 20, 30).length).toBe(0);
    expect(sliceColumns(columns, -5, 2).length).toBe(2);
  });
});
