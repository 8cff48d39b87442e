import { Decimal } from "decimal.js";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import { absolute, worstPosition } from "../engine/exposure.ts";
import type { WorkingOrder } from "../engine/gate.ts";
import { marginWeight } from "../engine/portfolio/margin.ts";
import { nameOf } from "./holdings.ts";

/** What all positions may come to be worth if the working orders of one side fill, in the account's currency. */
export interface WorstExposure {
  readonly gross: Decimal;
  /** Longs above shorts or shorts above longs, whichever is more. */
  readonly net: Decimal;
  /** What it takes of buying power, with the taker fee. */
  readonly margin: Decimal;
}

export interface ExposureSource {
  readonly instruments: readonly Instrument[];
  readonly positions: readonly PositionView[];
  readonly openOrders: readonly OrderView[];
  readonly leverage: string;
  /** As a fraction. */
  readonly takerFee: Decimal;
  /** The last price as decimal text; `null` before the first. */
  readonly lastPrice: (instrumentId: string) => Decimal | null;
  /** Values an instrument's money in the account's currency; `null` without a declared rate. */
  readonly money: (instrumentId: string, amount: Decimal) => Decimal | null;
}

/** Adds up the worst case of every position the way the gate does; `null` where a price or a rate is not known. */
export function worstExposure(source: ExposureSource): WorstExposure | null {
  const zero = new Decimal(0);
  let [gross, bought, sold, margin] = [zero, zero, zero, zero];
  const ordersByName = Map.groupBy(source.openOrders, nameOf);
  const held = new Map(source.positions.map((position) => [nameOf(position), position]));
  for (const name of new Set([...held.keys(), ...ordersByName.keys()])) {
    const position = held.get(name);
    const orders = ordersByName.get(name) ?? [];
    const id = position?.instrumentId ?? orders[0]?.instrumentId;
    const instrument = source.instruments.find((one) => one.id === id);
    if (instrument === undefined) continue;
    const size = parseFixed(position?.size ?? "0", MONEY_DIGITS);
    if (size === 0n && orders.length === 0) continue;
    const working = orders.map((order, index) => workingOrder(order, index));
    const price = source.lastPrice(instrument.id);
    const worth = (units: bigint): Decimal | null =>
      price && source.money(instrument.id, price.mul(formatFixed(units, MONEY_DIGITS)).mul(instrument.multiplier));
    const ifBought = worth(worstPosition(size, "buy", working));
    const ifSold = worth(worstPosition(size, "sell", working));
    const now = worth(absolute(size));
    if (ifBought === null || ifSold === null || now === null) return null;
    const most = Decimal.max(ifBought.abs(), ifSold.abs());
    const { numerator, denominator } = marginWeight(instrument, source.leverage);
    const weight = new Decimal(String(numerator)).div(String(denominator));
    gross = gross.add(most);
    bought = bought.add(ifBought);
    sold = sold.add(ifSold);
    margin = margin.add(Decimal.max(most, now).mul(weight).mul(source.takerFee.add(1)));
  }
  return { gross, net: Decimal.max(bought.abs(), sold.abs()), margin };
}

function workingOrder(order: OrderView, index: number): WorkingOrder {
  const { orderId, side, size, filledSize, limitPrice, reduceOnly, link } = order;
  const exposed = parseFixed(size, MONEY_DIGITS) - parseFixed(filledSize, MONEY_DIGITS);
  const group = link === undefined || link.role === "oto" ? null : link.group;
  return {
    orderId,
    instrument: index,
    side,
    exposed,
    limitPrice: limitPrice === undefined ? null : 0n,
    reduceOnly,
    group,
  };
}
