import type { JournalData } from "../../shared/model/journal-event.ts";
import type { OrderIntent, OrderRequest } from "../../shared/model/order.ts";
import { quoted, quotedOrNull } from "../../shared/model/quoted.ts";

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

function addTrigger(intent: Partial<Written>, request: OrderRequest): void {
  const { triggerPrice, triggerBy, trailingOffset, trailingOffsetType } = request;
  if (trailingOffset !== undefined) intent.trailingOffset = trailingOffset;
  if (trailingOffsetType !== undefined) intent.trailingOffsetType = trailingOffsetType;
  if (triggerBy !== undefined) intent.triggerBy = triggerBy;
  if (triggerPrice !== undefined) intent.triggerPrice = triggerPrice;
}

/** What `order.intended` says: the intent and the last price it was decided at, decimal text; built in the order of its keys. */
export function intendedData(intent: OrderIntent, decisionPrice: string | null): JournalData {
  const data: Partial<Written> = {};
  if (intent.bracket !== undefined) data.bracket = intent.bracket;
  data.decisionPrice = decisionPrice;
  if (intent.expireAt !== undefined) data.expireAt = intent.expireAt;
  data.instrumentId = intent.instrumentId;
  if (intent.limitPrice !== undefined) data.limitPrice = intent.limitPrice;
  if (intent.link !== undefined) data.link = intent.link;
  if (intent.managedBy !== undefined) data.managedBy = intent.managedBy;
  data.orderId = intent.orderId;
  if (intent.positionSide !== undefined) data.positionSide = intent.positionSide;
  data.postOnly = intent.postOnly;
  data.reason = intent.reason;
  data.reduceOnly = intent.reduceOnly;
  data.side = intent.side;
  data.size = intent.size;
  data.timeInForce = intent.timeInForce;
  if (intent.type !== "market" && intent.type !== "limit") addTrigger(data, intent);
  data.type = intent.type;
  return data as unknown as JournalData;
}

/** The same as canonical JSON, of an order that is no part of a bracket or group: `null` for one that is. */
export function intendedText(intent: OrderIntent, decisionPrice: string | null): string | null {
  const { bracket, expireAt, instrumentId, limitPrice, link, managedBy, orderId, positionSide, postOnly } = intent;
  const { reason, reduceOnly, side, size, timeInForce, type } = intent;
  if (bracket !== undefined || link !== undefined) return null;
  if (expireAt !== undefined && !Number.isSafeInteger(expireAt)) return null;
  const text = `{"decisionPrice":${quotedOrNull(decisionPrice)}${field("expireAt", expireAt)},"instrumentId":${quoted(instrumentId)}${field("limitPrice", limitPrice)}${field("managedBy", managedBy)},"orderId":${quoted(orderId)}${field("positionSide", positionSide)},"postOnly":${postOnly},"reason":${quoted(reason)},"reduceOnly":${reduceOnly},"side":${quoted(side)},"size":${quoted(size)},"timeInForce":${quoted(timeInForce)}`;
  return `${text}${type === "market" || type === "limit" ? "" : triggerText(intent)},"type":${quoted(type)}}`;
}

function triggerText({ trailingOffset, trailingOffsetType, triggerBy, triggerPrice }: OrderIntent): string {
  return (
    field("trailingOffset", trailingOffset) +
    field("trailingOffsetType", trailingOffsetType) +
    field("triggerBy", triggerBy) +
    field("triggerPrice", triggerPrice)
  );
}

/** A member after another, where there is one. */
function field(name: string, value: string | number | undefined): string {
  if (value === undefined) return "";
  return `,"${name}":${typeof value === "number" ? value : quoted(value)}`;
}

/** The intent of an `order.intended` event. */
export function intentOf(data: JournalData): OrderIntent {
  const wish = data as unknown as OrderIntent;
  return orderIntent(wish, wish.orderId, wish.reason);
}
