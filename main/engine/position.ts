import { divideHalfEven } from "../../shared/model/fixed.ts";

/**
 * A net position at average cost. `cost` is what the open size cost in money, signed like the size (a short holds its
 * proceeds as negative cost), so that unrealised PnL is value - cost on both sides.
 */
export interface Position {
  /** Signed size units. */
  readonly size: bigint;
  readonly cost: bigint;
  /** PnL of closed size before fees. */
  readonly realized: bigint;
  readonly fees: bigint;
  /** When the position left flat, `null` while flat. */
  readonly openedAt: number | null;
}

export const flat: Position = { size: 0n, cost: 0n, realized: 0n, fees: 0n, openedAt: null };

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * The position after a fill of `size` units (signed: negative sells) whose unsigned notional in money is `notional`.
 * A reduction releases cost in proportion, rounded half to even; a full close releases all of it, so no residue stays.
 */
export function bookFill(position: Position, size: bigint, notional: bigint, fee: bigint, at: number): Position {
  const amount = size < 0n ? -notional : notional;
  const fees = position.fees + fee;
  const held = position.size;
  if (held === 0n || held > 0n === size > 0n) {
    return {
      size: held + size,
      cost: position.cost + amount,
      realized: position.realized,
      fees,
      openedAt: position.openedAt ?? at,
    };
  }
  const heldSize = absolute(held);
  const fillSize = absolute(size);
  if (fillSize < heldSize) {
    const released = divideHalfEven(position.cost * fillSize, heldSize);
    const realized = position.realized - amount - released;
    return { size: held + size, cost: position.cost - released, realized, fees, openedAt: position.openedAt };
  }
  // The notional is price × size, so the closing part divides without a remainder.
  const closing = (amount * heldSize) / fillSize;
  const realized = position.realized - closing - position.cost;
  const left = held + size;
  return { size: left, cost: amount - closing, realized, fees, openedAt: left === 0n ? null : at };
}
