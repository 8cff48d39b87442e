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

/** What someone wants to do: the order before anyone judged it. Amounts are decimal text. */
export const OrderRequest = z.strictObject({
  instrumentId: z.string().min(1),
  side: Side,
  type: OrderType,
  size: DecimalText,
  limitPrice: DecimalText.optional(),
  timeInForce: TimeInForce.default("GTC"),
  postOnly: z.boolean().default(false),
  reduceOnly: z.boolean().default(false),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

/** The wish as it is journaled: the request, its id, and why. */
export const OrderIntent = OrderRequest.extend({
  /** Deterministic client order id: at most 36 characters of `[A-Za-z0-9-]`. */
  orderId: z.string().regex(/^[A-Za-z0-9-]{1,36}$/),
  reason: z.string(),
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
  | { readonly kind: "replaced"; readonly size: string; readonly limitPrice?: string }
  | { readonly kind: "replace-rejected"; readonly reason: string }
  | { readonly kind: "expired"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }
);

/** An order as screens and queries show it. */
export const OrderView = z.strictObject({
  orderId: z.string(),
  instrumentId: z.string(),
  side: Side,
  type: OrderType,
  size: DecimalText,
  limitPrice: DecimalText.optional(),
  timeInForce: TimeInForce,
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  status: OrderStatus,
  /** Why it is in this status, in plain words; empty when there is nothing to say. */
  statusReason: z.string(),
  filledSize: DecimalText,
  averagePrice: DecimalText.optional(),
  fees: DecimalText,
  actor: Actor,
  reason: z.string(),
  createdAt: z.number(),
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
  actor: Actor,
  at: z.number(),
});
export type FillView = z.infer<typeof FillView>;
