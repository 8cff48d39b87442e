import { useEffect, useRef, useState } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { readChartTheme, watchChartTheme } from "../../charts/chart-theme.ts";
import { type FillMark, PriceChart, type PriceLine } from "../../charts/price-chart.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./chart-panel.module.css";
import { useChartSettings } from "./chart-settings.ts";
import type { BarsOf } from "./use-bars.ts";

const kinds = { full: "date-time", time: "time", day: "axis-day", month: "axis-month", year: "axis-year" } as const;

export interface ChartCanvasProps {
  instrument: Instrument;
  bars: BarsOf;
  fills: readonly FillMark[];
  lines: readonly PriceLine[];
  onCrosshair: (index: number | null) => void;
  onVisible: (from: number, to: number) => void;
  onLastBar: () => void;
  onChart: (chart: PriceChart | null) => void;
}

/** Keeps one chart alive for an instrument and hands it what changes; React draws nothing inside it. */
export function ChartCanvas(props: ChartCanvasProps) {
  const { instrument, bars, fills, lines } = props;
  const container = useRef<HTMLDivElement>(null);
  const timeZone = useTimeZone();
  const { indicators, volume } = useChartSettings();
  const [chart, setChart] = useState<PriceChart | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!container.current) return;
    const made = new PriceChart(container.current, {
      theme: readChartTheme(),
      history: latest.current.bars.history,
      minMove: Number(instrument.priceIncrement),
      formatPrice: (price) => formatPrice(price, instrument.priceIncrement),
      formatTime: (at, kind) => formatTime(at, kinds[kind], timeZone),
      events: {
        onCrosshair: (index) => latest.current.onCrosshair(index),
        onVisible: (from, to) => latest.current.onVisible(from, to),
        onNeedOlder: () => latest.current.bars.loadOlder(),
      },
    });
    setChart(made);
    latest.current.onChart(made);
    const unwatch = watchChartTheme(() => made.setTheme(readChartTheme()));
    return () => {
      unwatch();
      latest.current.onChart(null);
      setChart(null);
      made.destroy();
    };
  }, [instrument, timeZone]);

  const { history, generation, subscribe } = bars;
  useEffect(() => {
    // The generation says that the same history holds other bars.
    void generation;
    chart?.setHistory(history);
  }, [chart, history, generation]);
  useEffect(() => chart?.setIndicators(new Set(indicators)), [chart, indicators]);
  useEffect(() => chart?.setVolume(volume), [chart, volume]);
  useEffect(() => chart?.setFills(fills), [chart, fills]);
  useEffect(() => chart?.setLines(lines), [chart, lines]);
  useEffect(() => {
    if (!chart) return;
    return subscribe(({ kind, added }) => {
      if (kind === "all") chart.setHistory(latest.current.bars.history, added);
      else chart.updateLast();
      latest.current.onLastBar();
    });
  }, [chart, subscribe]);

  return <div ref={container} className={styles.canvas} />;
}
