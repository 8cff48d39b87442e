import type { OrderRequest, PositionSide } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { isFlat, unsigned } from "./remaining-size.ts";

/** An instrument's net position, or its long or short one. */
interface ReversedPosition {
  readonly instrumentId: string;
  readonly positionSide?: PositionSide;
}

/** What reversing needs from the desk; `positionSize` answers with the latest signed size the page knows. */
export interface ReverseDesk {
  readonly closePosition: (input: ReversedPosition) => Promise<{ orderIds: string[] }>;
  readonly submitOrder: (input: OrderRequest) => Promise<{ orderId: string; verdict: Verdict }>;
  readonly positionSize: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

export type ReverseOutcome =
  | { readonly kind: "reversed"; readonly orderId: string }
  | { readonly kind: "closed-only"; readonly verdict: Verdict }
  | { readonly kind: "not-flat" };

const lookEveryMs = 100;
const giveUpAfterMs = 5000;

/**
 * Closes a position, waits until the desk shows it flat, then opens the same size the other way at market.
 * These are two orders: the second passes the gate like any opening order and is not sent while the first is not filled.
 */
export async function reversePosition(
  position: ReversedPosition,
  size: string,
  desk: ReverseDesk,
): Promise<ReverseOutcome> {
  const { instrumentId, positionSide } = position;
  await desk.closePosition(position);
  for (let waited = 0; !isFlat(desk.positionSize()); waited += lookEveryMs) {
    if (waited >= giveUpAfterMs) return { kind: "not-flat" };
    await desk.wait(lookEveryMs);
  }
  const { orderId, verdict } = await desk.submitOrder({
    instrumentId,
    side: size.startsWith("-") ? "buy" : "sell",
    type: "market",
    size: unsigned(size),
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
    ...(positionSide === undefined ? {} : { positionSide: positionSide === "long" ? "short" : "long" }),
  });
  return verdict.outcome === "approved" ? { kind: "reversed", orderId } : { kind: "closed-only", verdict };
}
