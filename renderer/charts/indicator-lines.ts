import { type IChartApi, type ISeriesApi, LineSeries, LineStyle, type UTCTimestamp } from "lightweight-charts";
import type { BarHistory } from "./bar-history.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { ema, rsi, sma } from "./indicators.ts";

export type IndicatorId = "sma20" | "sma50" | "ema20" | "rsi14";

interface Definition {
  readonly compute: (closes: readonly number[]) => number[];
  readonly colour: (theme: ChartTheme) => string;
  readonly ownPane: boolean;
}

const definitions: Readonly<Record<IndicatorId, Definition>> = {
  sma20: { compute: (closes) => sma(closes, 20), colour: (theme) => theme.averages[0], ownPane: false },
  sma50: { compute: (closes) => sma(closes, 50), colour: (theme) => theme.averages[1], ownPane: false },
  ema20: { compute: (closes) => ema(closes, 20), colour: (theme) => theme.averages[2], ownPane: false },
  rsi14: { compute: (closes) => rsi(closes, 14), colour: (theme) => theme.oscillator, ownPane: true },
};

/** The colour an indicator is drawn in, for its legend. */
export function indicatorColour(id: IndicatorId, theme: ChartTheme): string {
  return definitions[id].colour(theme);
}

/** The value of an indicator at one bar; `null` while it has too few bars behind it. */
export function indicatorAt(id: IndicatorId, history: BarHistory, index: number): number | null {
  const value = definitions[id].compute(history.close.slice(0, index + 1))[index];
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

  updateLast(history: BarHistory): void {
    const openTime = history.openTime.at(-1);
    if (openTime === undefined) return;
    for (const [id, series] of this.series) {
      const value = definitions[id].compute(history.close).at(-1);
      if (value !== undefined && !Number.isNaN(value))
        series.update({ time: Math.floor(openTime / 1000) as UTCTimestamp, value });
    }
  }

  private draw(id: IndicatorId, series: ISeriesApi<"Line">, history: BarHistory): void {
    const values = definitions[id].compute(history.close);
    series.setData(
      history.openTime.map((openTime, i) => {
        const time = Math.floor(openTime / 1000) as UTCTimestamp;
        const value = values[i];
        return value === undefined || Number.isNaN(value) ? { time } : { time, value };
      }),
    );
  }
}
