import { create } from "zustand";
import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import type { PositionView } from "../../../shared/model/portfolio.ts";
import { t } from "../../i18n/t.ts";
import { amendablePrice } from "../../stores/orders.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";
import { notify } from "../../ui/toast.tsx";

/** A line on its way to a new price: `pending` until the venue's word, `unconfirmed` when the desk did not answer. */
export interface OrderMove {
  readonly price: string;
  readonly kind: "pending" | "unconfirmed";
  /** `updatedAt` of the order when it was asked; a later word of the venue settles the move. */
  readonly since: number;
}

export const useOrderMoves = create<{ readonly byId: Readonly<Record<string, OrderMove>> }>(() => ({ byId: {} }));

const units = (text: string): bigint => parseFixed(text, MONEY_DIGITS);

/** Whether an order can only shrink its position, whatever its price. */
function reduces(order: OrderView, position: PositionView | undefined): boolean {
  if (order.reduceOnly) return true;
  const held = units(position?.size ?? "0");
  const opposite = order.side === "sell" ? held > 0n : held < 0n;
  return opposite && units(order.size) - units(order.filledSize) <= (held < 0n ? -held : held);
}

/**
 * What a new price does to the risk: it brings an opening order `nearer` to the market, or takes a stop that closes further
 * away, so that more is lost when it is reached (`wider`). Anything else adds none.
 */
export function moveRisk(
  order: OrderView,
  price: string,
  position: PositionView | undefined,
): "none" | "nearer" | "wider" {
  const name = amendablePrice(order);
  const from = name && order[name];
  if (!from) return "none";
  const change = units(price) - units(from);
  const isUp = order.side === "buy" ? change > 0n : change < 0n;
  const isDown = change !== 0n && !isUp;
  // A stop waits on the far side of the market: up for a buy, where a limit waits below.
  const isStop = name === "triggerPrice" && (order.type === "stop" || order.type === "stop-limit");
  if (reduces(order, position)) return isStop && isUp ? "wider" : "none";
  return (isStop ? isDown : isUp) ? "nearer" : "none";
}

function setMove(orderId: string, move: OrderMove | null): void {
  useOrderMoves.setState(({ byId }) => {
    const { [orderId]: _, ...rest } = byId;
    return { byId: move ? { ...rest, [orderId]: move } : rest };
  });
}

/** Asks the desk to move an order. The line stays dashed until the venue answers and goes back on a refusal. */
export async function moveOrder(client: DeskClient, order: OrderView, price: string): Promise<void> {
  const name = amendablePrice(order);
  if (name === null || order[name] === price) return;
  const move: OrderMove = { price, kind: "pending", since: order.updatedAt };
  setMove(order.orderId, move);
  try {
    const verdict = await client.call.amendOrder({ orderId: order.orderId, [name]: price });
    if (verdict.outcome === "approved") return;
    setMove(order.orderId, null);
    const why = verdict.rows.filter(({ outcome }) => outcome === "fail").map(({ code, text }) => `${code}: ${text}`);
    notify({ title: t("chart.order.rejected"), text: why.join(" "), tone: "bad" });
  } catch (error) {
    const fault = faultText(error);
    if (fault.unknownOutcome) setMove(order.orderId, { ...move, kind: "unconfirmed" });
    else {
      setMove(order.orderId, null);
      notify({ title: t("chart.order.rejected"), text: `${fault.title} ${fault.text}`, tone: "bad" });
    }
  }
}

/** Ends a move once the order's own state settles it; says so when the venue kept the old price. */
export function settleMoves(orders: ReadonlyMap<string, OrderView>): void {
  for (const [orderId, move] of Object.entries(useOrderMoves.getState().byId)) {
    const order = orders.get(orderId);
    if (!order) setMove(orderId, null);
    else if (order.updatedAt > move.since && order.status !== "pending_replace" && order.status !== "unknown") {
      setMove(orderId, null);
      const open = order.status === "accepted" || order.status === "partially_filled";
      const name = amendablePrice(order);
      const price = name && order[name];
      if (open && price && units(price) !== units(move.price))
        notify({
          title: t("chart.order.rejected"),
          text: order.statusReason || t("chart.order.kept", { price }),
          tone: "bad",
        });
    }
  }
}

/** Ends the moves that nobody answered, once a new connection has shown each order as the desk has it. */
export function endUnconfirmed(orders: ReadonlyMap<string, OrderView>): void {
  settleMoves(orders);
  for (const [orderId, move] of Object.entries(useOrderMoves.getState().byId)) {
    const order = orders.get(orderId);
    if (move.kind !== "unconfirmed" || order === undefined || order.updatedAt > move.since) continue;
    setMove(orderId, null);
    const name = amendablePrice(order);
    const price = (name && order[name]) ?? "";
    notify({ title: t("chart.order.rejected"), text: t("chart.order.unheard", { price }), tone: "bad" });
  }
}
