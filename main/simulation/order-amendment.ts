import { formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { ExecutionReport, OrderAmendment, OrderIntent } from "../../shared/model/order.ts";
import { followOn, isSame, type Trigger, triggerOf } from "./trigger.ts";
import type { VenueOrder } from "./venue-order.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** What an order becomes, and whether it keeps its place: only what shrinks an order does. */
export interface Amended {
  readonly intent: OrderIntent;
  readonly size: bigint;
  readonly limit: bigint | null;
  readonly limitPrice: number;
  readonly trigger: Trigger | null;
  readonly keepsPlace: boolean;
}

/** Works out an amendment; `size` is the new total in units. A trailing stop goes on from the best price it has seen. */
export function amendedOrder(order: VenueOrder, size: bigint, change: OrderAmendment, terms: VenueTerms): Amended {
  const intent = amendedIntent(order.intent, change);
  const { limitPrice } = intent;
  const limit = limitPrice === undefined ? null : parseFixed(limitPrice, terms.priceDigits);
  let { trigger } = order;
  if (trigger !== null && (change.triggerPrice !== undefined || change.trailingOffset !== undefined)) {
    const next = triggerOf(intent, terms);
    if (next !== null) {
      followOn(next, trigger, terms);
      if (!isSame(next, trigger)) trigger = next;
    }
  }
  return {
    intent,
    size,
    limit,
    limitPrice: limitPrice === undefined ? Number.NaN : Number(limitPrice),
    trigger,
    keepsPlace: limit === order.limit && trigger === order.trigger && size <= order.size,
  };
}

function amendedIntent(
  intent: OrderIntent,
  { size, limitPrice, triggerPrice, trailingOffset }: OrderAmendment,
): OrderIntent {
  return {
    ...intent,
    ...(size === undefined ? {} : { size }),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(triggerPrice === undefined ? {} : { triggerPrice }),
    ...(trailingOffset === undefined ? {} : { trailingOffset }),
  };
}

/** What the venue says about an amended order. */
export function replacedReport(
  { intent, size, limit, trigger }: VenueOrder,
  at: number,
  { sizeDigits, priceDigits }: VenueTerms,
): ExecutionReport {
  return {
    orderId: intent.orderId,
    at,
    kind: "replaced",
    size: formatFixed(size, sizeDigits),
    ...(limit === null ? {} : { limitPrice: formatFixed(limit, priceDigits) }),
    ...(trigger === null || trigger.units === null ? {} : { triggerPrice: formatFixed(trigger.units, priceDigits) }),
    ...(intent.trailingOffset === undefined ? {} : { trailingOffset: intent.trailingOffset }),
  };
}
