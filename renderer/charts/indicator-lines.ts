import { type IChartApi, type ISeriesApi, LineSeries, LineStyle, type UTCTimestamp } from "lightweight-charts";
import type { BarHistory } from "./bar-history.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { IndicatorValues } from "./indicator-values.ts";
import { type Running, runningEma, runningRsi, runningSma } from "./indicators.ts";

export type IndicatorId = "sma20" | "sma50" | "ema20" | "rsi14";

interface Definition {
  readonly start: () => Running;
  readonly colour: (theme: ChartTheme) => string;
  readonly ownPane: boolean;
}

const definitions: Readonly<Record<IndicatorId, Definition>> = {
  sma20: { start: () => runningSma(20), colour: (theme) => theme.averages[0], ownPane: false },
  sma50: { start: () => runningSma(50), colour: (theme) => theme.averages[1], ownPane: false },
  ema20: { start: () => runningEma(20), colour: (theme) => theme.averages[2], ownPane: false },
  rsi14: { start: () => runningRsi(14), colour: (theme) => theme.oscillator, ownPane: true },
};

/** The colour an indicator is drawn in, for its legend. */
export function indicatorColour(id: IndicatorId, theme: ChartTheme): string {
  return definitions[id].colour(theme);
}

/** What was worked out for a history, shared by its line and its legend, for as long as the history lives. */
const worked = new WeakMap<BarHistory, Map<IndicatorId, IndicatorValues>>();

function valuesOf(id: IndicatorId, history: BarHistory): readonly number[] {
  const ofHistory = worked.get(history) ?? new Map<IndicatorId, IndicatorValues>();
  worked.set(history, ofHistory);
  const values = ofHistory.get(id) ?? new IndicatorValues(definitions[id].start);
  ofHistory.set(id, values);
  return values.of(history);
}

/** The value of an indicator at one bar; `null` while it has too few bars behind it. */
export function indicatorAt(id: IndicatorId, history: BarHistory, index: number): number | null {
  const value = valuesOf(id, history)[index];
  return value === undefined || Number.isNaN(value) ? null : value;
}

const oscillatorPane = 1;

/** The lines over the candles and the oscillator below them. */
export class IndicatorLines {
  private readonly series = new Map<IndicatorId, ISeriesApi<"Line">>();
  private readonly chart: IChartApi;

  constructor(chart: IChartApi) {
    this.chart = chart;
  }

  show(shown: ReadonlySet<IndicatorId>, history: BarHistory, theme: ChartTheme): void {
    for (const [id, series] of this.series) {
      if (shown.has(id)) continue;
      this.chart.removeSeries(series);
      this.series.delete(id);
    }
    for (const id of shown) {
      if (this.series.has(id)) continue;
      const { ownPane, colour } = definitions[id];
      const series = this.chart.addSeries(
        LineSeries,
        {
          color: colour(theme),
          lineWidth: 1,
          priceLineVisible: false,
          lastValueVisible: ownPane,
          crosshairMarkerVisible: false,
          ...(ownPane
            ? { autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) }
            : { autoscaleInfoProvider: () => null }),
        },
        ownPane ? oscillatorPane : 0,
      );
      this.series.set(id, series);
      if (ownPane) {
        for (const price of [30, 70])
          series.createPriceLine({
            price,
            color: theme.border,
            lineWidth: 1,
            lineStyle: LineStyle.Dashed,
            axisLabelVisible: false,
            title: "",
          });
        this.chart.panes()[oscillatorPane]?.setStretchFactor(0.28);
      }
      this.draw(id, series, history);
    }
  }

  setTheme(theme: ChartTheme): void {
    for (const [id, series] of this.series) series.applyOptions({ color: definitions[id].colour(theme) });
  }

  setHistory(history: BarHistory): void {
    for (const [id, series] of this.series) this.draw(id, series, history);
  }

  /** Draws the bars from this index on again. */
  updateFrom(index: number, history: BarHistory): void {
    for (const [id, series] of this.series) {
      const values = valuesOf(id, history);
      for (let i = Math.max(0, index); i < history.length; i++) series.update(point(history.openTime[i], values[i]));
    }
  }

  private draw(id: IndicatorId, series: ISeriesApi<"Line">, history: BarHistory): void {
    const values = valuesOf(id, history);
    series.setData(history.openTime.map((openTime, i) => point(openTime, values[i])));
  }
}

/** A point of a line; a bar without a value keeps its place. */
function point(openTime = 0, value = Number.NaN) {
  const time = Math.floor(openTime / 1000) as UTCTimestamp;
  return Number.isNaN(value) ? { time } : { time, value };
}
