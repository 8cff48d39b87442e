import { Fault } from "../../../shared/model/fault.ts";
import { formatFixed, parseFixed } from "../../../shared/model/fixed.ts";
import type { BracketLeg, OrderIntent, OrderLink, OrderRequest, Side } from "../../../shared/model/order.ts";
import type { InstrumentScale } from "../gate.ts";
import { checkPrices } from "../order-validity.ts";

/** The exits a bracket may have. */
export const legRoles = ["stop-loss", "take-profit"] as const;
export type LegRole = (typeof legRoles)[number];

const typesOf: { readonly [role in LegRole]: ReadonlySet<BracketLeg["type"]> } = {
  "stop-loss": new Set<BracketLeg["type"]>(["stop", "stop-limit", "trailing-stop"]),
  "take-profit": new Set<BracketLeg["type"]>(["limit", "market-if-touched", "limit-if-touched"]),
};

/** The leg a bracket plans for a role. */
export function legOf({ bracket }: Pick<OrderRequest, "bracket">, role: LegRole): BracketLeg | undefined {
  return role === "stop-loss" ? bracket?.stopLoss : bracket?.takeProfit;
}

function opposite(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

type Prices = Pick<BracketLeg, "limitPrice" | "triggerPrice" | "trailingOffset" | "trailingOffsetType">;

/**
 * The leg at the instrument's increments, which may have changed since it was planned: each price at the nearest multiple,
 * one increment at least. The same leg where it fits. Prices that the leg did not have `earlier` stay as they are.
 */
export function fittedLeg<Leg extends Prices>(
  leg: Leg,
  { priceDigits, priceStep }: InstrumentScale,
  earlier: Prices = leg,
): Leg {
  const fitted = { ...leg };
  const names = ["limitPrice", "triggerPrice", "trailingOffset"] as const;
  for (const name of names) {
    const text = leg[name];
    if (text === undefined || text !== earlier[name]) continue;
    const isPrice = name !== "trailingOffset" || [leg, earlier].every(trailsByPrice);
    if (!isPrice) continue;
    const units = parseFixed(text, priceDigits);
    const steps = (units + priceStep / 2n) / priceStep;
    const nearest = (steps > 0n ? steps : 1n) * priceStep;
    if (nearest !== units) fitted[name] = formatFixed(nearest, priceDigits);
  }
  return fitted;
}

function trailsByPrice({ trailingOffsetType = "price" }: Prices): boolean {
  return trailingOffsetType === "price";
}

/** A leg as an order: reduce-only, good till it is canceled, on the other side of its entry. `size` is decimal text. */
export function legRequest(
  entry: OrderIntent,
  leg: BracketLeg,
  role: LegRole,
  size: string,
): OrderRequest & { link: OrderLink } {
  return {
    ...leg,
    instrumentId: entry.instrumentId,
    side: opposite(entry.side),
    size,
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: true,
    ...(entry.positionSide === undefined ? {} : { positionSide: entry.positionSide }),
    link: { role, group: entry.orderId, parent: entry.orderId },
  };
}

function wrongLeg(id: string, message: string, remedy: string): Fault {
  return new Fault("ORDER-BRACKET", "validation", `${id}: ${message}`, remedy);
}

/**
 * Throws a Fault for a bracket that could not protect its entry: a leg of the wrong kind or with prices that no order of
 * that kind has, an exit on the wrong side of the entry's price (its limit, else its trigger, else `mark`, all in price units), exits of an order that only exits.
 */
export function checkBracket(request: OrderRequest, scale: InstrumentScale, mark: bigint | null): void {
  if (request.bracket === undefined) return;
  const { id } = scale.instrument;
  if (request.reduceOnly) throw wrongLeg(id, "an order that only reduces brings no exits", "Remove the bracket.");
  const price = (text: string | undefined): bigint | null =>
    text === undefined ? null : parseFixed(text, scale.priceDigits);
  const entry = price(request.limitPrice) ?? price(request.triggerPrice) ?? mark;
  for (const role of legRoles) {
    const leg = legOf(request, role);
    if (leg === undefined) continue;
    if (!typesOf[role].has(leg.type)) {
      throw wrongLeg(id, `a ${leg.type} order is no ${role}`, `Use ${[...typesOf[role]].join(", ")}.`);
    }
    checkPrices(leg, scale);
    const at = price(leg.triggerPrice) ?? price(leg.limitPrice);
    if (at === null || entry === null) continue;
    const above = at > entry;
    const mustBeAbove = (role === "take-profit") === (request.side === "buy");
    if (at === entry || above !== mustBeAbove) {
      const where = mustBeAbove ? "above" : "below";
      throw new Fault(
        "ORDER-BRACKET-SIDE",
        "validation",
        `${id}: the ${role} of a ${request.side} belongs ${where} the entry's price`,
        `Move it ${where} the price, or turn the order's side.`,
      );
    }
  }
}
