import { formatFixed, MONEY_DIGITS, parseFixed, toNumber } from "../../shared/model/fixed.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { InstrumentScale } from "../engine/gate.ts";

/** Equity at every bar's close, and how many bars closed with a position. */
export interface EquityCurve {
  readonly equity: Float64Array;
  readonly exposedBars: number;
  /** The least cash behind a fill or a flow, decimal text, and when; `null` where it was never below zero. */
  readonly below: { readonly lowest: string; readonly at: number } | null;
}

/** Cash that came or went without a fill, as funding does; signed decimal text. */
export interface CashFlow {
  /** UTC milliseconds. */
  readonly at: number;
  readonly amount: string;
}

/**
 * Values cash and position at every close, rounded to the price increment as the engine marks it. Cash and size are
 * summed exactly and become doubles once per fill, so the curve carries no running error.
 */
export function equityCurve(
  columns: BarColumns,
  fills: readonly FillView[],
  scale: InstrumentScale,
  opening: { readonly cash: string; readonly size: string },
  flows: readonly CashFlow[] = [],
): EquityCurve {
  const { length, openTime, close } = columns;
  const equity = new Float64Array(length);
  const perStep = 10 ** scale.priceDigits / Number(scale.priceStep);
  const worth = toNumber(scale.notionalFactor * scale.priceStep, MONEY_DIGITS);
  let cash = parseFixed(opening.cash, MONEY_DIGITS);
  let size = parseFixed(opening.size, scale.sizeDigits);
  let exposedBars = 0;
  let next = 0;
  let nextFlow = 0;
  let cashNumber = toNumber(cash, MONEY_DIGITS);
  let lowest = 0n;
  let lowestAt = 0;
  const noteLowest = (at: number): void => {
    if (cash < lowest) [lowest, lowestAt] = [cash, at];
  };
  /** Books the flows of before `until`, and tells whether there were any. */
  const bookFlows = (until: number): boolean => {
    const from = nextFlow;
    for (let flow = flows[nextFlow]; flow !== undefined && flow.at < until; flow = flows[++nextFlow]) {
      cash += parseFixed(flow.amount, MONEY_DIGITS);
      noteLowest(flow.at);
    }
    return nextFlow > from;
  };
  let perPriceStep = Number(size) * worth;
  for (let bar = 0; bar < length; bar++) {
    // A bar's fills carry times from its open up to, not including, the next open.
    const until = bar + 1 < length ? (openTime[bar + 1] as number) : Number.POSITIVE_INFINITY;
    let changed = false;
    for (let fill = fills[next]; fill !== undefined && fill.at < until; fill = fills[++next]) {
      bookFlows(fill.at);
      const units = parseFixed(fill.size, scale.sizeDigits) * (fill.side === "buy" ? 1n : -1n);
      size += units;
      cash -=
        units * parseFixed(fill.price, scale.priceDigits) * scale.notionalFactor + parseFixed(fill.fee, MONEY_DIGITS);
      noteLowest(fill.at);
      changed = true;
    }
    if (bookFlows(until) || changed) {
      cashNumber = toNumber(cash, MONEY_DIGITS);
      perPriceStep = Number(size) * worth;
    }
    if (perPriceStep !== 0) exposedBars++;
    equity[bar] = cashNumber + perPriceStep * Math.round((close[bar] as number) * perStep);
  }
  const below = lowest < 0n ? { lowest: formatFixed(lowest, MONEY_DIGITS), at: lowestAt } : null;
  return { equity, exposedBars, below };
}
