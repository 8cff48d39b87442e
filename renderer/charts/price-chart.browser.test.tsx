import { createChart, type ISeriesApi, LineSeries } from "lightweight-charts";
import { expect, onTestFinished, test, vi } from "vitest";
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

/** What all series of the charting library share. */
function seriesPrototype(): ISeriesApi<"Line"> {
  const chart = createChart(document.createElement("div"));
  const prototype: unknown = Object.getPrototypeOf(chart.addSeries(LineSeries));
  chart.remove();
  return prototype as ISeriesApi<"Line">;
}

test("a live move of the fullest chart, every indicator on, touches the last point of each line and draws none anew", () => {
  const series = seriesPrototype();
  const update = vi.spyOn(series, "update");
  const setData = vi.spyOn(series, "setData");
  onTestFinished(() => void vi.restoreAllMocks());
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
  expect(setData).toHaveBeenCalled();
  setData.mockClear();

  const lines = 6;
  history.take(barAt(history.length - 1, 0.5));
  chart.updateLast();
  expect(update).toHaveBeenCalledTimes(lines);
  // A new bar opens in the frame in which the last one closes.
  update.mockClear();
  history.take(barAt(history.length - 1, 1));
  history.take(barAt(history.length));
  chart.updateLast();
  expect(update).toHaveBeenCalledTimes(2 * lines);
  expect(setData).not.toHaveBeenCalled();
  expect(history.length).toBe(most + 1);
  chart.destroy();
  container.remove();
});
