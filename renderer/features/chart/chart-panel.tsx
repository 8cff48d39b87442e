import { ChartCandlestick, ChevronDown, ChevronsRight, Table2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { type Bar, Interval, intervals } from "../../../shared/model/market.ts";
import { indicatorAt, indicatorColour } from "../../charts/indicator-lines.ts";
import type { PriceChart } from "../../charts/price-chart.ts";
import { t } from "../../i18n/t.ts";
import { useConnection } from "../../stores/connection.ts";
import { useInstrument } from "../../stores/desk.ts";
import { useFills } from "../../stores/fills.ts";
import { useMarketPanelState } from "../../stores/freshness.ts";
import { useOrders } from "../../stores/orders.ts";
import { openPalette } from "../../stores/palette.ts";
import { selectInterval, useSelection } from "../../stores/selection.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import type { PanelState } from "../../ui/panel-state.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { BarsTable } from "./bars-table.tsx";
import { ChartCanvas } from "./chart-canvas.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { useChartLines } from "./chart-lines.ts";
import styles from "./chart-panel.module.css";
import { indicatorIds, toggleIndicator, toggleVolume, useChartSettings } from "./chart-settings.ts";
import { type HeldLine, OrderHandles } from "./order-handles.tsx";
import { endUnconfirmed, settleMoves } from "./order-moves.ts";
import { useTypeToSwitch } from "./type-to-switch.ts";
import { type BarsOf, useBars } from "./use-bars.ts";
import { useChartTheme } from "./use-chart-theme.ts";

/** The chart of the selected instrument. */
export function ChartPanel() {
  const instrument = useInstrument(useSelection((state) => state.instrumentId));
  if (!instrument)
    return (
      <Panel title={t("chart.title")} hideTitle state={{ kind: "loading" }}>
        {null}
      </Panel>
    );
  return <InstrumentChart key={instrument.id} instrument={instrument} />;
}

function barsState(bars: BarsOf, market: PanelState, symbol: string): PanelState {
  if (bars.state === "failed")
    return {
      kind: "empty",
      text: t("chart.failed", { why: bars.why }),
      action: { label: t("chart.retry"), onAction: bars.retry },
    };
  if (market.kind !== "live" && market.kind !== "loading") return market;
  if (bars.state === "loading") return { kind: bars.history.length === 0 ? "loading" : "live" };
  if (bars.history.length === 0) return { kind: "empty", text: t("chart.none", { symbol }) };
  return { kind: "live" };
}

function InstrumentChart({ instrument }: { instrument: Instrument }) {
  const interval = useSelection((state) => state.interval);
  const bars = useBars(instrument.id, interval);
  const market = useMarketPanelState(instrument.id);
  const { indicators, volume } = useChartSettings();
  const [chart, setChart] = useState<PriceChart | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [crosshair, setCrosshair] = useState<number | null>(null);
  const [visible, setVisible] = useState<readonly [number, number]>([0, 0]);
  const [, setBeat] = useState(0);
  const [held, setHeld] = useState<HeldLine | null>(null);
  const { typed, onKeyDown: onType } = useTypeToSwitch();
  const colours = useChartTheme();

  const allFills = useFills((state) => state.list);
  const fills = useMemo(
    () =>
      allFills
        .filter((fill) => fill.instrumentId === instrument.id)
        .map((fill) => ({
          id: fill.fillId,
          side: fill.side,
          price: Number(fill.price),
          openTime: Math.floor(fill.at / intervals[interval]) * intervals[interval],
        })),
    [allFills, instrument.id, interval],
  );
  const allOrders = useOrders((state) => state.byId);
  const known = useConnection((state) => state.ready);
  useEffect(() => settleMoves(allOrders), [allOrders]);
  useEffect(() => {
    if (known) endUnconfirmed(useOrders.getState().byId);
  }, [known]);
  const { orders, lines } = useChartLines(instrument.id, held);
  const last = bars.history.last();
  const index = crosshair ?? bars.history.length - 1;
  const state = barsState(bars, market, instrument.symbol);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const act = {
      ArrowLeft: () => chart?.scroll(-3),
      ArrowRight: () => chart?.scroll(3),
      "+": () => chart?.zoom(1.2),
      "=": () => chart?.zoom(1.2),
      "-": () => chart?.zoom(1 / 1.2),
      End: () => chart?.showNewest(),
    }[event.key];
    if (act) act();
    else if (!onType(event)) return;
    event.preventDefault();
  };

  return (
    <Panel
      title={t("chart.title")}
      hideTitle
      state={state}
      toolbar={
        <div className={styles.toolbar}>
          <button
            type="button"
            className={styles.symbol}
            aria-label={t("chart.pick", { symbol: instrument.symbol })}
            onClick={() => openPalette()}
          >
            {instrument.symbol}
            <ChevronDown aria-hidden />
          </button>
          <Segmented
            label={t("chart.interval")}
            value={interval}
            onChange={selectInterval}
            options={Interval.options.map((value) => ({ value, label: value }))}
          />
          <fieldset className={styles.toggles} aria-label={t("chart.indicators")}>
            {indicatorIds.map((id) => (
              <button
                key={id}
                type="button"
                className={styles.toggle}
                aria-pressed={indicators.includes(id)}
                onClick={() => toggleIndicator(id)}
              >
                <span className={styles.swatch} style={{ background: indicatorColour(id, colours) }} aria-hidden />
                {t(`chart.${id}`)}
              </button>
            ))}
            <button type="button" className={styles.toggle} aria-pressed={volume} onClick={toggleVolume}>
              {t("chart.volume")}
            </button>
          </fieldset>
        </div>
      }
      actions={
        <>
          <IconButton
            label={t("chart.newest")}
            icon={<ChevronsRight aria-hidden />}
            size="small"
            onClick={() => chart?.showNewest()}
          />
          <IconButton
            label={asTable ? t("chart.as-chart") : t("chart.as-table")}
            icon={asTable ? <ChartCandlestick aria-hidden /> : <Table2 aria-hidden />}
            size="small"
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
        </>
      }
    >
      <div
        className={classNames(styles.surface, asTable && styles.hidden)}
        role="application"
        aria-label={t("chart.name", {
          symbol: instrument.symbol,
          interval,
          price: last ? formatPrice(last.close, instrument.priceIncrement) : t("ui.unknown"),
        })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart scrolls, zooms and switches by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <ChartCanvas
          instrument={instrument}
          bars={bars}
          fills={fills}
          lines={lines}
          onCrosshair={setCrosshair}
          onVisible={(from, to) => setVisible([from, to])}
          onLastBar={() => setBeat((beat) => beat + 1)}
          onChart={setChart}
        />
        <ChartLegend
          bar={bars.history.at(index)}
          increment={instrument.priceIncrement}
          lines={indicators.map((id) => ({
            label: t(`chart.${id}`),
            value: indicatorAt(id, bars.history, index),
            colour: indicatorColour(id, colours),
          }))}
        />
        {chart && !asTable ? (
          <OrderHandles chart={chart} instrument={instrument} orders={orders} held={held} onHold={setHeld} />
        ) : null}
        <a
          className={styles.attribution}
          href="https://www.tradingview.com/"
          target="_blank"
          rel="noreferrer"
          title={t("chart.attribution.title")}
        >
          {t("chart.attribution")}
        </a>
        {typed ? (
          <div className={styles.typed} role="status">
            {t("chart.typed", { typed })}
          </div>
        ) : null}
      </div>
      {asTable ? <BarsTable instrument={instrument} bars={visibleBars(bars, visible)} /> : null}
    </Panel>
  );
}

/** The bars in sight, at most five hundred, the newest of them. */
function visibleBars({ history }: BarsOf, [from, to]: readonly [number, number]): Bar[] {
  const bars: Bar[] = [];
  for (let i = Math.max(from, to - 499); i <= to; i++) {
    const bar = history.at(i);
    if (bar) bars.push(bar);
  }
  return bars;
}
