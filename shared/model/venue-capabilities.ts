import type { OrderType, TimeInForce } from "./order.ts";

/** What a venue can do. Triggers it does not know the desk watches itself; whatever else is not named here is refused before it is sent. */
export interface VenueCapabilities {
  readonly orderTypes: readonly OrderType[];
  readonly timeInForce: readonly TimeInForce[];
  readonly postOnly: boolean;
  readonly amend: boolean;
  /** One-cancels-other pairs that the venue itself keeps; elsewhere the desk keeps them. */
  readonly oco: boolean;
  /** Long and short positions in one instrument side by side. */
  readonly hedging: boolean;
}
