import type { Instrument } from "../../../shared/model/instrument.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { formatPrice } from "../../ui/format/format-price.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import type { Sent } from "./submission.ts";
import { closedBy } from "./ticket-draft.ts";

const unitMark = { price: "", percent: " %", ticks: " ticks" };

/** What an order does, as its button says it: "Buy 0.25 BTC limit 61,250.0". */
function orderWords(order: OrderRequest, instrument: Instrument): string {
  const price = (text: string | undefined): string =>
    text === undefined ? "" : formatPrice(text, instrument.priceIncrement);
  const exits = [order.bracket?.stopLoss, order.bracket?.takeProfit].filter((leg) => leg !== undefined).length;
  return t("ticket.submit", {
    side: order.side,
    size: formatSize(order.size, instrument.sizeIncrement),
    unit: instrument.baseCurrency,
    // A choice of the message has no hyphen.
    type: order.type.replaceAll("-", ""),
    price: price(order.limitPrice),
    trigger: price(order.triggerPrice),
    distance:
      order.trailingOffset === undefined
        ? ""
        : `${order.trailingOffset}${unitMark[order.trailingOffsetType ?? "price"]}`,
    closing:
      order.positionSide !== undefined && order.positionSide === closedBy(order.side) ? order.positionSide : "none",
    exits: exits === 0 ? "none" : order.bracket?.stopLoss === undefined ? "target" : exits === 2 ? "both" : "stop",
  });
}

/** The same of what is sent: of a pair both legs. */
export function sentWords({ order, other }: Sent, instrument: Instrument): string {
  const first = orderWords(order, instrument);
  if (other === undefined) return first;
  const price = formatPrice(other.limitPrice ?? other.triggerPrice ?? "0", instrument.priceIncrement);
  return t("ticket.submit.pair", { first, type: other.type, price });
}

/** How long an order works, in words; `timeZone` is the display zone. */
export function timeInForceWords({ timeInForce, expireAt }: OrderRequest, timeZone: string): string {
  return expireAt === undefined
    ? t(`ticket.tif.${timeInForce}`)
    : t("ticket.tif.until", { time: formatTime(expireAt, "date-time", timeZone) });
}
