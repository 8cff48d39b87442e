import { decimalsOf, divideHalfEven, formatFixed, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { OrderIntent } from "../../../shared/model/order.ts";
import type { InstrumentScale } from "../gate.ts";

/** Size and prices of an order after one old unit has become `ratio` new ones, in whole increments; decimal text. */
export function afterSplit(
  { size, limitPrice, triggerPrice, trailingOffset, trailingOffsetType = "price" }: OrderIntent,
  { sizeDigits, sizeStep, priceDigits, priceStep }: InstrumentScale,
  ratio: string,
): { readonly [field: string]: string } {
  const digits = decimalsOf(ratio);
  const numerator = parseFixed(ratio, digits);
  const denominator = tenTo(digits);
  const price = (text: string): string => {
    const steps = divideHalfEven(parseFixed(text, priceDigits) * denominator, numerator * priceStep);
    return formatFixed((steps > 0n ? steps : 1n) * priceStep, priceDigits);
  };
  const whole = (parseFixed(size, sizeDigits) * numerator) / (denominator * sizeStep);
  return {
    size: formatFixed((whole > 0n ? whole : 1n) * sizeStep, sizeDigits),
    ...(limitPrice === undefined ? {} : { limitPrice: price(limitPrice) }),
    ...(triggerPrice === undefined ? {} : { triggerPrice: price(triggerPrice) }),
    ...(trailingOffset === undefined || trailingOffsetType !== "price"
      ? {}
      : { trailingOffset: price(trailingOffset) }),
  };
}
