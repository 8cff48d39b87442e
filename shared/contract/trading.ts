import { z } from "zod";
import { DecimalText } from "../model/decimal-text.ts";
import { FillView, OrderAmendment, OrderRequest, OrderView } from "../model/order.ts";
import { AccountView, PositionView } from "../model/portfolio.ts";
import { Verdict } from "../model/risk.ts";
import { request, stream } from "../rpc/contract.ts";

/** What an order would do if it were sent now. Money is in the account's currency; `null` means not known. */
export const OrderPreview = z.strictObject({
  verdict: Verdict,
  expectedPrice: DecimalText.nullable(),
  notional: DecimalText.nullable(),
  fee: DecimalText.nullable(),
  /** Buying power the order would take and what would be left. */
  marginUsed: DecimalText.nullable(),
  buyingPowerAfter: DecimalText.nullable(),
  resultingPosition: DecimalText,
  /** Plain warnings before sending: a duplicate within 10 s, a price far from the market. */
  warnings: z.array(z.string()),
});
export type OrderPreview = z.infer<typeof OrderPreview>;

const OrderRef = z.strictObject({ orderId: z.string() });

export const tradingContract = {
  previewOrder: request({ role: "viewer", input: OrderRequest, output: OrderPreview }),
  submitOrder: request({
    role: "trader",
    input: OrderRequest,
    output: z.strictObject({ orderId: z.string(), verdict: Verdict }),
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
  /** Cancels the instrument's working orders, waits for the confirmations (at most 5 s), then offsets what is left. */
  closePosition: request({
    role: "trader",
    input: z.strictObject({ instrumentId: z.string() }),
    output: z.strictObject({ orderId: z.string().nullable() }),
  }),
  /** The same for every position; `left` names what could not be closed. */
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
    key: (position) => position.instrumentId,
  }),
  account: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: AccountView,
    mode: "latest",
    key: (account) => account.accountId,
  }),
};
