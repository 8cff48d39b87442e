import type { RunDocument } from "../backtest/run-document.ts";
import type { Console } from "./console.ts";
import { printSkipped, type SkippedInRun } from "./skipped-rows.ts";

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2, signDisplay: "negative" });
const shown = (value: number | null, unit = ""): string =>
  value === null ? "not defined" : `${number.format(value)}${unit}`;

/** Prints a run for a person; the whole document is what `--json` is for. */
export function printRun(
  document: RunDocument & { readonly skipped?: SkippedInRun; readonly notes: readonly string[] },
  console: Console,
): void {
  const { instrument, metrics, trades } = document;
  const currency = ` ${instrument.quoteCurrency}`;
  const params = Object.entries(document.params).map(([name, value]) => `${name}=${String(value)}`);
  const open = trades.filter(({ exitAt }) => exitAt === null).length;
  const rows: readonly (readonly [string, string])[] = [
    ["Instrument", `${instrument.symbol} (${instrument.assetClass})`],
    ["Bars", `${number.format(document.bars)}, ${document.from} to ${document.to}`],
    ["Strategy", [document.strategy, ...params].join(" ")],
    ["Final equity", shown(metrics.finalEquity, currency)],
    ["Total return", shown(metrics.totalReturnPct, " %")],
    ["Max drawdown", shown(metrics.maxDrawdownPct, " %")],
    ["Trades", `${metrics.trades}${open === 0 ? "" : `, ${open} open`}`],
    ["Win rate", shown(metrics.winRatePct, " %")],
    ["Profit factor", shown(metrics.profitFactor)],
    ["Expectancy", shown(metrics.expectancy, currency)],
    ["Sharpe", shown(metrics.sharpe)],
    ["Sortino", shown(metrics.sortino)],
    ["Calmar", shown(metrics.calmar)],
    ["Exposure", shown(metrics.exposurePct, " %")],
    ["Fees", shown(metrics.fees, currency)],
    ...(metrics.funding === undefined ? [] : [["Funding", shown(metrics.funding, currency)] as const]),
    ["Speed", `${number.format(Math.round(document.barsPerSecond))} bars per second`],
    ["Trades hash", document.tradesHash],
  ];
  for (const [label, value] of rows) console.out(`${label.padEnd(13)} ${value}`);
  if (document.cashBelowZero !== undefined) {
    const { lowest, at } = document.cashBelowZero;
    console.out(`Cash fell to ${lowest}${currency}, at ${at}`);
  }
  for (const [why, times] of Object.entries(document.entriesNotSent ?? {})) {
    console.out(`${number.format(times)} × ${why}`);
  }
  const { orders, first } = document.ordersRefused ?? { orders: 0, first: "" };
  if (orders > 0)
    console.out(`Refused: ${number.format(orders)} ${orders === 1 ? "order" : "orders"}; the first: ${first}`);
  for (const note of document.notes) console.out(note);
  if (document.skipped !== undefined) printSkipped(document.skipped, console);
}
