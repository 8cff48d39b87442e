import { MONEY_DIGITS, parseFixed, toNumber } from "../../shared/model/fixed.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { InstrumentScale } from "../engine/gate.ts";

/** Equity at every bar's close, and how many bars closed with a position. */
export interface EquityCurve {
  readonly equity: Float64Array;
  readonly exposedBars: number;
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
  let perPriceStep = Number(size) * worth;
  for (let bar = 0; bar < length; bar++) {
    // A bar's fills carry times from its open up to, not including, the next open.
    const until = bar + 1 < length ? (openTime[bar + 1] as number) : Number.POSITIVE_INFINITY;
    let changed = false;
    for (let fill = fills[next]; fill !== undefined && fill.at < until; fill = fills[++next]) {
      const units = parseFixed(fill.size, scale.sizeDigits) * (fill.side === "buy" ? 1n : -1n);
      size += units;
      cash -=
        units * parseFixed(fill.price, scale.priceDigits) * scale.notionalFactor + parseFixed(fill.fee, MONEY_DIGITS);
      changed = true;
    }
    for (let flow = flows[nextFlow]; flow !== undefined && flow.at < until; flow = flows[++nextFlow]) {
      cash += parseFixed(flow.amount, MONEY_DIGITS);
      changed = true;
    }
    if (changed) {
      cashNumber = toNumber(cash, MONEY_DIGITS);
      perPriceStep = Number(size) * worth;
    }
    if (perPriceStep !== 0) exposedBars++;
    equity[bar] = cashNumber + perPriceStep * Math.round((close[bar] as number) * perStep);
  }
  return { equity, exposedBars };
}
