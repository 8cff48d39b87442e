import type { Position } from "../position.ts";

/** A position and the balances that a fill changes, as they are after it. */
export interface Booking {
  readonly position: Position;
  /** Balance of the instrument's currency. */
  readonly cash: bigint;
  /** Balance of the fee's currency, where that is another. */
  readonly feeCash: { readonly currency: number; readonly balance: bigint } | null;
}

/** A fill, or what is like one, in exact money: `size` signed, `notional` unsigned. */
export interface Booked {
  readonly size: bigint;
  readonly notional: bigint;
  /** In the instrument's currency; `null` where the fee's own has no price here, so that it is `foreignFee`. */
  readonly fee: bigint | null;
  readonly foreignFee: { readonly currency: number; readonly amount: bigint } | null;
}
