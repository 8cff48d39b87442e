import { divideHalfEven } from "../../shared/model/fixed.ts";
import { absolute } from "./exposure.ts";

/** What was opened at once, as far as it is still held: sizes and cost are signed like the position's. */
interface Lot {
  readonly size: bigint;
  readonly cost: bigint;
}

/** Which cost a reduction realises: the average of all that is held, or that of what was opened first. */
export type CostBasis = "average" | "fifo";

/**
 * A position. `cost` is what the open size cost in money, signed like the size (a short holds its proceeds as negative
 * cost), so that unrealised PnL is value - cost on both sides.
 */
export interface Position {
  /** Signed size units. */
  readonly size: bigint;
  readonly cost: bigint;
  /** PnL of closed size before fees. */
  readonly realized: bigint;
  readonly fees: bigint;
  /** Funding received less funding paid. */
  readonly funding: bigint;
  /** When the position left flat, `null` while flat. */
  readonly openedAt: number | null;
  /** Oldest first; `null` at average cost. */
  readonly lots: readonly Lot[] | null;
}

export const flat: Position = {
  size: 0n,
  cost: 0n,
  realized: 0n,
  fees: 0n,
  funding: 0n,
  openedAt: null,
  lots: null,
};

/** Whether a position holds nothing and has brought and cost nothing, as one that was never traded. */
export function isFlat({ size, realized, fees, funding }: Position): boolean {
  return size === 0n && realized === 0n && fees === 0n && funding === 0n;
}

/**
 * The position after a fill of `size` units (signed: negative sells) whose unsigned notional in money is `notional`.
 * A reduction releases the cost of what it closes, of a part in proportion and rounded half to even; a full close releases
 * all of it, so no residue stays.
 */
export function bookFill(
  position: Position,
  size: bigint,
  notional: bigint,
  fee: bigint,
  at: number,
  basis: CostBasis = "average",
): Position {
  const { size: held, cost, realized, funding, openedAt, lots } = position;
  const fees = position.fees + fee;
  const rest = held + size;
  const buys = size > 0n;
  const isLong = held > 0n;
  if (isLong === buys || held === 0n) {
    return {
      size: rest,
      cost: buys ? cost + notional : cost - notional,
      realized,
      fees,
      funding,
      openedAt: openedAt ?? at,
      lots: basis === "fifo" ? [...(lots ?? []), { size, cost: buys ? notional : -notional }] : null,
    };
  }
  const traded = buys ? realized - notional : realized + notional;
  if (rest === 0n) {
    return { size: rest, cost: 0n, realized: traded - cost, fees, funding, openedAt: null, lots: null };
  }
  if (rest > 0n === isLong) {
    const left = lots === null ? null : withoutOldest(lots, absolute(size));
    // Fill and position have opposite signs, and so has what is released.
    const released = left === null ? divideHalfEven(cost * size, held) : -left.released;
    return {
      size: rest,
      cost: cost + released,
      realized: traded + released,
      fees,
      funding,
      openedAt,
      lots: left?.lots ?? null,
    };
  }
  // The notional is price × size, so the part that opens divides without a remainder.
  const opened = (notional * rest) / absolute(size);
  return {
    size: rest,
    cost: opened,
    realized: traded + opened - cost,
    fees,
    funding,
    openedAt: at,
    lots: basis === "fifo" ? [{ size: rest, cost: opened }] : null,
  };
}

/** What is left of the lots without `size` units (unsigned) of the oldest, and what those cost. */
function withoutOldest(lots: readonly Lot[], size: bigint): { lots: readonly Lot[]; released: bigint } {
  let left = size;
  let released = 0n;
  let index = 0;
  for (; left > 0n && index < lots.length; index++) {
    const lot = lots[index] as Lot;
    const held = absolute(lot.size);
    if (held > left) {
      const part = divideHalfEven(lot.cost * left, held);
      const taken = lot.size > 0n ? left : -left;
      return {
        lots: [{ size: lot.size - taken, cost: lot.cost - part }, ...lots.slice(index + 1)],
        released: released + part,
      };
    }
    released += lot.cost;
    left -= held;
  }
  return { lots: lots.slice(index), released };
}

/**
 * The position after one old unit has become `numerator / denominator` new ones: the cost stays, and what is less than a
 * size unit is dropped, because venues pay it out in cash.
 */
export function splitPosition(position: Position, numerator: bigint, denominator: bigint): Position {
  const size = (position.size * numerator) / denominator;
  if (size === 0n) {
    return { ...position, size, cost: 0n, realized: position.realized - position.cost, openedAt: null, lots: null };
  }
  if (position.lots === null) return { ...position, size };
  let before = 0n;
  let after = 0n;
  const lots = position.lots.map((lot) => {
    before += lot.size;
    const end = (before * numerator) / denominator;
    const part = { size: end - after, cost: lot.cost };
    after = end;
    return part;
  });
  return { ...position, size, lots };
}
