import { expect, test } from "vitest";
import "../theme/tokens.css";
import { BarHistory } from "./bar-history.ts";
import { readChartTheme } from "./chart-theme.ts";
import { PriceChart } from "./price-chart.ts";

const minuteMs = 60_000;
/** As many as the chart ever holds. */
const most = 12_000;

const close = (i: number): number => 100 + 10 * Math.sin(i / 50);
const barAt = (i: number, moved = 0) => ({
  openTime: i * minuteMs,
  open: close(i),
  high: close(i) + 1,
  low: close(i) - 1,
  close: close(i) + moved,
  volume: 1 + (i % 7),
});

/** Milliseconds of a change until it is painted, what lies between frames left out. */
async function paintedMs(change: () => void): Promise<number> {
  // Callbacks of a frame run in the order they were asked for: ours, the chart's painting, ours again.
  let paintBegan = 0;
  requestAnimationFrame(() => {
    paintBegan = performance.now();
  });
  const began = performance.now();
  change();
  const changeMs = performance.now() - began;
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve(changeMs + performance.now() - paintBegan));
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test("a live move of the fullest chart, every indicator on, costs a part of drawing it anew", async () => {
  const container = document.createElement("div");
  container.style.cssText = "width: 1200px; height: 600px";
  document.body.append(container);
  const history = new BarHistory();
  for (let i = 0; i < most; i++) history.take(barAt(i));
  const chart = new PriceChart(container, {
    theme: readChartTheme(),
    history,
    minMove: 0.01,
    formatPrice: (price) => price.toFixed(2),
    formatTime: (at) => String(at),
    events: { onCrosshair() {}, onNeedOlder() {}, onVisible() {} },
  });
  chart.setIndicators(new Set(["sma20", "sma50", "ema20", "rsi14"]));
  await new Promise((resolve) => requestAnimationFrame(resolve));

  const moved: number[] = [];
  const anew: number[] = [];
  for (let move = 0; move < 20; move++) {
    // Every tenth move opens a new bar in the frame in which the last one closes.
    history.take(barAt(history.length - 1, move / 10));
    if (move % 10 === 9) history.take(barAt(history.length));
    moved.push(await paintedMs(() => chart.updateLast()));
    if (move % 4 === 0) anew.push(await paintedMs(() => chart.setHistory(history)));
  }
  expect(history.length).toBe(most + 2);
  expect(median(moved)).toBeLessThan(median(anew) / 2);
  chart.destroy();
  container.remove();
});
