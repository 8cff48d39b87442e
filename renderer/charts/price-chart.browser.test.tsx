import { expect, test } from "vitest";
import "../theme/tokens.css";
import { BarHistory } from "./bar-history.ts";
import { readChartTheme } from "./chart-theme.ts";
import { PriceChart } from "./price-chart.ts";

const minuteMs = 60_000;
/** As many as the chart ever holds. */
const most = 12_000;
/** A frame at 60 Hz; a live move must leave most of it to everything else. */
const frameMs = 1000 / 60;

const close = (i: number): number => 100 + 10 * Math.sin(i / 50);
const barAt = (i: number, moved = 0) => ({
  openTime: i * minuteMs,
  open: close(i),
  high: close(i) + 1,
  low: close(i) - 1,
  close: close(i) + moved,
  volume: 1 + (i % 7),
});

test("a live move of the fullest chart, every indicator on, costs less than a frame until it is painted", async () => {
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

  const tookMs: number[] = [];
  for (let move = 0; move < 30; move++) {
    // Every tenth move opens a new bar in the frame in which the last one closes.
    history.take(barAt(history.length - 1, move / 10));
    if (move % 10 === 9) history.take(barAt(history.length));
    // Callbacks of a frame run in the order they were asked for: ours, the chart's painting, ours again.
    let paintBegan = 0;
    requestAnimationFrame(() => {
      paintBegan = performance.now();
    });
    const began = performance.now();
    chart.updateLast();
    const updateMs = performance.now() - began;
    tookMs.push(
      await new Promise<number>((resolve) => {
        requestAnimationFrame(() => resolve(updateMs + performance.now() - paintBegan));
      }),
    );
  }
  tookMs.sort((a, b) => a - b);
  expect(tookMs[Math.floor(tookMs.length / 2)]).toBeLessThan(frameMs);
  expect(history.length).toBe(most + 3);
  chart.destroy();
  container.remove();
});
