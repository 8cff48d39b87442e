import { Decimal } from "decimal.js";
import { liquidationLevel, liquidationSteps } from "../../shared/model/liquidation.ts";

export interface PositionAfter {
  /** Signed, before and after the order. */
  readonly held: Decimal;
  readonly after: Decimal;
  /** What is held was opened at; anything where nothing is. */
  readonly averagePrice: Decimal;
  /** The other side of the instrument, signed, where the account holds both. */
  readonly other?: { readonly size: Decimal; readonly averagePrice: Decimal };
  /** What the order trades at. */
  readonly price: Decimal;
  readonly multiplier: Decimal;
  readonly maintenanceRate: Decimal;
  /** The money in the instrument's currency behind the position: its own margin, or all that other instruments do not need. */
  readonly behind: Decimal;
  /** Whether `behind` is the position's own margin; else its open result is in there already, the other side's is not. */
  readonly isolated: boolean;
  readonly priceIncrement: string;
}

/** The price at which the position that an order leads to is closed by the venue, rounded towards it; `null` where none does. */
export function liquidationAfter(order: PositionAfter): string | null {
  const { held, after, averagePrice, other, price, multiplier, maintenanceRate, behind, isolated } = order;
  if (after.isZero()) return null;
  const entry = entryAfter(held, after, averagePrice, price);
  const open = after.mul(multiplier).mul(price.sub(entry));
  const leg = (size: Decimal, from: Decimal) => ({
    size: size.mul(multiplier).toNumber(),
    entryValue: size.abs().mul(multiplier).mul(from).toNumber(),
  });
  const level = liquidationLevel({
    legs: [leg(after, entry), ...(other === undefined || isolated ? [] : [leg(other.size, other.averagePrice)])],
    margin: (isolated ? behind : behind.sub(open)).toNumber(),
    maintenanceRate: maintenanceRate.toNumber(),
  });
  const increment = new Decimal(order.priceIncrement);
  const scale = new Decimal(10).pow(increment.decimalPlaces());
  const steps = liquidationSteps(level, scale.toNumber(), increment.mul(scale).toNumber());
  return steps === null ? null : increment.mul(steps.toString()).toFixed(increment.decimalPlaces());
}

/** The average entry of what is open afterwards: mixed where the order adds, unchanged where it closes, new where it turns. */
function entryAfter(held: Decimal, after: Decimal, averagePrice: Decimal, price: Decimal): Decimal {
  if (held.isZero() || held.mul(after).lt(0)) return price;
  if (after.abs().lte(held.abs())) return averagePrice;
  const added = after.abs().sub(held.abs());
  return averagePrice.mul(held.abs()).add(price.mul(added)).div(after.abs());
}
