import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { canonicalize } from "../audit/canonical.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import { decimalOf, toStep } from "../simulation/exact-price.ts";
import type { StrategyParams } from "../strategy/params.ts";
import { equityCurve } from "./equity-curve.ts";
import { type Excursion, type RoundTrip, walkTrips } from "./round-trips.ts";
import type { RunOptions, RunResult } from "./run-engine.ts";
import { type RunMetrics, runMetrics } from "./run-metrics.ts";
import { periodsPerYear } from "./statistics/periods-per-year.ts";

/** The JSON document a run prints. */
export interface RunDocument {
  readonly bars: number;
  /** Open times of the first and the last bar, RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly instrument: Instrument;
  readonly strategy: string;
  readonly params: StrategyParams;
  readonly metrics: RunMetrics;
  readonly trades: readonly RoundTrip[];
  /**
   * How far the price went against and in favour of each trade while it was open, from its average price, in the order of
   * `trades`; `null` while it is open.
   */
  readonly excursions: readonly (Excursion | null)[];
  /** [UTC milliseconds of the bar's close, equity]. */
  readonly equity: readonly (readonly [number, number])[];
  /** The least cash of the run and when it fell to that, RFC 3339; absent where cash was never below zero. */
  readonly cashBelowZero?: { readonly lowest: string; readonly at: string };
  /** How many entries the strategy wanted that were not sent, by the reason; absent where every one was. */
  readonly entriesNotSent?: Readonly<Record<string, number>>;
  /** How many orders the gate or the venue refused, and what it said of the first; absent where none was. */
  readonly ordersRefused?: { readonly orders: number; readonly first: string };
  readonly barsPerSecond: number;
  /** SHA-256 of the canonical JSON of `trades`. */
  readonly tradesHash: string;
}

/** Turns what a run left behind into its document. */
export function runDocument(options: RunOptions, result: RunResult): RunDocument {
  const { columns, intervalMs, instrument, strategy } = options;
  const { opening, fills, account } = result;
  const { length } = columns;
  const scale = scaleOf(instrument, 0);
  const lastClose = decimalOf(columns.close[length - 1] ?? 0);
  const mark = toStep(lastClose, { numerator: 1n, denominator: 1n }, scale.priceStep, scale.priceDigits, "nearest");
  const start = columns.openTime[0] ?? 0;
  const { trips: trades, excursions } = walkTrips(
    fills,
    scale,
    mark,
    opening.position,
    opening.position?.openedAt ?? start,
  );
  const size = opening.position?.size ?? "0";
  const curve = equityCurve(columns, fills, scale, { cash: opening.account.cash, size }, result.funding);
  const funding = result.funding.reduce((sum, { amount }) => sum + parseFixed(amount, MONEY_DIGITS), 0n);
  const fees = fills.reduce((sum, fill) => sum + parseFixed(fill.fee, MONEY_DIGITS), 0n);
  return {
    bars: length,
    from: toRfc3339(start),
    to: toRfc3339(columns.openTime[length - 1] ?? start),
    instrument,
    strategy: strategy.name,
    params: strategy.params,
    metrics: runMetrics({
      curve,
      trips: trades,
      openingEquity: opening.account.equity,
      finalEquity: account.equity,
      fees: formatFixed(fees, MONEY_DIGITS),
      funding: formatFixed(funding, MONEY_DIGITS),
      perYear: periodsPerYear(intervalMs, instrument.assetClass),
    }),
    trades,
    excursions,
    equity: Array.from(curve.equity, (value, bar) => [(columns.openTime[bar] ?? 0) + intervalMs, value] as const),
    ...(curve.below === null ? {} : { cashBelowZero: { ...curve.below, at: toRfc3339(curve.below.at) } }),
    ...(result.entriesNotSent.size === 0 ? {} : { entriesNotSent: Object.fromEntries(result.entriesNotSent) }),
    ...(result.refused.orders === 0 ? {} : { ordersRefused: { ...result.refused } }),
    barsPerSecond: Math.round(length / Math.max(result.elapsedMs / 1000, 1e-9)),
    tradesHash: options.sha256(canonicalize(trades as unknown as JournalValue)),
  };
}
