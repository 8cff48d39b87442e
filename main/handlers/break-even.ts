import { Decimal } from "decimal.js";
import type { MovedToBreakEven } from "../../shared/contract/trading.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { OrderStatus, OrderView } from "../../shared/model/order.ts";
import type { Verdict } from "../../shared/model/risk.ts";
import type { Role } from "../../shared/rpc/contract.ts";
import { isStop } from "../engine/protective-stop.ts";
import { breakEvenPrice } from "./break-even-price.ts";
import type { DeskContext } from "./desk-context.ts";
import { type Holding, nameOf, ordersOf, positionOf } from "./holdings.ts";
import { instrumentIndex } from "./instrument-index.ts";
import { personOf } from "./person.ts";

const reason = "break-even";
const amendable: ReadonlySet<OrderStatus> = new Set(["accepted", "partially_filled"]);

/**
 * Moves the stops of a position to where it is closed without gain or loss, and sends one for what no stop covers; a stop
 * that is better already, and one that trails, stays. Every change passes the gate. Throws `DESK-NOTHING-OPEN` and
 * `DESK-BREAK-EVEN-PASSED`.
 */
export function moveToBreakEven(context: DeskContext, holding: Holding, role: Role): MovedToBreakEven {
  const { engine } = context;
  const name = nameOf(holding);
  const position = positionOf(engine.positions(), holding);
  if (position === undefined || position.size === "0" || position.averagePrice === undefined) {
    throw new Fault("DESK-NOTHING-OPEN", "validation", `${name}: nothing is open.`, "Open a position first.");
  }
  const instrument = engine.instruments()[instrumentIndex(engine, holding.instrumentId)];
  const { size, averagePrice } = position;
  const priceIncrement = instrument?.priceIncrement ?? "0.01";
  const price = breakEvenPrice({ size, averagePrice, feeBps: context.paper.takerFeeBps, priceIncrement });
  const long = !size.startsWith("-");
  refuseWhenPassed(context, holding, price, long);

  const side = long ? "sell" : "buy";
  const stops = ordersOf(context, holding).filter((order) => order.side === side && isStop(order));
  const isWorse = ({ type, triggerPrice, status }: OrderView): boolean =>
    type !== "trailing-stop" &&
    amendable.has(status) &&
    triggerPrice !== undefined &&
    new Decimal(triggerPrice)[long ? "lt" : "gt"](price);
  const worse = stops.filter(isWorse);
  const verdicts: Verdict[] = worse.map((order) =>
    engine.amend(order.orderId, movedTo(order, price), personOf(role), reason),
  );
  const covered = stops.reduce((sum, order) => sum.add(order.size).sub(order.filledSize), new Decimal(0));
  const open = new Decimal(size).abs().sub(covered);
  if (open.gt(0)) {
    const { instrumentId, positionSide } = holding;
    const { verdict } = engine.submit(
      {
        instrumentId,
        side,
        type: "stop",
        size: open.toFixed(),
        triggerPrice: price,
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: true,
        ...(positionSide === undefined ? {} : { positionSide }),
      },
      personOf(role),
      reason,
    );
    verdicts.push(verdict);
  }
  context.wake();
  const refused = verdicts.find(({ outcome }) => outcome === "rejected") ?? null;
  return { price, moved: worse.length, placed: open.gt(0), kept: stops.length - worse.length, refused };
}

/** The limit of a stop-limit keeps its distance from the trigger. */
function movedTo(
  { triggerPrice, limitPrice }: OrderView,
  price: string,
): { triggerPrice: string; limitPrice?: string } {
  if (limitPrice === undefined || triggerPrice === undefined) return { triggerPrice: price };
  return { triggerPrice: price, limitPrice: new Decimal(price).add(limitPrice).sub(triggerPrice).toFixed() };
}

/** A stop at a price that the market has not reached yet would fill at once, at a loss. */
function refuseWhenPassed(context: DeskContext, holding: Holding, price: string, long: boolean): void {
  const quote = context.quotes.quote(holding.instrumentId);
  const name = nameOf(holding);
  if (quote === undefined) {
    const remedy = "Wait for the market data.";
    throw new Fault("DESK-BREAK-EVEN-PASSED", "validation", `${name}: no price is known.`, remedy);
  }
  const { bid, ask, last } = quote;
  const market = long ? Math.min(last, bid) : Math.max(last, ask);
  if (long ? market > Number(price) : market < Number(price)) return;
  throw new Fault(
    "DESK-BREAK-EVEN-PASSED",
    "validation",
    `${name} trades at ${market}, which is not ${long ? "above" : "below"} its break-even price ${price}: a stop there would fill at once, at a loss.`,
    "Wait until the position has earned its fees, or close it.",
  );
}
