import type { Side } from "../../shared/model/order.ts";
import type { WorkingOrder } from "./gate.ts";

/** The opposite of a buy's sign is a sell's: +1 and -1 as bigints. */
export function signOf(side: Side): bigint {
  return side === "buy" ? 1n : -1n;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** What the working orders on one side may still fill together, in size units: of orders that cancel each other only the largest counts. */
export function exposedOn(side: Side, working: readonly WorkingOrder[]): bigint {
  let sum = 0n;
  let groups: Map<string, bigint> | null = null;
  for (const { side: other, group, exposed } of working) {
    if (other !== side) continue;
    if (group === null) {
      sum += exposed;
      continue;
    }
    groups ??= new Map();
    const counted = groups.get(group) ?? 0n;
    if (exposed > counted) {
      groups.set(group, exposed);
      sum += exposed - counted;
    }
  }
  return sum;
}

/**
 * The signed position if every working order on `side` filled and none on the other did. Reduce-only orders count up to
 * the position they may close, because a venue fills them no further.
 */
export function worstPosition(position: bigint, side: Side, working: readonly WorkingOrder[]): bigint {
  if (working.length === 0) return position;
  const sign = signOf(side);
  const closable = position * sign < 0n ? absolute(position) : 0n;
  let closing = 0n;
  let open = 0n;
  for (const order of working) {
    if (order.side !== side) continue;
    if (order.reduceOnly) closing += order.exposed;
    else open += order.exposed;
  }
  return position + sign * ((closing < closable ? closing : closable) + open);
}

/**
 * Size units that an order on `side` may have and still do nothing but shrink the position, beside the other working
 * orders. The exits that came with an entry do not crowd out a reduce-only order: they shrink with the position.
 */
export function reducible(position: bigint, side: Side, working: readonly WorkingOrder[], reduceOnly: boolean): bigint {
  const sign = signOf(side);
  if (position * sign >= 0n) return 0n;
  const held = absolute(position);
  if (working.length === 0) return held;
  const left =
    held - exposedOn(side, reduceOnly ? working.filter((order) => !order.reduceOnly || order.group === null) : working);
  return left > 0n ? left : 0n;
}
