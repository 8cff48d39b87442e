import { formatFixed } from "../../../shared/model/fixed.ts";
import type { OrderIntent, OrderLink, OrderRequest } from "../../../shared/model/order.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import { exitSlices } from "../exit-slices.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { venueForm } from "./capability-rules.ts";

/** What of an exit leaves as the order itself, in size units, and the orders that the rest leaves as. */
export interface ExitParts {
  readonly own: bigint;
  readonly rest: readonly (OrderRequest & Pick<OrderIntent, "link">)[];
}

/**
 * The parts of an exit that has grown above the instrument's largest order, which no venue takes, since it was let pass: by a
 * split, or because the venue takes less than it did. `null` for what leaves whole.
 */
export function exitParts(order: OrderState, capabilities: VenueCapabilities): ExitParts | null {
  const { intent, scale, remaining, reduceOnly } = order;
  const [own, ...rest] = reduceOnly ? exitSlices(remaining, scale) : [];
  if (own === undefined || rest.length === 0) return null;
  const { orderId: _, reason: __, link: ___, ...form } = venueForm(intent, capabilities);
  const link = linkOf(order);
  return {
    own,
    rest: rest.map((size) => ({
      ...form,
      size: formatFixed(size, scale.sizeDigits),
      ...(link === undefined ? {} : { link }),
    })),
  };
}

/** Parts of a bracket's exit are exits of its entry; in a group they name the order they are a part of. */
function linkOf({ orderId, intent: { link } }: OrderState): OrderLink | undefined {
  if (link === undefined || link.role === "oto") return undefined;
  return link.role === "oco" ? { ...link, parent: orderId } : link;
}

/** Whether an order of a group is one of several parts of an exit: those are on their way, and the venue bounds them. */
export function isPartial(order: OrderState, members: readonly OrderState[]): boolean {
  const { link } = order.intent;
  return link?.parent !== undefined || members.some((other) => other.intent.link?.parent === order.orderId);
}

/** Whether an exit is on its way to the market, where nothing but its fill or its end is waited for. */
export function isLeaving({ intent, triggeredAt, limitPrice, status }: OrderState): boolean {
  const isReleased = intent.type === "market" || (intent.managedBy === "desk" && triggeredAt !== null);
  return isReleased && limitPrice === null && !isFinished(status);
}
