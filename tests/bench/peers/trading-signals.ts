import type { NodeContestant } from "./contestant.ts";
import { fold } from "./fold.ts";
import { importPeer } from "./peer-package.ts";

interface TradingSignals {
  readonly SMA: new (interval: number) => { update(value: number, replace: boolean): number | null };
}

export const tradingSignals: NodeContestant = {
  name: "trading-signals",
  title: "trading-signals 8.3 + fold",
  packages: ["trading-signals"],
  agreement: { kind: "equal" },
  orders: "no",
  gate: false,
  journal: false,
  note: "Averages bar by bar, each summed anew over its whole length; the rest is a loop by hand.",
  async open(bars, run) {
    const { SMA } = await importPeer<TradingSignals>("trading-signals");
    const equity = new Float64Array(bars.length);
    const averages = (interval: number) => {
      const sma = new SMA(interval);
      const values = new Float64Array(bars.length);
      for (let i = 0; i < bars.length; i++) values[i] = sma.update(bars.close[i] as number, false) ?? Number.NaN;
      return { values, skipped: 0 };
    };
    return () => fold(bars, run, averages(run.fast), averages(run.slow), equity);
  },
};
