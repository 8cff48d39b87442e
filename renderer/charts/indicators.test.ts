import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BarHistory } from "./bar-history.ts";
import { IndicatorValues } from "./indicator-values.ts";
import { type Running, runningEma, runningRsi, runningSma } from "./indicators.ts";

const bar = (openTime: number, close: number) => ({ openTime, open: close, high: close, low: close, close, volume: 1 });

function historyOf(closes: readonly number[]): BarHistory {
  const history = new BarHistory();
  for (const [i, close] of closes.entries()) history.take(bar(i, close));
  return history;
}

const all = (start: () => Running, closes: readonly number[]): readonly number[] =>
  new IndicatorValues(start).of(historyOf(closes));

const prices = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 120 });
const starts = fc.tuple(fc.constantFrom(runningSma, runningEma, runningRsi), fc.integer({ min: 1, max: 30 })).map(
  ([start, period]) =>
    () =>
      start(period),
);

describe("indicators", () => {
  it("average the last values", () => {
    expect(all(() => runningSma(3), [1, 2, 3, 4, 5])).toEqual([Number.NaN, Number.NaN, 2, 3, 4]);
  });
  it("weigh newer values more in an exponential average", () => {
    expect(all(() => runningEma(3), [1, 2, 3, 4, 8])).toEqual([Number.NaN, Number.NaN, 2, 3, 5.5]);
  });
  it("measure strength from 0 to 100 after Wilder", () => {
    const rsi = (period: number, closes: readonly number[]) => all(() => runningRsi(period), closes);
    expect(rsi(3, [1, 2, 3, 4])).toEqual([Number.NaN, Number.NaN, Number.NaN, 100]);
    expect(rsi(3, [4, 3, 2, 1]).at(-1)).toBe(0);
    expect(rsi(3, [5, 5, 5, 5]).at(-1)).toBe(50);
    // 14 changes of Wilder's worked example, as it stands in the literature on the indicator.
    const closes = [
      44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28,
    ];
    expect(rsi(14, closes).at(-1)).toBeCloseTo(70.46, 1);
    // The next change is smoothed: (13 × average + change) / 14.
    expect(rsi(14, [...closes, 46]).at(-1)).toBeCloseTo(66.25, 1);
  });
  it("stay between the extremes of their values", () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 30 }), (values, period) => {
        const rounding = Math.max(...values) * 1e-9;
        const low = Math.min(...values) - rounding;
        const high = Math.max(...values) + rounding;
        for (const value of [...all(() => runningSma(period), values), ...all(() => runningEma(period), values)])
          if (!Number.isNaN(value) && (value < low || value > high)) return false;
        return all(() => runningRsi(period), values).every(
          (value) => Number.isNaN(value) || (value >= 0 && value <= 100),
        );
      }),
    );
  });
});

describe("the values of an indicator", () => {
  it("are the same whether they followed every live move, bar and correction or are worked out at once", () => {
    const move = fc.record({
      kind: fc.constantFrom("move", "bar", "bars", "correct", "older"),
      close: fc.double({ min: 1, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(starts, prices, fc.array(move, { maxLength: 40 }), (start, closes, moves) => {
        const history = historyOf(closes);
        const live = new IndicatorValues(start);
        live.of(history);
        for (const { kind, close } of moves) {
          const last = history.openTime.at(-1) ?? 0;
          const first = history.openTime[0] ?? 0;
          if (kind === "move") history.take(bar(last, close));
          else if (kind === "correct") history.take(bar(first, close));
          else if (kind === "older") history.prepend({ ...columns(first - 1, close), more: false });
          else for (const step of kind === "bar" ? [1] : [1, 2, 3]) history.take(bar(last + step, close + step));
          expect([...live.of(history)]).toEqual([...new IndicatorValues(start).of(history)]);
          expect(live.of(history)).toHaveLength(history.length);
        }
      }),
    );
  });

  it("take one step for a live move however long the history is", () => {
    let steps = 0;
    const counted = (): Running => ({
      peek: () => {
        steps += 1;
        return 0;
      },
      take: () => undefined,
    });
    const history = historyOf(Array.from({ length: 5000 }, (_, i) => i + 1));
    const values = new IndicatorValues(counted);
    values.of(history);
    steps = 0;
    history.take(bar(4999, 7));
    values.of(history);
    expect(steps).toBe(1);
  });
});

function columns(at: number, close: number) {
  return {
    instrumentId: "x",
    interval: "1m" as const,
    openTime: [at],
    open: [close],
    high: [close],
    low: [close],
    close: [close],
    volume: [1],
  };
}
