import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import type { BarHistory } from "./bar-history.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { type IndicatorId, IndicatorLines } from "./indicator-lines.ts";

export interface FillMark {
  readonly id: string;
  readonly side: "buy" | "sell";
  readonly price: number;
  /** Open time of the bar the fill fell into, UTC milliseconds. */
  readonly openTime: number;
}

export interface PriceLine {
  readonly id: string;
  /** An order's line is in its side's colour, a warning's in one that is neither. */
  readonly tone: "buy" | "sell" | "warn";
  readonly price: number;
  /** Dashed: on its way. Dotted: there once something else has happened. */
  readonly stroke: "solid" | "dashed" | "dotted";
  /** Written beside the price. */
  readonly title: string;
}

const strokes = { solid: LineStyle.Solid, dashed: LineStyle.Dashed, dotted: LineStyle.Dotted } as const;

export interface PriceChartEvents {
  /** The crosshair stands on a bar, or on none. */
  onCrosshair(index: number | null): void;
  /** The person has come close to the oldest bar. */
  onNeedOlder(): void;
  onVisible(from: number, to: number): void;
}

const seconds = (ms: number): UTCTimestamp => Math.floor(ms / 1000) as UTCTimestamp;
/** Markers beyond this are left out, oldest first: more are noise and cost frames. */
const shownMarks = 500;
const olderWithin = 40;

/** One price chart. It draws what it is given and reports where the person looks; it fetches and decides nothing. */
export class PriceChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<"Candlestick">;
  private readonly volume: ISeriesApi<"Histogram">;
  private readonly marks: ISeriesMarkersPluginApi<Time>;
  private readonly indicators: IndicatorLines;
  private readonly lines = new Map<string, { handle: IPriceLine; line: PriceLine }>();
  private theme: ChartTheme;
  private fills: readonly FillMark[] = [];
  private history: BarHistory;
  private drawn = 0;

  constructor(
    container: HTMLElement,
    options: {
      theme: ChartTheme;
      history: BarHistory;
      /** The smallest step of the price, and how a price is written on the scale. */
      minMove: number;
      formatPrice: (price: number) => string;
      formatTime: (at: number, kind: "full" | "time" | "day" | "month" | "year") => string;
      events: PriceChartEvents;
    },
  ) {
    const { theme, events, formatTime, formatPrice, minMove } = options;
    this.theme = theme;
    this.history = options.history;
    this.chart = createChart(container, {
      autoSize: true,
      layout: { attributionLogo: false, fontSize: 11, panes: { enableResize: true } },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.22 }, borderVisible: true },
      timeScale: {
        timeVisible: true,
        rightOffset: 6,
        barSpacing: 6,
        minBarSpacing: 0.5,
        enableConflation: true,
        tickMarkFormatter: (time: Time, type: number) => {
          const kind = (["year", "month", "day", "time", "time"] as const)[type] ?? "time";
          return formatTime(Number(time) * 1000, kind);
        },
      },
      localization: { timeFormatter: (time: Time) => formatTime(Number(time) * 1000, "full") },
    });
    this.candles = this.chart.addSeries(CandlestickSeries, {
      borderVisible: false,
      priceFormat: { type: "custom", formatter: formatPrice, minMove },
    });
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: "volume",
      priceFormat: { type: "volume" },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.marks = createSeriesMarkers(this.candles, [], { zOrder: "top" });
    this.indicators = new IndicatorLines(this.chart);
    this.setTheme(theme);
    this.setHistory(options.history);
    this.chart.subscribeCrosshairMove(({ time }) => {
      events.onCrosshair(time === undefined ? null : this.history.indexAt(Number(time) * 1000));
    });
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (!range) return;
      events.onVisible(Math.max(0, Math.ceil(range.from)), Math.min(this.history.length - 1, Math.floor(range.to)));
      if (range.from < olderWithin) events.onNeedOlder();
    });
  }

  setTheme(theme: ChartTheme): void {
    this.theme = theme;
    const label = {
      color: theme.crosshair,
      labelBackgroundColor: theme.crosshairLabel,
      width: 1,
      style: LineStyle.Dashed,
    } as const;
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: theme.background },
        textColor: theme.text,
        fontFamily: theme.font,
        panes: { separatorColor: theme.border, separatorHoverColor: theme.border },
      },
      grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
      crosshair: { vertLine: label, horzLine: label },
      rightPriceScale: { borderColor: theme.border },
      timeScale: { borderColor: theme.border },
    });
    this.candles.applyOptions({
      upColor: theme.up,
      downColor: theme.down,
      wickUpColor: theme.up,
      wickDownColor: theme.down,
    });
    this.indicators.setTheme(theme);
    this.drawVolume();
    this.setFills(this.fills);
    for (const { handle, line } of this.lines.values()) handle.applyOptions(this.lineOptions(line));
  }

  /** Draws a history anew; `added` bars came in front, so that the eye stays where it was. */
  setHistory(history: BarHistory, added = 0): void {
    const other = this.history !== history;
    this.history = history;
    const range = this.chart.timeScale().getVisibleLogicalRange();
    this.candles.setData(
      history.openTime.map((openTime, i) => ({
        time: seconds(openTime),
        open: history.open[i] ?? 0,
        high: history.high[i] ?? 0,
        low: history.low[i] ?? 0,
        close: history.close[i] ?? 0,
      })),
    );
    this.drawVolume();
    this.drawn = history.length;
    this.indicators.setHistory(history);
    if (other) this.showNewest();
    if (added > 0 && range)
      this.chart.timeScale().setVisibleLogicalRange({ from: range.from + added, to: range.to + added });
  }

  /** Draws what came since: the bar that was the last when the chart was drawn, and those after it. */
  updateLast(): void {
    const from = Math.max(0, this.drawn - 1);
    for (let i = from; i < this.history.length; i++) {
      const bar = this.history.at(i);
      if (!bar) continue;
      const time = seconds(bar.openTime);
      this.candles.update({ time, open: bar.open, high: bar.high, low: bar.low, close: bar.close });
      this.volume.update({ time, value: bar.volume, color: this.volumeColour(bar.open, bar.close) });
    }
    this.indicators.updateFrom(from, this.history);
    this.drawn = this.history.length;
  }

  setIndicators(shown: ReadonlySet<IndicatorId>): void {
    this.indicators.show(shown, this.history, this.theme);
  }

  setVolume(visible: boolean): void {
    this.volume.applyOptions({ visible });
    this.candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: visible ? 0.22 : 0.06 } });
  }

  setFills(fills: readonly FillMark[]): void {
    this.fills = fills;
    const sorted = fills.slice(-shownMarks).sort((a, b) => a.openTime - b.openTime);
    this.marks.setMarkers(
      sorted.map(({ id, side, price, openTime }) => ({
        id,
        time: seconds(openTime),
        position: "atPriceMiddle",
        price,
        shape: side === "buy" ? "arrowUp" : "arrowDown",
        // Neither up nor down: an arrow in the colour of a candle is lost among candles.
        color: this.theme.mark,
        size: 1.4,
      })),
    );
  }

  setLines(lines: readonly PriceLine[]): void {
    const wanted = new Set(lines.map(({ id }) => id));
    for (const [id, { handle }] of this.lines) {
      if (wanted.has(id)) continue;
      this.candles.removePriceLine(handle);
      this.lines.delete(id);
    }
    for (const line of lines) {
      const known = this.lines.get(line.id);
      if (known) {
        known.line = line;
        known.handle.applyOptions(this.lineOptions(line));
      } else this.lines.set(line.id, { line, handle: this.candles.createPriceLine(this.lineOptions(line)) });
    }
  }

  /** Pixels from the top of the chart, or `null` where the price is out of sight. */
  yOf(price: number): number | null {
    return this.candles.priceToCoordinate(price);
  }

  /** Pixels that the price scale takes on the right and the time scale at the bottom; they follow what is written on them. */
  scaleSpace(): { readonly right: number; readonly bottom: number } {
    return { right: this.candles.priceScale().width(), bottom: this.chart.timeScale().height() };
  }

  priceAt(y: number): number | null {
    return this.candles.coordinateToPrice(y);
  }

  /** Stops the chart from scrolling while something on it is dragged. */
  freeze(frozen: boolean): void {
    this.chart.applyOptions({ handleScroll: !frozen, handleScale: !frozen });
  }

  /** Moves by whole bars: negative goes back in time. */
  scroll(bars: number): void {
    const scale = this.chart.timeScale();
    scale.scrollToPosition(scale.scrollPosition() + bars, false);
  }

  zoom(factor: number): void {
    const scale = this.chart.timeScale();
    const { barSpacing } = scale.options();
    scale.applyOptions({ barSpacing: Math.min(60, Math.max(0.5, barSpacing * factor)) });
  }

  showNewest(): void {
    this.chart.timeScale().resetTimeScale();
    this.candles.priceScale().applyOptions({ autoScale: true });
  }

  destroy(): void {
    this.chart.remove();
  }

  private volumeColour(open: number, close: number): string {
    return close >= open ? this.theme.upVolume : this.theme.downVolume;
  }

  private drawVolume(): void {
    const { openTime, open, close, volume } = this.history;
    this.volume.setData(
      openTime.map((at, i) => ({
        time: seconds(at),
        value: volume[i] ?? 0,
        color: this.volumeColour(open[i] ?? 0, close[i] ?? 0),
      })),
    );
  }

  private lineOptions({ tone, price, stroke, title }: PriceLine) {
    const color = { buy: this.theme.up, sell: this.theme.down, warn: this.theme.warn }[tone];
    return {
      price,
      color,
      lineWidth: 1 as const,
      lineStyle: strokes[stroke],
      axisLabelVisible: true,
      axisLabelColor: color,
      axisLabelTextColor: this.theme.background,
      title,
    };
  }
}
