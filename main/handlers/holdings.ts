import { positionKey } from "../../shared/contract/trading.ts";
import type { OrderView, PositionSide } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import type { DeskContext } from "./desk-context.ts";

/** What is closed as one: an instrument's net position and its orders, or its long or short one and theirs. */
export interface Holding {
  readonly instrumentId: string;
  readonly positionSide?: PositionSide | undefined;
}

/** A holding in words: `paper:BTC/USDT`, or `paper:BTC/USDT long`. */
export const nameOf = positionKey as (holding: Holding) => string;

/** Every holding of a position or of an order that could still make one, of one instrument or of all. */
export function openHoldings(context: DeskContext, instrumentId?: string): Holding[] {
  const held = context.engine
    .positions()
    .filter((one) => one.size !== "0" && (instrumentId === undefined || one.instrumentId === instrumentId));
  const found = new Map<string, Holding>();
  for (const one of [...held, ...context.engine.openOrders(instrumentId)]) {
    const { positionSide } = one;
    found.set(nameOf(one), { instrumentId: one.instrumentId, ...(positionSide === undefined ? {} : { positionSide }) });
  }
  return [...found.values()];
}

/** The signed size held now, decimal text. */
export function sizeOf({ engine }: DeskContext, holding: Holding): string {
  return positionOf(engine.positions(), holding)?.size ?? "0";
}

export function positionOf(positions: readonly PositionView[], holding: Holding): PositionView | undefined {
  return positions.find((one) => nameOf(one) === nameOf(holding));
}

/** The orders of a holding that could still fill. */
export function ordersOf({ engine }: DeskContext, holding: Holding): OrderView[] {
  return engine.openOrders(holding.instrumentId).filter((order) => nameOf(order) === nameOf(holding));
}
