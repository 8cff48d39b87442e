import type { UtcMs } from "../../../shared/model/time.ts";

/** The account's money at a moment: one tick of its equity. Costs not booked in the balance yet are above zero where they take money. */
export interface EquitySeen {
  readonly kind: "equity";
  readonly at: UtcMs;
  readonly balance: bigint;
  readonly openPnl: bigint;
  /** Commissions owed for what is open and not in the balance yet. */
  readonly commissions: bigint;
  /** Swaps of what is open and not in the balance yet: above zero is a cost. */
  readonly swaps: bigint;
  /** The highest equity up to now as the drawdown measures it, where it was seen between two such ticks. */
  readonly peak?: bigint;
}

/**
 * What a firm's rules depend on. `traded` is an execution (`opened`: it opened a position), `held` the contracts now open
 * in micros, `paid` money that left the account, `clock` the passing of time with nothing else.
 */
export type AccountEvent =
  | EquitySeen
  | { readonly kind: "traded"; readonly at: UtcMs; readonly opened: boolean }
  | { readonly kind: "held"; readonly at: UtcMs; readonly micros: number }
  | { readonly kind: "paid"; readonly at: UtcMs; readonly amount: bigint }
  | { readonly kind: "clock"; readonly at: UtcMs };
