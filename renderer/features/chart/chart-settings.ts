import { create } from "zustand";
import type { IndicatorId } from "../../charts/indicator-lines.ts";
import { readStored, writeStored } from "../../ui/stored.ts";

export const indicatorIds: readonly IndicatorId[] = ["sma20", "sma50", "ema20", "rsi14"];
const key = "proofdesk.chart";

export interface ChartSettings {
  readonly indicators: readonly IndicatorId[];
  readonly volume: boolean;
}

function read(value: unknown): ChartSettings | undefined {
  if (typeof value !== "object" || value === null || !("indicators" in value) || !("volume" in value)) return undefined;
  const { indicators } = value;
  if (!Array.isArray(indicators)) return undefined;
  return { indicators: indicatorIds.filter((id) => indicators.includes(id)), volume: value.volume === true };
}

export const useChartSettings = create<ChartSettings>(() =>
  readStored(key, read, { indicators: ["sma20", "sma50"], volume: true }),
);

useChartSettings.subscribe((settings) => writeStored(key, settings));

export function toggleIndicator(id: IndicatorId): void {
  useChartSettings.setState(({ indicators }) => ({
    indicators: indicators.includes(id) ? indicators.filter((other) => other !== id) : [...indicators, id],
  }));
}

export function toggleVolume(): void {
  useChartSettings.setState(({ volume }) => ({ volume: !volume }));
}
