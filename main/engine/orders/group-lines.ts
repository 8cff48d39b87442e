import type { OrderState } from "../order-state.ts";

/** An order of a group and those that have taken its place since, oldest first. */
export type Line = readonly [OrderState, ...OrderState[]];

/** The lines of a group's orders, oldest first. */
export function linesOf(members: readonly OrderState[]): Line[] {
  const lines = new Map<string, [OrderState, ...OrderState[]]>();
  for (const member of members) {
    const replaces = member.intent.link?.replaces;
    const line = replaces === undefined ? undefined : lines.get(replaces);
    if (line === undefined) {
      lines.set(member.orderId, [member]);
    } else {
      line.push(member);
      lines.set(member.orderId, line);
    }
  }
  return [...new Set(lines.values())];
}

/** The one of a line that counts now. */
export function lastOf(line: Line): OrderState {
  return line[line.length - 1] as OrderState;
}

/** What orders have filled together, in size units. */
export function filledOf(orders: readonly OrderState[]): bigint {
  return orders.reduce((sum, { filled }) => sum + filled, 0n);
}

/** The change that ended an order, or that asked for its end; 0 while there is none. */
export function endOf({ cancelAskedBy, endedBy }: OrderState): number {
  return cancelAskedBy === 0 ? endedBy : cancelAskedBy;
}

/** Whether nothing is left for an order to fill: of itself, because the others of its group have filled all, or because all that it follows is closed. */
export function isSpent(order: OrderState, groups: ReadonlyMap<string, readonly OrderState[]>): boolean {
  if (order.remaining <= 0n) return true;
  const { link } = order.intent;
  if (link?.role !== "oco" && link?.role !== "oto") return false;
  const members = groups.get(link.group) ?? [];
  if (link.role === "oco") return filledOf(members) >= order.planned;
  const [first, ...others] = members;
  const line = linesOf(others).find((orders) => orders.includes(order));
  return first !== undefined && line !== undefined && filledOf(line) >= followedSize(line[0], first);
}

/** Whether what follows an order may be as large as it was wished. */
export function isWhole({ status, filled, planned }: OrderState): boolean {
  return status === "filled" && filled >= planned;
}

/** How large what follows an order may be in all: as it was wished where that one has filled whole, else what has filled. */
export function followedSize({ planned }: OrderState, first: OrderState): bigint {
  return isWhole(first) || planned < first.filled ? planned : first.filled;
}

/** The latest change that has given a group's exits more to close after an end: a late fill, or a fill taken back; 0 without one. */
export function newsOf(members: readonly OrderState[]): number {
  let news = 0;
  for (const { lostBy, filledBy, endedBy } of members) {
    news = Math.max(news, lostBy, endedBy > 0 && filledBy > endedBy ? filledBy : 0);
  }
  return news;
}
