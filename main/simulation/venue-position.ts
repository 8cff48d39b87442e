import type { PositionSide } from "../../shared/model/order.ts";
import type { VenueOrder } from "./venue-order.ts";

/** One position: a signed size in size units and what it cost, unsigned, in price units × size units. */
export interface PositionLeg {
  readonly side: PositionSide | undefined;
  size: bigint;
  cost: bigint;
}

const leg = (side?: PositionSide): PositionLeg => ({ side, size: 0n, cost: 0n });

/** What the venue's fills add up to in one instrument: a net position, and a long and a short one for orders that name a side. */
export class VenuePosition {
  readonly net = leg();
  readonly long = leg("long");
  readonly short = leg("short");

  /** The position that an order opens or closes. */
  of(side: PositionSide | undefined): PositionLeg {
    return side === undefined ? this.net : side === "long" ? this.long : this.short;
  }

  get legs(): readonly PositionLeg[] {
    return [this.net, this.long, this.short];
  }

  /** How much an order may fill without going beyond the position; `null` where it may open one. */
  closable({ intent, buy }: VenueOrder): bigint | null {
    const { positionSide, reduceOnly } = intent;
    // An order against its own side can only close: nothing is sold from a long that is not there.
    if (!reduceOnly && (positionSide === undefined || (positionSide === "long") === buy)) return null;
    const { size } = this.of(positionSide);
    const left = buy ? -size : size;
    return left > 0n ? left : 0n;
  }

  /** Books a fill and returns the profit it realises, signed, in price units × size units. */
  book(side: PositionSide | undefined, buy: boolean, size: bigint, price: bigint): bigint {
    const held = this.of(side);
    const signed = buy ? size : -size;
    if (held.size === 0n || held.size > 0n === buy) {
      held.size += signed;
      held.cost += price * size;
      return 0n;
    }
    const before = held.size > 0n ? held.size : -held.size;
    const closed = size < before ? size : before;
    const cost = (held.cost * closed) / before;
    const realised = held.size > 0n ? price * closed - cost : cost - price * closed;
    held.size += signed;
    // What goes through zero opens the other way at the fill's price.
    held.cost = size <= before ? held.cost - cost : price * (size - before);
    return realised;
  }
}
