import { z } from "zod";
import { DecimalText } from "../model/decimal-text.ts";
import { FillView, OrderAmendment, OrderRequest, OrderView, PositionSide } from "../model/order.ts";
import { AccountView, PositionView } from "../model/portfolio.ts";
import { Verdict } from "../model/risk.ts";
import { request, stream } from "../rpc/contract.ts";

/** What tells positions apart: the instrument, and where the account holds both a long and a short one also the side. */
export function positionKey({
  instrumentId,
  positionSide,
}: Pick<PositionView, "instrumentId" | "positionSide">): string {
  return positionSide === undefined ? instrumentId : `${instrumentId} ${positionSide}`;
}

/** Money lost where a stop-loss is reached and trades at its own price, the fees of both fills included. */
const LossAtStop = z.strictObject({
  amount: DecimalText,
  /** In percent of the account's equity. */
  equityPct: DecimalText,
});

/** Money made where a take-profit is reached and trades at its own price, after the fees of both fills. */
const GainAtTarget = z.strictObject({
  amount: DecimalText,
  /** So many times the loss at the stop; `null` without a stop. */
  toLoss: DecimalText.nullable(),
});

/** What an order would do if it were sent now. Money is in the account's currency; `null` means not known. */
export const OrderPreview = z.strictObject({
  verdict: Verdict,
  expectedPrice: DecimalText.nullable(),
  notional: DecimalText.nullable(),
  fee: DecimalText.nullable(),
  /** What the order would lock up beyond what the position does now: at the instrument's own rate, else at the leverage. */
  marginUsed: DecimalText.nullable(),
  buyingPowerAfter: DecimalText.nullable(),
  /** The position the order belongs to, where the account holds a long and a short one. */
  positionSide: PositionSide.optional(),
  resultingPosition: DecimalText,
  /** Of an order with a stop-loss. */
  lossAtStop: LossAtStop.nullable(),
  /** Of an order with a take-profit. */
  gainAtTarget: GainAtTarget.nullable(),
  /** Where the venue would close the resulting position while other prices stand still; `null` without a maintenance margin. */
  liquidationPrice: DecimalText.nullable(),
  /** Plain warnings before sending: a duplicate within 10 s, a price far from the market. */
  warnings: z.array(z.string()),
});
export type OrderPreview = z.infer<typeof OrderPreview>;

/** What became of the stops of a position that was to be closed at no loss. */
export const MovedToBreakEven = z.strictObject({
  /** The average entry price with the taker fees of both fills. */
  price: DecimalText,
  /** Stops that were asked to move there. */
  moved: z.int(),
  /** Whether a new stop was asked for, for what none covered. */
  placed: z.boolean(),
  /** Stops that were better already, or trail. */
  kept: z.int(),
  /** The first change that the gate refused. */
  refused: Verdict.nullable(),
});
export type MovedToBreakEven = z.infer<typeof MovedToBreakEven>;

const OrderRef = z.strictObject({ orderId: z.string() });
const Submitted = z.strictObject({ orderId: z.string(), verdict: Verdict });

export const tradingContract = {
  previewOrder: request({ role: "viewer", input: OrderRequest, output: OrderPreview }),
  submitOrder: request({
    role: "trader",
    input: OrderRequest,
    output: Submitted,
  }),
  /**
   * Orders in one instrument that hang together: of `oco` each cancels the others as far as it fills, of `oto` the others
   * follow when the first has filled whole.
   */
  submitGroup: request({
    role: "trader",
    input: z.strictObject({ kind: z.enum(["oco", "oto"]), orders: z.array(OrderRequest).min(2).max(10) }),
    output: z.strictObject({ orders: z.array(Submitted) }),
  }),
  amendOrder: request({
    role: "trader",
    input: OrderAmendment.extend({ orderId: z.string() }),
    output: Verdict,
  }),
  cancelOrder: request({ role: "trader", input: OrderRef, output: z.strictObject({}) }),
  cancelAllOrders: request({
    role: "trader",
    input: z.strictObject({}),
    output: z.strictObject({ requested: z.int() }),
  }),
  /**
   * Cancels the instrument's working orders, waits for the confirmations (at most 5 s), then offsets what is left. Where the
   * account holds a long and a short position, `positionSide` closes one of them and leaves the other and its orders alone.
   */
  closePosition: request({
    role: "trader",
    input: z.strictObject({ instrumentId: z.string(), positionSide: PositionSide.optional() }),
    /** The offsetting orders; none where nothing was open. */
    output: z.strictObject({ orderIds: z.array(z.string()) }),
  }),
  /** Moves the stops of a position to its break-even price and sends one for what none covers. */
  moveToBreakEven: request({
    role: "trader",
    input: z.strictObject({ instrumentId: z.string(), positionSide: PositionSide.optional() }),
    output: MovedToBreakEven,
  }),
  /** The same as closing one for every position; `left` names what could not be closed. */
  flatten: request({
    role: "trader",
    input: z.strictObject({}),
    output: z.strictObject({ closed: z.int(), left: z.array(z.string()) }),
  }),
  /** A snapshot first (working orders and the latest 500 finished), then every change. */
  orders: stream({ role: "viewer", params: z.strictObject({}), item: OrderView, mode: "lossless" }),
  fills: stream({ role: "viewer", params: z.strictObject({}), item: FillView, mode: "lossless" }),
  positions: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: PositionView,
    mode: "latest",
    key: positionKey,
  }),
  account: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: AccountView,
    mode: "latest",
    key: (account) => account.accountId,
  }),
};
