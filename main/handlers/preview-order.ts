import { Decimal } from "decimal.js";
import type { OrderPreview } from "../../shared/contract/trading.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { DeskContext } from "./desk-context.ts";
import { instrumentIndex } from "./instrument-index.ts";
import { personOf } from "./person.ts";

const duplicateWithinMs = 10_000;
const farFromMarketPct = 2;
const buyingPowerRule = "RISK-005";

/** What an order would do if it were sent now: the gate's verdict and the numbers around it, in the account's currency. */
export function previewOrder(context: DeskContext, request: OrderRequest): OrderPreview {
  const instrument = context.engine.instruments()[instrumentIndex(context.engine, request.instrumentId)];
  const verdict = context.engine.preview(request, personOf("trader"));
  const size = new Decimal(request.size);
  const signed = request.side === "buy" ? size : size.neg();
  const position = context.engine.positions().find((one) => one.instrumentId === request.instrumentId);
  const quote = context.quotes.quote(request.instrumentId);
  const touch = quote ? (request.side === "buy" ? quote.ask : quote.bid) : null;
  const price = request.limitPrice ?? (touch === null ? null : String(touch));
  const notional = price === null ? null : size.mul(price).mul(instrument?.multiplier ?? 1);
  const account = context.engine.account();
  const margin = notional === null ? null : verdict.reducing ? new Decimal(0) : notional;
  const feeBps = request.postOnly ? context.paper.makerFeeBps : context.paper.takerFeeBps;
  const text = (value: Decimal | null): string | null => value?.toFixed() ?? null;
  return {
    verdict,
    expectedPrice: price,
    notional: text(notional),
    fee: text(notional?.mul(feeBps).div(10_000) ?? null),
    marginUsed: text(margin?.div(account.leverage) ?? null),
    buyingPowerAfter: verdict.rows.find((row) => row.code === buyingPowerRule)?.headroom ?? null,
    resultingPosition: new Decimal(position?.size ?? 0).add(signed).toFixed(),
    warnings: warningsOf(context, request, quote?.last ?? null),
  };
}

function warningsOf(context: DeskContext, request: OrderRequest, last: number | null): string[] {
  const warnings: string[] = [];
  const now = context.clock.now();
  const twin = context.engine
    .orders(100)
    .find(
      (order) =>
        order.instrumentId === request.instrumentId &&
        order.side === request.side &&
        order.size === request.size &&
        order.type === request.type &&
        order.limitPrice === request.limitPrice &&
        now - order.createdAt < duplicateWithinMs,
    );
  if (twin) warnings.push(`The same order was sent ${Math.round((now - twin.createdAt) / 1000)} s ago.`);
  if (last !== null && request.limitPrice !== undefined) {
    const distancePct = (Number(request.limitPrice) / last - 1) * 100;
    if (Math.abs(distancePct) > farFromMarketPct) {
      warnings.push(
        `The price is ${Math.abs(distancePct).toFixed(1)} % ${distancePct > 0 ? "above" : "below"} the market.`,
      );
    }
    const crosses = request.side === "buy" ? distancePct > 0 : distancePct < 0;
    if (crosses && !request.postOnly) warnings.push("The limit is through the market: it would fill at once.");
  }
  return warnings;
}
