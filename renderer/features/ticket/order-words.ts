import type { Instrument } from "../../../shared/model/instrument.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";

/** What an order does, as its button says it: "Buy 0.25 BTC limit 61,250.0". */
export function orderWords(order: OrderRequest, instrument: Instrument): string {
  return t("ticket.submit", {
    side: order.side,
    size: formatSize(order.size, instrument.sizeIncrement),
    unit: instrument.baseCurrency,
    type: order.type,
    price: order.limitPrice === undefined ? "" : formatPrice(order.limitPrice, instrument.priceIncrement),
  });
}
