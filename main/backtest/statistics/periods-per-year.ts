import type { AssetClass } from "../../../shared/model/instrument.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Trading days a year and hours a trading day: exchanges close at night and at weekends, crypto never does. */
const sessions: Record<AssetClass, { readonly days: number; readonly hours: number }> = {
  "crypto-spot": { days: 365, hours: 24 },
  "crypto-perp": { days: 365, hours: 24 },
  fx: { days: 260, hours: 24 },
  future: { days: 252, hours: 23 },
  equity: { days: 252, hours: 6.5 },
};

/** Bars in a year of trading: what per-bar statistics are scaled to a year with. */
export function periodsPerYear(intervalMs: number, assetClass: AssetClass): number {
  const { days, hours } = sessions[assetClass];
  return intervalMs >= dayMs ? (days * dayMs) / intervalMs : (days * hours * hourMs) / intervalMs;
}
