import { decimalsOf, formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import type { FillView } from "../../shared/model/order.ts";
import { textField } from "./applied-event.ts";
import type { OrderState } from "./order-state.ts";

/** One booked fill: its order and the event's own data. */
export interface FillRecord {
  readonly order: OrderState;
  readonly data: JournalData;
  /** The venue's time. */
  readonly at: number;
}

/** The fill as screens show it. */
export function fillView({ order, data, at }: FillRecord): FillView {
  const price = textField(data, "price");
  const slippage = order.decisionPrice === null ? undefined : slippageOf(order, price, order.decisionPrice);
  const view: { -readonly [key in keyof FillView]: FillView[key] } = {
    fillId: textField(data, "fillId"),
    orderId: order.orderId,
    instrumentId: order.intent.instrumentId,
    side: order.side,
    size: textField(data, "size"),
    price,
    fee: textField(data, "fee"),
    feeCurrency: textField(data, "feeCurrency"),
    liquidity: textField(data, "liquidity") as FillView["liquidity"],
    actor: order.actor,
    at,
  };
  if (slippage !== undefined) view.slippage = slippage;
  return view;
}

/** Price against the last price at the decision, positive where it cost money. */
function slippageOf(order: OrderState, price: string, decision: string): string {
  const digits = Math.max(decimalsOf(price), decimalsOf(decision));
  const paid = parseFixed(price, digits) - parseFixed(decision, digits);
  return formatFixed(order.side === "buy" ? paid : -paid, digits);
}
