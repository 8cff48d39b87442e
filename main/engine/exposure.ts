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

/** What the working orders on one side may still fill together, in size units: of orders that cancel each other only the largest counts. */
export function exposedOn(
  side: Side,
  working: readonly WorkingOrder[],
  counts: (order: WorkingOrder) => boolean = every,
): bigint {
  let sum = 0n;
  let groups: Map<string, bigint> | null = null;
  for (const order of working) {
    const { group, exposed } = order;
    if (order.side !== side || !counts(order)) continue;
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

const reduces = ({ reduceOnly }: WorkingOrder): boolean => reduceOnly;
const opens = ({ reduceOnly }: WorkingOrder): boolean => !reduceOnly;

/** What the working orders that could open may still fill together, on both sides. */
export function waitingIn(working: readonly WorkingOrder[]): bigint {
  return exposedOn("buy", working, opens) + exposedOn("sell", working, opens);
}

/**
 * The signed position if every working order on `side` filled and none on the other did. Reduce-only orders count up to
 * the position they may close, because a venue fills them no further.
 */
export function worstPosition(position: bigint, side: Side, working: readonly WorkingOrder[]): bigint {
  if (working.length === 0) return position;
  const sign = signOf(side);
  const closable = position * sign < 0n ? absolute(position) : 0n;
  const closing = exposedOn(side, working, reduces);
  const open = exposedOn(side, working, opens);
  return position + sign * ((closing < closable ? closing : closable) + open);
}

/** The order whose room to reduce is asked for, as the other working orders see it. */
export interface Exit {
  readonly side: Side;
  readonly reduceOnly: boolean;
  /** Orders of one group cancel each other as far as they fill. */
  readonly group: string | null;
  /** An exit that an entry has brought with it. */
  readonly protects: boolean;
}

/**
 * Size units that an order may have and still do nothing but shrink the position, beside the other working orders. Orders
 * of its own group are no more beside it than with it. The exits that came with an entry do not crowd out a reduce-only
 * order, because they shrink with the position; nor does a reduce-only order crowd them out, because it may never fill.
 */
export function reducible(position: bigint, exit: Exit, working: readonly WorkingOrder[]): bigint {
  const { side, reduceOnly, group, protects } = exit;
  if (position * signOf(side) >= 0n) return 0n;
  const held = absolute(position);
  if (working.length === 0) return held;
  const crowds = (other: WorkingOrder): boolean => {
    if (group !== null && other.group === group) return false;
    if (!reduceOnly || !other.reduceOnly) return true;
    return protects ? other.group !== null : other.group === null;
  };
  const left = held - exposedOn(side, working, crowds);
  return left > 0n ? left : 0n;
}
