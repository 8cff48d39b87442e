import { Fault } from "../../../shared/model/fault.ts";
import {
  type BracketLeg,
  type OrderIntent,
  type OrderRequest,
  OrderType,
  TimeInForce,
} from "../../../shared/model/order.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import { legOf, legRoles } from "./bracket-rules.ts";

/** A venue that takes everything itself. */
export const allCapabilities: VenueCapabilities = {
  orderTypes: OrderType.options,
  timeInForce: TimeInForce.options,
  postOnly: true,
  amend: true,
  oco: false,
  hedging: true,
};

type Triggered = Exclude<OrderType, "market" | "limit">;

/** What remains of an order once its trigger is released. */
const releasedAs: { readonly [type in Triggered]: "market" | "limit" } = {
  stop: "market",
  "trailing-stop": "market",
  "market-if-touched": "market",
  "stop-limit": "limit",
  "limit-if-touched": "limit",
};

/** Whether orders of this type wait for a price before they may trade. */
export function waitsForPrice(type: OrderType): type is Triggered {
  return type !== "market" && type !== "limit";
}

/** Whether the desk watches the trigger of such an order, because the venue takes none. */
export function isDeskManaged(type: OrderType, { orderTypes }: VenueCapabilities): boolean {
  return waitsForPrice(type) && !orderTypes.includes(type);
}

/** Whether the desk ends the order at its time: the venue does not know its time in force, or does not have the order yet. */
export function isDeskTimed(timeInForce: TimeInForce, { timeInForce: known }: VenueCapabilities): boolean {
  return (timeInForce === "GTD" || timeInForce === "DAY") && !known.includes(timeInForce);
}

function unsupported(id: string, what: string): Fault {
  return new Fault(
    "ORDER-UNSUPPORTED",
    "validation",
    `${id}: neither the venue nor the desk can do ${what}`,
    "Choose another type or time in force, or another venue.",
  );
}

function checkType(type: OrderType | BracketLeg["type"], id: string, capabilities: VenueCapabilities): void {
  const { orderTypes } = capabilities;
  if (orderTypes.includes(type)) return;
  if (waitsForPrice(type) && orderTypes.includes(releasedAs[type])) return;
  throw unsupported(id, `${type} orders`);
}

/** Throws a Fault that names what neither the venue nor the desk can do. */
export function checkCapabilities(request: OrderRequest, capabilities: VenueCapabilities): void {
  const { instrumentId: id, type, timeInForce, postOnly, positionSide } = request;
  checkType(type, id, capabilities);
  for (const role of legRoles) {
    const leg = legOf(request, role);
    if (leg !== undefined) checkType(leg.type, id, capabilities);
  }
  const sentAs = isDeskTimed(timeInForce, capabilities) ? "GTC" : timeInForce;
  if (!capabilities.timeInForce.includes(sentAs)) throw unsupported(id, `${timeInForce} orders`);
  if (postOnly && !capabilities.postOnly) throw unsupported(id, "post-only orders");
  if (positionSide !== undefined && !capabilities.hedging) {
    throw unsupported(id, "long and short positions side by side");
  }
}

/**
 * The order as the venue gets it: without the trigger that the desk has watched, and good till canceled where the desk
 * keeps the time. The same object where the venue takes it as it is wished.
 */
export function venueForm(intent: OrderIntent, capabilities: VenueCapabilities): OrderIntent {
  const { type, managedBy } = intent;
  const timed = isDeskTimed(intent.timeInForce, capabilities);
  if (managedBy === undefined && !timed) return intent;
  const form: { -readonly [key in keyof OrderIntent]: OrderIntent[key] } = { ...intent };
  if (timed) {
    form.timeInForce = "GTC";
    delete form.expireAt;
  }
  if (managedBy === undefined || !waitsForPrice(type)) return form;
  delete form.managedBy;
  return releasedForm(form);
}

/** What is left of an order once its trigger is released; one that waits for nothing stays as it is. */
export function releasedForm<T extends OrderRequest>(request: T): T {
  const { type } = request;
  if (!waitsForPrice(type)) return request;
  const form: { -readonly [key in keyof T]: T[key] } = { ...request, type: releasedAs[type] };
  delete form.triggerPrice;
  delete form.triggerBy;
  delete form.trailingOffset;
  delete form.trailingOffsetType;
  return form;
}
