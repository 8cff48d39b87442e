import { formatFixed } from "../../shared/model/fixed.ts";
import { moneyText } from "./money-text.ts";
import type { VenueOrder } from "./venue-order.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** What the venue says about a fill of `size` units that the order already counts; the fee is exact to the last decimal of money. */
export function fillReport(
  { intent, filled }: VenueOrder,
  fill: { readonly at: number; readonly size: bigint; readonly price: bigint; readonly maker: boolean },
  terms: VenueTerms,
) {
  const { at, size, price, maker } = fill;
  const rate = maker ? terms.makerFee : terms.takerFee;
  const digits = maker ? terms.makerFeeDigits : terms.takerFeeDigits;
  const total = formatFixed(filled, terms.sizeDigits);
  return {
    orderId: intent.orderId,
    at,
    kind: "fill",
    // What is filled so far only grows, so it numbers the fills of an order, after a restart too.
    fillId: `${intent.orderId}/${total}`,
    size: size === filled ? total : formatFixed(size, terms.sizeDigits),
    price: formatFixed(price, terms.priceDigits),
    fee: rate === 0n ? "0" : moneyText(price * size * rate, digits),
    feeCurrency: terms.instrument.quoteCurrency,
    liquidity: maker ? "maker" : "taker",
  } as const;
}
