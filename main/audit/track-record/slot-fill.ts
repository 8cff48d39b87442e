import type { TradeCorrection } from "./trade.ts";

/** A fill as it stands after all that was said of it. Units of `10^-MONEY_DIGITS`, sizes unsigned. */
export interface SlotFill {
  readonly kind: "fill";
  readonly key: string;
  readonly seq: number;
  /** The venue's time, RFC 3339. */
  readonly at: string;
  readonly orderId: string;
  readonly buys: boolean;
  readonly stopLoss: string | null;
  readonly takeProfit: string | null;
  readonly excursion: { readonly adverse: string; readonly favorable: string } | null;
  readonly feeCurrency: string;
  /** What one unit of the instrument's currency and of the fee's was worth, where its event tells it. */
  readonly rate: bigint | null;
  readonly feeRate: bigint | null;
  /** PnL that its own event says it realised. */
  readonly realized: bigint;
  /** Number of the stretch from flat to flat that it came in. */
  readonly stretch: number;
  /** As it was reported first. */
  readonly first: { readonly size: bigint; readonly price: bigint };
  size: bigint;
  price: bigint;
  fee: bigint;
  /** When it was taken back, and by which event. */
  busted: { readonly seq: number; readonly at: string } | null;
  readonly corrections: TradeCorrection[];
}

/** A split of the instrument while something was held, or before. */
export interface SlotSplit {
  readonly kind: "split";
  readonly seq: number;
  readonly at: string;
  readonly reportId: string;
  readonly ratio: readonly [numerator: bigint, denominator: bigint];
  /** What is held after it, signed, and what it realised, as its event says. */
  readonly size: bigint;
  readonly realized: bigint;
  /** What one unit of the instrument's currency was worth, where its event tells it. */
  readonly rate: bigint | null;
}

/** What was paid or received for holding a position. */
export interface SlotFunding {
  /** When it was paid, by the venue's own time, RFC 3339. */
  readonly at: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly rate: bigint | null;
}

/** What happens in one slot of the account, in order. */
export type SlotEntry = SlotFill | SlotSplit;

/** One slot of the account with all that happened in it. */
export interface Slot {
  readonly instrumentId: string;
  readonly currency: string;
  readonly entries: readonly SlotEntry[];
  /** The event that changed a fill first; `null` while every fill holds as it came. */
  readonly correctedAt: number | null;
  /** Realised PnL as the last event states it. */
  readonly realized: bigint;
}
