import { Decimal } from "decimal.js";
import { liquidationPrice } from "../../shared/model/liquidation.ts";

export interface PositionAfter {
  /** Signed, before and after the order. */
  readonly held: Decimal;
  readonly after: Decimal;
  /** What is held was opened at; anything where nothing is. */
  readonly averagePrice: Decimal;
  /** What the order trades at. */
  readonly price: Decimal;
  readonly multiplier: Decimal;
  readonly maintenanceRate: Decimal;
  /** The money in the instrument's currency behind the position: its own margin, or all that the others do not need. */
  readonly behind: Decimal;
  /** Whether `behind` is the position's own margin; else its open result is in there already. */
  readonly isolated: boolean;
  readonly priceIncrement: string;
}

/** The price at which the position that an order leads to is closed by the venue, rounded towards it; `null` where none does. */
export function liquidationAfter(order: PositionAfter): string | null {
  const { held, after, averagePrice, price, multiplier, maintenanceRate, behind, isolated, priceIncrement } = order;
  if (after.isZero()) return null;
  const entry = entryAfter(held, after, averagePrice, price);
  const size = after.mul(multiplier);
  const open = size.mul(price.sub(entry));
  const at = liquidationPrice({
    size: size.toNumber(),
    entryValue: size.abs().mul(entry).toNumber(),
    margin: (isolated ? behind : behind.sub(open)).toNumber(),
    maintenanceRate: maintenanceRate.toNumber(),
  });
  if (!(at > 0 && at < Number.MAX_SAFE_INTEGER)) return null;
  const steps = new Decimal(at).div(priceIncrement);
  const whole = after.gt(0) ? steps.floor() : steps.ceil();
  return whole.lte(0) ? null : whole.mul(priceIncrement).toFixed(new Decimal(priceIncrement).decimalPlaces());
}

/** The average entry of what is open afterwards: mixed where the order adds, unchanged where it closes, new where it turns. */
function entryAfter(held: Decimal, after: Decimal, averagePrice: Decimal, price: Decimal): Decimal {
  if (held.isZero() || held.mul(after).lt(0)) return price;
  if (after.abs().lte(held.abs())) return averagePrice;
  const added = after.abs().sub(held.abs());
  return averagePrice.mul(held.abs()).add(price.mul(added)).div(after.abs());
}
