import type { Side } from "../../shared/model/order.ts";
import type { WorkingOrder } from "./gate.ts";

/** The opposite of a buy's sign is a sell's: +1 and -1 as bigints. */
export function signOf(side: Side): bigint {
  return side === "buy" ? 1n : -1n;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Sum of what may still fill of the working orders on one side, in size units. */
function remainingOn(side: Side, working: readonly WorkingOrder[]): bigint {
  let sum = 0n;
  for (const order of working) if (order.side === side) sum += order.exposed;
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

/** Size units that an order on `side` may have and still do nothing but shrink the position, beside the other working orders. */
export function reducible(position: bigint, side: Side, working: readonly WorkingOrder[]): bigint {
  const sign = signOf(side);
  if (position * sign >= 0n) return 0n;
  const left = absolute(position) - remainingOn(side, working);
  return left > 0n ? left : 0n;
}
