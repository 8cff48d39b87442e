import type { Side } from "../../shared/model/order.ts";
import type { WorkingOrder } from "./gate.ts";

/** The opposite of a buy's sign is a sell's: +1 and -1 as bigints. */
export function signOf(side: Side): bigint {
  return side === "buy" ? 1n : -1n;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const every = (): boolean => true;

/**
 * What the working orders on one side may still fill together, in size units. Of exits that cancel each other only the
 * largest counts, because the position bounds them all; others of a group may fill before the first cancel arrives.
 */
export function exposedOn(
  side: Side,
  working: readonly WorkingOrder[],
  counts: (order: WorkingOrder) => boolean = every,
): bigint {
  let sum = 0n;
  let groups: Map<string, bigint> | null = null;
  for (const order of working) {
    const { group, exposed, reduceOnly } = order;
    if (order.side !== side || !counts(order)) continue;
    if (group === null || !reduceOnly) {
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

const reduces = ({ reduceOnly }: WorkingOrder): boolean => reduceOnly;

/** What the working orders on one side that could open may still fill together. */
function openingOn(side: Side, working: readonly WorkingOrder[]): bigint {
  let sum = 0n;
  for (const order of working) if (order.side === side && !order.reduceOnly) sum += order.exposed;
  return sum;
}

/** What the working orders that could open may still fill together, on both sides. */
export function waitingIn(working: readonly WorkingOrder[]): bigint {
  let sum = 0n;
  for (const order of working) if (!order.reduceOnly) sum += order.exposed;
  return sum;
}

/**
 * The signed position if every working order on `side` filled and none on the other did. Reduce-only orders count up to
 * the position they may close, because a venue fills them no further.
 */
export function worstPosition(position: bigint, side: Side, working: readonly WorkingOrder[]): bigint {
  if (working.length === 0) return position;
  let added = openingOn(side, working);
  const closable = side === "buy" ? -position : position;
  if (closable > 0n) {
    const closing = exposedOn(side, working, reduces);
    added += closing < closable ? closing : closable;
  }
  return side === "buy" ? position + added : position - added;
}

/** The order whose room to reduce is asked for, as the other working orders see it. */
export interface Exit {
  readonly side: Side;
  readonly reduceOnly: boolean;
  /** An exit that an entry has brought with it. */
  readonly protects: boolean;
}

/**
 * Size units that an order may have and still do nothing but shrink the position, beside the other working orders.
 * Reduce-only orders of a group are no more beside each other than alone, and the exits that came with an entry do not crowd
 * out a reduce-only order, because they shrink with the position. Nothing crowds those exits out: what works beside them may
 * never fill, and what has just been opened must have its stop. The desk keeps them together within the position.
 */
export function reducible(position: bigint, exit: Exit, working: readonly WorkingOrder[]): bigint {
  const { side, reduceOnly, protects } = exit;
  if (side === "buy" ? position >= 0n : position <= 0n) return 0n;
  const held = absolute(position);
  if (working.length === 0 || protects) return held;
  const crowds = (other: WorkingOrder): boolean => !reduceOnly || !other.reduceOnly || other.group === null;
  const left = held - exposedOn(side, working, crowds);
  return left > 0n ? left : 0n;
}
