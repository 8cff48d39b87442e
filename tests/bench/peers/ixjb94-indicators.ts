import type { NodeContestant } from "./contestant.ts";
import { fold } from "./fold.ts";
import { importPeer } from "./peer-package.ts";

interface Indicators {
  readonly IndicatorsSync: new () => { sma(values: ArrayLike<number>, period: number): number[] };
}

export const ixjb94Indicators: NodeContestant = {
  name: "ixjb94-indicators",
  title: "@ixjb94/indicators 1.2 + fold",
  packages: ["@ixjb94/indicators"],
  agreement: { kind: "equal" },
  orders: "no",
  gate: false,
  journal: false,
  note: "As indicatorts; its arrays begin where the first average is complete.",
  async open(bars, run) {
    const { IndicatorsSync } = await importPeer<Indicators>("@ixjb94/indicators");
    const indicators = new IndicatorsSync();
    const equity = new Float64Array(bars.length);
    const averages = (period: number) => ({ values: indicators.sma(bars.close, period), skipped: period - 1 });
    return () => fold(bars, run, averages(run.fast), averages(run.slow), equity);
  },
};
