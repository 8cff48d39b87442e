import { useMemo } from "react";
import type { OrderView } from "../../../shared/model/order.ts";
import type { PositionView } from "../../../shared/model/portfolio.ts";
import type { PriceLine } from "../../charts/price-chart.ts";
import { t } from "../../i18n/t.ts";
import { amendablePrice, isWorking, useOrders } from "../../stores/orders.ts";
import { usePositions } from "../../stores/positions.ts";
import type { HeldLine } from "./order-handles.tsx";
import { type OrderMove, useOrderMoves } from "./order-moves.ts";

/** The working orders of an instrument that have a price to draw, and every line that belongs on its chart. */
export function useChartLines(instrumentId: string, held: HeldLine | null) {
  const allOrders = useOrders((state) => state.byId);
  const allPositions = usePositions((state) => state.byId);
  const moves = useOrderMoves((state) => state.byId);
  const orders = useMemo(
    () =>
      [...allOrders.values()].filter(
        (order) => order.instrumentId === instrumentId && isWorking(order) && amendablePrice(order) !== null,
      ),
    [allOrders, instrumentId],
  );
  const lines = useMemo(
    () => [
      ...orders.map((order) => orderLine(order, held, moves[order.orderId])),
      ...orders.flatMap(plannedLines),
      ...Object.values(allPositions).flatMap((position) =>
        position.instrumentId === instrumentId ? liquidationLine(position) : [],
      ),
    ],
    [orders, held, moves, allPositions, instrumentId],
  );
  return { orders, lines };
}

/** The name of an exit's role on the chart; empty for an order of its own. */
export function roleWord({ link }: Pick<OrderView, "link">): string {
  if (link?.role === "stop-loss") return t("chart.leg.stop");
  return link?.role === "take-profit" ? t("chart.leg.target") : "";
}

function orderLine(order: OrderView, held: HeldLine | null, move: OrderMove | undefined): PriceLine {
  const { orderId, side, status } = order;
  const isHeld = held?.orderId === orderId;
  const name = amendablePrice(order);
  const price = Number(isHeld ? held.price : (move?.price ?? (name && order[name])));
  const isPending = isHeld || move !== undefined || status === "pending_replace";
  return { id: orderId, tone: side, price, stroke: isPending ? "dashed" : "solid", title: roleWord(order) };
}

/** The exits that come once an entry fills; from its first fill on they are orders of their own. */
function plannedLines({ orderId, side, bracket, filledSize }: OrderView): PriceLine[] {
  if (bracket === undefined || /[1-9]/.test(filledSize)) return [];
  const tone = side === "buy" ? "sell" : "buy";
  return (["stopLoss", "takeProfit"] as const).flatMap((leg) => {
    const price = bracket[leg]?.triggerPrice ?? bracket[leg]?.limitPrice;
    const title = t(leg === "stopLoss" ? "chart.leg.stop" : "chart.leg.target");
    return price === undefined ? [] : { id: `${orderId} ${leg}`, tone, price: Number(price), stroke: "dotted", title };
  });
}

function liquidationLine({ instrumentId, positionSide, liquidationPrice }: PositionView): PriceLine | [] {
  if (liquidationPrice === undefined) return [];
  return {
    id: `${instrumentId} ${positionSide ?? "net"} liquidation`,
    tone: "warn",
    price: Number(liquidationPrice),
    stroke: "solid",
    title: t("chart.liquidation", { side: positionSide ?? "net" }),
  };
}
