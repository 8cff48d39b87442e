import { Fault } from "../../../shared/model/fault.ts";
import { floorTo, formatFixed, parseFixed } from "../../../shared/model/fixed.ts";
import type { OrderAmendment, OrderIntent } from "../../../shared/model/order.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished, nextStatus } from "../order-transitions.ts";
import { fittedLeg } from "./bracket-rules.ts";

function refused(code: string, message: string, remedy: string): Fault {
  return new Fault(code, "validation", message, remedy);
}

/** What is asked of an order that has ended. */
export function finishedOrder({ orderId, status }: OrderState, remedy: string): Fault {
  return refused("ORDER-FINISHED", `order ${orderId} is ${status} already`, remedy);
}

/** The fields of a change that are there: what is absent stays as it was. */
export function changedFields<T extends OrderAmendment>(change: T): T {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T;
}

/** Whether the desk itself can change an order, because no venue has it yet. */
export function waitsAtDesk({ intent, atVenue, triggeredAt }: OrderState): boolean {
  return intent.managedBy === "desk" && !atVenue && triggeredAt === null;
}

/**
 * The order as a change would leave it. Throws a Fault where this order, in this state, cannot be changed so; `byDesk` is
 * the desk itself, which alone sizes the exits of a bracket.
 */
export function amendedIntent(
  order: OrderState,
  change: OrderAmendment,
  capabilities: VenueCapabilities,
  byDesk: boolean,
): OrderIntent {
  const { orderId, status, intent, filled, scale, prior } = order;
  if (isFinished(status)) {
    throw finishedOrder(order, "Send a new order.");
  }
  const isReleased = intent.managedBy === "desk" && order.triggeredAt !== null && !order.atVenue;
  if (nextStatus(status, "replace_requested", prior) === undefined || isReleased) {
    throw refused(
      "ORDER-NOT-AMENDABLE",
      `order ${orderId} is ${status}`,
      "Wait for the venue, or cancel it and send a new one.",
    );
  }
  const { bracket, ...venueChange } = changedFields(change);
  if (bracket !== undefined && filled > 0n) {
    throw refused(
      "ORDER-BRACKET-FILLED",
      `order ${orderId} has filled, and its exits are orders of their own`,
      "Amend the exits instead.",
    );
  }
  if (order.atVenue && !capabilities.amend && Object.keys(venueChange).length > 0) {
    throw refused(
      "ORDER-UNSUPPORTED",
      `${intent.instrumentId}: the venue changes no working orders`,
      "Cancel it and send a new one.",
    );
  }
  const role = intent.link?.role;
  if (!byDesk && change.size !== undefined && (role === "stop-loss" || role === "take-profit")) {
    throw refused(
      "ORDER-LEG-SIZE",
      `order ${orderId} is the ${role} of a bracket and as large as what it protects`,
      "Change its price, or cancel it and send an exit of your own.",
    );
  }
  const wanted = { ...intent, ...changedFields(change) } as OrderIntent;
  if (parseSize(wanted.size, scale.sizeDigits) <= filled) {
    const done = formatFixed(filled, scale.sizeDigits);
    throw filled === 0n
      ? refused(
          "ORDER-SIZE",
          `order ${orderId} cannot have a size of ${wanted.size.slice(0, 40)}`,
          "Use a size above zero.",
        )
      : refused(
          "ORDER-SIZE",
          `order ${orderId} has filled ${done} already`,
          "Use a size above that, or cancel the rest.",
        );
  }
  return wanted;
}

/**
 * The order that a change leads to, as its form is checked. What the change leaves alone was judged when it was sent: should
 * increments have changed since, it counts at those of today.
 */
export function checkedIntent(wanted: OrderIntent, { intent, scale }: OrderState): OrderIntent {
  const checked = { ...fittedLeg(wanted, scale, intent) };
  if (wanted.size === intent.size) {
    const { sizeDigits, sizeStep } = scale;
    const whole = floorTo(parseFixed(wanted.size, sizeDigits), sizeStep);
    checked.size = formatFixed(whole > 0n ? whole : sizeStep, sizeDigits);
  }
  if (wanted.bracket === undefined) return checked;
  const { stopLoss, takeProfit } = wanted.bracket;
  const { stopLoss: stopBefore = {}, takeProfit: targetBefore = {} } = intent.bracket ?? {};
  return {
    ...checked,
    bracket: {
      ...(stopLoss && { stopLoss: fittedLeg(stopLoss, scale, stopBefore) }),
      ...(takeProfit && { takeProfit: fittedLeg(takeProfit, scale, targetBefore) }),
    },
  };
}

/** Sizes that are no decimal numbers are refused where every size is checked. */
function parseSize(text: string, digits: number): bigint {
  try {
    return parseFixed(text, digits);
  } catch {
    return 0n;
  }
}
