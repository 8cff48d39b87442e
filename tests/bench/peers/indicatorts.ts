import type { NodeContestant } from "./contestant.ts";
import { fold } from "./fold.ts";
import { importPeer } from "./peer-package.ts";

interface Indicatorts {
  sma(values: ArrayLike<number>, config: { readonly period: number }): number[];
}

export const indicatorts: NodeContestant = {
  name: "indicatorts",
  title: "indicatorts 2.2 + fold",
  packages: ["indicatorts"],
  agreement: { kind: "equal" },
  orders: "no",
  gate: false,
  journal: false,
  note: "Two arrays of averages from the library; crossing, fills, fee and equity are a loop by hand.",
  async open(bars, run) {
    const { sma } = await importPeer<Indicatorts>("indicatorts");
    const equity = new Float64Array(bars.length);
    const averages = (period: number) => ({ values: sma(bars.close, { period }), skipped: 0 });
    return () => fold(bars, run, averages(run.fast), averages(run.slow), equity);
  },
};
