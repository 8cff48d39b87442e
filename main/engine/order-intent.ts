import type { JournalData } from "../../shared/model/journal-event.ts";
import type { OrderIntent, OrderRequest } from "../../shared/model/order.ts";

type Written = { -readonly [key in keyof OrderIntent]: OrderIntent[key] } & { decisionPrice?: string | null };

/** The wish under its order id, field by field: a spread here costs more than the gate's judgement. */
export function orderIntent(request: OrderRequest, orderId: string, reason: string): OrderIntent {
  const intent: Written = {
    orderId,
    instrumentId: request.instrumentId,
    side: request.side,
    type: request.type,
    size: request.size,
    timeInForce: request.timeInForce,
    postOnly: request.postOnly,
    reduceOnly: request.reduceOnly,
    reason,
  };
  if (request.limitPrice !== undefined) intent.limitPrice = request.limitPrice;
  return intent;
}

/** What `order.intended` says: the intent and the last price it was decided at, decimal text. */
export function intendedData(intent: OrderIntent, decisionPrice: string | null): JournalData {
  const data = orderIntent(intent, intent.orderId, intent.reason) as Written;
  data.decisionPrice = decisionPrice;
  return data as unknown as JournalData;
}

/** The intent of an `order.intended` event. */
export function intentOf(data: JournalData): OrderIntent {
  const wish = data as unknown as OrderIntent;
  return orderIntent(wish, wish.orderId, wish.reason);
}
