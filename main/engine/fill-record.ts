import { decimalsOf, formatFixed, parseFixed, rescale } from "../../shared/model/fixed.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { FillTexts } from "./facts.ts";
import type { OrderState } from "./order-state.ts";
import { type Excursion, excursionOf, type Way } from "./portfolio/excursion.ts";

/** When the venue has said, by its own time, what of a fill is another thing than before. */
export type CorrectedAt = { readonly [part in FillPart]: number };
export const fillParts = ["size", "price", "fee"] as const;
type FillPart = (typeof fillParts)[number];

export const uncorrected: CorrectedAt = {
  size: Number.NEGATIVE_INFINITY,
  price: Number.NEGATIVE_INFINITY,
  fee: Number.NEGATIVE_INFINITY,
};

/** One booked fill and its order; a correction changes its texts. */
export interface FillRecord {
  readonly order: OrderState;
  texts: FillTexts;
  corrected: CorrectedAt;
  /** The engine's time. */
  readonly bookedAt: number;
  /** Of a fill that closes. */
  readonly way: Way | Excursion | null;
  /** The venue's time. */
  readonly at: number;
}

/** The fill as screens show it. */
export function fillView({ order, texts, at, way }: FillRecord): FillView {
  const { fillId, size, price, fee, feeCurrency, liquidity } = texts;
  const view: { -readonly [key in keyof FillView]: FillView[key] } = {
    fillId,
    orderId: order.orderId,
    instrumentId: order.intent.instrumentId,
    side: order.side,
    size,
    price,
    fee,
    feeCurrency,
    liquidity,
    actor: order.actor,
    at,
  };
  if (way !== null) view.excursion = excursionOf(way);
  if (order.decisionPrice !== null) view.slippage = slippageOf(order, price, order.decisionPrice);
  return view;
}

/** Price against the last price at the decision, positive where it cost money. */
function slippageOf({ scale, side }: OrderState, price: string, decision: bigint): string {
  const digits = Math.max(decimalsOf(price), scale.priceDigits);
  const decided = digits === scale.priceDigits ? decision : rescale(decision, scale.priceDigits, digits);
  const paid = parseFixed(price, digits) - decided;
  return formatFixed(side === "buy" ? paid : -paid, digits);
}
