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
  if (request.type !== "market" && request.type !== "limit") addTrigger(intent, request);
  if (request.expireAt !== undefined) intent.expireAt = request.expireAt;
  if (request.positionSide !== undefined) intent.positionSide = request.positionSide;
  if (request.bracket !== undefined) intent.bracket = request.bracket;
  const { link, managedBy } = request as Partial<OrderIntent>;
  if (link !== undefined) intent.link = link;
  if (managedBy !== undefined) intent.managedBy = managedBy;
  return intent;
}

function addTrigger(intent: Written, request: OrderRequest): void {
  const { triggerPrice, triggerBy, trailingOffset, trailingOffsetType } = request;
  if (triggerPrice !== undefined) intent.triggerPrice = triggerPrice;
  if (triggerBy !== undefined) intent.triggerBy = triggerBy;
  if (trailingOffset !== undefined) intent.trailingOffset = trailingOffset;
  if (trailingOffsetType !== undefined) intent.trailingOffsetType = trailingOffsetType;
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
