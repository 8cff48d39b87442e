import { z } from "zod";
import { Actor } from "./actor.ts";
import { DecimalText } from "./decimal-text.ts";

export const Side = z.enum(["buy", "sell"]);
export type Side = z.infer<typeof Side>;

export const OrderType = z.enum([
  "market",
  "limit",
  "stop",
  "stop-limit",
  "trailing-stop",
  "market-if-touched",
  "limit-if-touched",
]);
export type OrderType = z.infer<typeof OrderType>;

export const TimeInForce = z.enum(["GTC", "IOC", "FOK", "GTD", "DAY"]);
export type TimeInForce = z.infer<typeof TimeInForce>;

/** The states of an order; FIX OrdStatus plus the desk's own `initialized`, `denied` and `unknown`. */
export const OrderStatus = z.enum([
  "initialized",
  "denied",
  "submitted",
  "accepted",
  "triggered",
  "partially_filled",
  "filled",
  "rejected",
  "pending_cancel",
  "canceled",
  "pending_replace",
  "expired",
  "unknown",
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** Which price releases a trigger: the last trade (the default), or the quote's side that the order would trade at. */
const TriggerBy = z.enum(["last", "quote"]);

/** What a trailing offset counts: price units, percent of the price, or price increments. */
const TrailingOffsetType = z.enum(["price", "percent", "ticks"]);

/** Which side of a hedged position an order opens or closes; a netting account has none. */
export const PositionSide = z.enum(["long", "short"]);
export type PositionSide = z.infer<typeof PositionSide>;

/** Prices that decide when and at what an order trades; which of them an order has follows from its type. */
const orderPrices = {
  limitPrice: DecimalText.optional(),
  /** Stop, stop-limit, market-if-touched and limit-if-touched wait for this price. */
  triggerPrice: DecimalText.optional(),
  triggerBy: TriggerBy.optional(),
  /** A trailing stop follows the best price at this distance. */
  trailingOffset: DecimalText.optional(),
  trailingOffsetType: TrailingOffsetType.optional(),
};

/** One leg of a bracket: its type says how it leaves, its size is whatever the entry has filled. */
export const BracketLeg = z.strictObject({
  type: z.enum(["limit", "stop", "stop-limit", "trailing-stop", "market-if-touched", "limit-if-touched"]),
  ...orderPrices,
});
export type BracketLeg = z.infer<typeof BracketLeg>;

/** The exits an entry brings with it: OTO towards the entry, OCO between each other. */
export const Bracket = z
  .strictObject({ stopLoss: BracketLeg.optional(), takeProfit: BracketLeg.optional() })
  .refine(({ stopLoss, takeProfit }) => stopLoss !== undefined || takeProfit !== undefined, "a bracket needs a leg");
export type Bracket = z.infer<typeof Bracket>;

/** What someone wants to do: the order before anyone judged it. Amounts are decimal text. */
export const OrderRequest = z.strictObject({
  instrumentId: z.string().min(1),
  side: Side,
  type: OrderType,
  size: DecimalText,
  ...orderPrices,
  timeInForce: TimeInForce.default("GTC"),
  /** The last moment of a GTD order, UTC milliseconds. */
  expireAt: z.int().positive().optional(),
  postOnly: z.boolean().default(false),
  reduceOnly: z.boolean().default(false),
  positionSide: PositionSide.optional(),
  bracket: Bracket.optional(),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

/** What a working order may be changed to; `size` is the new total size, what is absent stays. */
export const OrderAmendment = z.strictObject({
  size: DecimalText.optional(),
  limitPrice: DecimalText.optional(),
  triggerPrice: DecimalText.optional(),
  trailingOffset: DecimalText.optional(),
  /** The exits of an entry that has not filled yet; later each leg is an order of its own and amended as one. */
  bracket: Bracket.optional(),
});
export type OrderAmendment = z.infer<typeof OrderAmendment>;

/** How an order hangs together with others. */
export const OrderLink = z.strictObject({
  role: z.enum(["stop-loss", "take-profit", "oco", "oto"]),
  /** Orders of one group cancel each other as far as they fill; the id is that of the group's first order. */
  group: z.string(),
  /** The order whose fills this one follows. */
  parent: z.string().optional(),
  /** The finished exit of the group whose place this one takes, because there is more to close again. */
  replaces: z.string().optional(),
});
export type OrderLink = z.infer<typeof OrderLink>;

/** The wish as it is journaled: the request, its id, and why. */
export const OrderIntent = OrderRequest.extend({
  /** Deterministic client order id: at most 36 characters of `[A-Za-z0-9-]`. */
  orderId: z.string().regex(/^[A-Za-z0-9-]{1,36}$/),
  reason: z.string(),
  link: OrderLink.optional(),
  /** Who watches the trigger: the desk, where the venue does not take such orders. Absent: the venue. */
  managedBy: z.literal("desk").optional(),
});
export type OrderIntent = z.infer<typeof OrderIntent>;

declare const approval: unique symbol;

/**
 * An order that the risk gate has approved; the only thing a broker accepts.
 * The brand is constructed in `main/risk` alone; an architecture test keeps it so.
 */
export type ApprovedOrder = OrderIntent & { readonly [approval]: true };

/** What a venue says about an order. Amounts are decimal text, `at` is the venue's time in UTC milliseconds. */
export type ExecutionReport = { readonly orderId: string; readonly at: number } & (
  | { readonly kind: "accepted"; readonly venueOrderId: string }
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string }
  | {
      readonly kind: "fill";
      readonly fillId: string;
      readonly size: string;
      readonly price: string;
      readonly fee: string;
      readonly feeCurrency: string;
      readonly liquidity: "maker" | "taker";
    }
  | { readonly kind: "canceled"; readonly reason: string }
  | { readonly kind: "cancel-rejected"; readonly reason: string }
  | { readonly kind: "triggered" }
  | {
      readonly kind: "replaced";
      readonly size: string;
      readonly limitPrice?: string;
      readonly triggerPrice?: string;
      /** In the order's own unit: a price, percent or increments. */
      readonly trailingOffset?: string;
    }
  | { readonly kind: "replace-rejected"; readonly reason: string }
  | { readonly kind: "expired"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }
  /** The venue takes a fill back. */
  | { readonly kind: "fill-busted"; readonly fillId: string; readonly reason: string }
  /** The venue changes a fill; what is absent stays. */
  | {
      readonly kind: "fill-corrected";
      readonly fillId: string;
      readonly size?: string;
      readonly price?: string;
      readonly fee?: string;
      readonly reason: string;
    }
);

/** What can happen to an account without an order of the desk. Amounts are decimal text. */
type AccountChange =
  | {
      /** Funding of a perpetual position; the amount is signed, positive is received. */
      readonly kind: "funding";
      readonly instrumentId: string;
      readonly rate: string;
      readonly amount: string;
      readonly currency: string;
      readonly positionSide?: PositionSide;
    }
  | {
      /** The venue closes a position because its margin is used up. */
      readonly kind: "liquidation";
      readonly instrumentId: string;
      readonly side: Side;
      readonly size: string;
      readonly price: string;
      readonly fee: string;
      readonly feeCurrency: string;
      readonly positionSide?: PositionSide;
      readonly reason: string;
    }
  | {
      /** Cash earned or charged without a trade, such as interest or a dividend; the amount is signed. */
      readonly kind: "cash";
      readonly amount: string;
      readonly currency: string;
      readonly reason: string;
    }
  | {
      /** A deposit, or with a minus a withdrawal: neither profit nor loss. */
      readonly kind: "transfer";
      readonly amount: string;
      readonly currency: string;
      readonly reason: string;
    }
  | {
      /** One old unit becomes `ratio` new ones. */
      readonly kind: "split";
      readonly instrumentId: string;
      readonly ratio: string;
    }
  | { readonly kind: "renamed"; readonly instrumentId: string; readonly symbol: string }
  | {
      /** From now on prices and sizes of orders are multiples of these. */
      readonly kind: "increments";
      readonly instrumentId: string;
      readonly priceIncrement: string;
      readonly sizeIncrement: string;
    };

/** What a venue or the market does to the account; `reportId` tells a repeated report, `at` is UTC milliseconds. */
export type AccountReport = { readonly reportId: string; readonly at: number } & AccountChange;

/** An order as screens and queries show it. */
export const OrderView = z.strictObject({
  orderId: z.string(),
  instrumentId: z.string(),
  side: Side,
  type: OrderType,
  size: DecimalText,
  ...orderPrices,
  timeInForce: TimeInForce,
  expireAt: z.int().optional(),
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  positionSide: PositionSide.optional(),
  bracket: Bracket.optional(),
  link: OrderLink.optional(),
  managedBy: z.literal("desk").optional(),
  /** When its trigger was released, UTC milliseconds. */
  triggeredAt: z.number().optional(),
  status: OrderStatus,
  /** Why it is in this status, in plain words; empty when there is nothing to say. */
  statusReason: z.string(),
  filledSize: DecimalText,
  averagePrice: DecimalText.optional(),
  fees: DecimalText,
  actor: Actor,
  reason: z.string(),
  createdAt: z.number(),
  /** When it left, where it waited for another order to fill until then. */
  beganAt: z.number().optional(),
  updatedAt: z.number(),
});
export type OrderView = z.infer<typeof OrderView>;

/** One fill as screens and queries show it. */
export const FillView = z.strictObject({
  fillId: z.string(),
  orderId: z.string(),
  instrumentId: z.string(),
  side: Side,
  size: DecimalText,
  price: DecimalText,
  fee: DecimalText,
  feeCurrency: z.string(),
  liquidity: z.enum(["maker", "taker"]),
  /** Price against the last price at the decision, signed so that a positive number is a cost. */
  slippage: DecimalText.optional(),
  /** Of a fill that closes: how far the price went against and in favour of the position, from its average price. */
  excursion: z.strictObject({ adverse: DecimalText, favorable: DecimalText }).optional(),
  actor: Actor,
  at: z.number(),
});
export type FillView = z.infer<typeof FillView>;
