import { Decimal } from "decimal.js";
import type { MovedToBreakEven } from "../../shared/contract/trading.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderRequest, OrderStatus, OrderView, Side } from "../../shared/model/order.ts";
import type { Verdict } from "../../shared/model/risk.ts";
import type { Role } from "../../shared/rpc/contract.ts";
import { isStop } from "../engine/protective-stop.ts";
import { breakEvenPrice } from "./break-even-price.ts";
import type { DeskContext } from "./desk-context.ts";
import { type Holding, nameOf, ordersOf, positionOf } from "./holdings.ts";
import { instrumentIndex } from "./instrument-index.ts";
import { personOf } from "./person.ts";

const reason = "break-even";
const settled: ReadonlySet<OrderStatus> = new Set(["accepted", "partially_filled"]);

/**
 * Moves the stops of a position to where it is closed without gain or loss, and sends one for what no stop covers; a stop
 * that is better already, and one that trails, stays. Every change passes the gate. Throws `DESK-NOTHING-OPEN`,
 * `DESK-BREAK-EVEN-PASSED`, `DESK-BREAK-EVEN-UNSETTLED`, and what kept a stop from being changed.
 */
export function moveToBreakEven(context: DeskContext, holding: Holding, role: Role): MovedToBreakEven {
  const { engine } = context;
  const name = nameOf(holding);
  const position = positionOf(engine.positions(), holding);
  if (position === undefined || position.size === "0" || position.averagePrice === undefined) {
    throw new Fault("DESK-NOTHING-OPEN", "validation", `${name}: nothing is open.`, "Open a position first.");
  }
  const { priceIncrement } = engine.instruments()[instrumentIndex(engine, holding.instrumentId)] as Instrument;
  const { size, averagePrice } = position;
  const price = breakEvenPrice({ size, averagePrice, feeBps: context.paper.takerFeeBps, priceIncrement });
  const long = !size.startsWith("-");
  refuseWhenPassed(context, holding, price, long);

  const side = long ? "sell" : "buy";
  // A stop that may open something is an entry of its own and protects nothing.
  const stops = ordersOf(context, holding).filter((order) => order.side === side && order.reduceOnly && isStop(order));
  refuseWhileUnsettled(name, stops);
  const worse = stops.filter(
    ({ type, triggerPrice }) =>
      type !== "trailing-stop" && triggerPrice !== undefined && new Decimal(triggerPrice)[long ? "lt" : "gt"](price),
  );
  const open = new Decimal(size).abs().sub(coveredBy(stops));
  // What has no stop at all comes first: a change that fails must not keep it from getting one.
  const placed = open.gt(0) ? placeStop(context, holding, { side, size: open.toFixed(), price, role }) : null;
  const moved: Verdict[] = [];
  let failed: Fault | null = null;
  for (const order of worse) {
    try {
      moved.push(engine.amend(order.orderId, movedTo(order, price), personOf(role), reason));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failed ??= error;
    }
  }
  context.wake();
  // Told when all others have been changed.
  if (failed !== null) throw failed;
  return {
    price,
    moved: moved.filter(isApproved).length,
    placed: placed !== null && isApproved(placed),
    kept: stops.length - worse.length,
    refused: [...(placed === null ? [] : [placed]), ...moved].find((verdict) => !isApproved(verdict)) ?? null,
  };
}

const isApproved = ({ outcome }: Verdict): boolean => outcome === "approved";

function placeStop(
  { engine }: DeskContext,
  { instrumentId, positionSide }: Holding,
  { side, size, price, role }: { side: Side; size: string; price: string; role: Role },
): Verdict {
  const order: OrderRequest = {
    instrumentId,
    side,
    type: "stop",
    size,
    triggerPrice: price,
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: true,
    ...(positionSide === undefined ? {} : { positionSide }),
  };
  return engine.submit(order, personOf(role), reason).verdict;
}

/** What stops cover: of orders that cancel each other only one fills. */
function coveredBy(stops: readonly OrderView[]): Decimal {
  const groups = new Map<string, Decimal>();
  for (const { orderId, size, filledSize, link } of stops) {
    const group = link?.role === "oco" ? link.group : orderId;
    const left = new Decimal(size).sub(filledSize);
    groups.set(group, Decimal.max(left, groups.get(group) ?? 0));
  }
  return [...groups.values()].reduce((sum, left) => sum.add(left), new Decimal(0));
}

/** Of a stop that is about to go or to change nobody knows yet what it protects. */
function refuseWhileUnsettled(name: string, stops: readonly OrderView[]): void {
  const unsettled = stops.find(({ status }) => !settled.has(status));
  if (unsettled === undefined) return;
  throw new Fault(
    "DESK-BREAK-EVEN-UNSETTLED",
    "validation",
    `${name}: the stop ${unsettled.orderId} is ${unsettled.status.replaceAll("_", " ")}, and nobody knows yet what it will protect.`,
    "Wait for the venue's answer and ask again, or close the position.",
  );
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
