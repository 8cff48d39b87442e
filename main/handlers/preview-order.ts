import { Decimal } from "decimal.js";
import type { OrderPreview } from "../../shared/contract/trading.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import { sided } from "../engine/orders/position-side.ts";
import { accountMoney } from "./account-money.ts";
import type { DeskContext } from "./desk-context.ts";
import { nameOf, positionOf } from "./holdings.ts";
import { instrumentIndex } from "./instrument-index.ts";
import { liquidationAfter } from "./liquidation-after.ts";
import { personOf } from "./person.ts";
import { previewWarnings } from "./preview-warnings.ts";

const buyingPowerRule = "RISK-005";

/** What an order would do if it were sent now: the gate's verdict and the numbers around it, in the account's currency. */
export function previewOrder(context: DeskContext, request: OrderRequest): OrderPreview {
  const { engine, info } = context;
  const instrument = engine.instruments()[instrumentIndex(engine, request.instrumentId)];
  const verdict = engine.preview(request, personOf("trader"));
  const wish = sided(request, info.terms.positionMode);
  const position = positionOf(engine.positions(), wish);
  const held = new Decimal(position?.size ?? 0);
  const after = positionAfter(held, wish);
  const quote = context.quotes.quote(request.instrumentId);
  const touch = quote ? (request.side === "buy" ? quote.ask : quote.bid) : null;
  const price = request.limitPrice ?? request.triggerPrice ?? (touch === null ? null : String(touch));
  const account = engine.account();
  const money = accountMoney(context);
  const worth = (size: Decimal.Value, at: Decimal.Value): Decimal | null =>
    money(request.instrumentId, new Decimal(size).mul(at).mul(instrument?.multiplier ?? 1));
  const notional = price === null ? null : worth(request.size, price);
  const marginRate = instrument?.initialMarginRate ?? new Decimal(1).div(account.leverage);
  const added = Decimal.max(0, after.abs().sub(held.abs()));
  const feeRate = (bps: string): Decimal => new Decimal(bps).div(10_000);
  const fee = notional?.mul(feeRate(request.postOnly ? context.paper.makerFeeBps : context.paper.takerFeeBps)) ?? null;
  const text = (value: Decimal | null): string | null => value?.toFixed() ?? null;
  const stop = price === null ? null : stopPrice(request, price);
  const loss = ((): Decimal | null => {
    if (stop === null || price === null || fee === null) return null;
    const lost = worth(request.size, stop.sub(price).mul(request.side === "buy" ? -1 : 1));
    const exitFee = worth(request.size, stop)?.mul(feeRate(context.paper.takerFeeBps));
    return lost && exitFee ? lost.add(fee).add(exitFee) : null;
  })();
  const gain = ((): Decimal | null => {
    const leg = request.bracket?.takeProfit;
    const target = leg?.limitPrice ?? leg?.triggerPrice;
    if (target === undefined || price === null || fee === null) return null;
    const made = worth(request.size, new Decimal(target).sub(price).mul(request.side === "buy" ? 1 : -1));
    const exitFee = worth(request.size, target)?.mul(
      feeRate(leg?.limitPrice === undefined ? context.paper.takerFeeBps : context.paper.makerFeeBps),
    );
    return made && exitFee ? made.sub(fee).sub(exitFee) : null;
  })();
  const equity = new Decimal(account.equity);
  const liquidation = ((): string | null => {
    const rate = money(request.instrumentId, 1);
    if (instrument?.maintenanceMarginRate === undefined || price === null || rate === null || rate.isZero())
      return null;
    const isolated = info.terms.marginMode === "isolated";
    const others = engine.positions().filter((one) => nameOf(one) !== nameOf(wish));
    const shares = (one: PositionView): boolean => !isolated && one.instrumentId === wish.instrumentId;
    const other = others.find((one) => shares(one) && one.averagePrice !== undefined);
    const bound = others.reduce((sum, one) => {
      const taken = shares(one) ? money(one.instrumentId, one.unrealizedPnl) : one.maintenanceMargin;
      return sum.add(taken ?? 0);
    }, new Decimal(0));
    const behind = isolated ? worth(after.abs(), price)?.mul(marginRate) : equity.sub(fee ?? 0).sub(bound);
    if (!behind) return null;
    return liquidationAfter({
      held,
      after,
      averagePrice: new Decimal(position?.averagePrice ?? price),
      ...(other?.averagePrice === undefined
        ? {}
        : { other: { size: new Decimal(other.size), averagePrice: new Decimal(other.averagePrice) } }),
      price: new Decimal(price),
      multiplier: new Decimal(instrument.multiplier),
      maintenanceRate: new Decimal(instrument.maintenanceMarginRate),
      behind: behind.div(rate),
      isolated,
      priceIncrement: instrument.priceIncrement,
    });
  })();
  return {
    verdict,
    expectedPrice: price,
    notional: text(notional),
    fee: text(fee),
    marginUsed: text(price === null ? null : (worth(added, price)?.mul(marginRate) ?? null)),
    buyingPowerAfter: verdict.rows.find((row) => row.code === buyingPowerRule)?.headroom ?? null,
    ...(wish.positionSide === undefined ? {} : { positionSide: wish.positionSide }),
    resultingPosition: after.toFixed(),
    lossAtStop:
      loss && equity.gt(0) ? { amount: loss.toFixed(), equityPct: loss.div(equity).mul(100).toFixed(4) } : null,
    gainAtTarget: gain && {
      amount: gain.toFixed(),
      toLoss: loss?.gt(0) ? gain.div(loss).toFixed(4) : null,
    },
    liquidationPrice: liquidation,
    warnings: previewWarnings(context, request, (order) => nameOf(order) === nameOf(wish), quote?.last ?? null),
  };
}

/** The signed position once the order has filled whole; a reduce-only order takes none beyond flat. */
function positionAfter(held: Decimal, { side, size, reduceOnly }: OrderRequest): Decimal {
  const after = side === "buy" ? held.add(size) : held.sub(size);
  if (!reduceOnly) return after;
  const closes = held.gt(0) ? side === "sell" : held.lt(0) && side === "buy";
  if (!closes) return held;
  return after.mul(held).lt(0) ? new Decimal(0) : after;
}

/** Where the stop-loss of an order leaves, for an entry at `entry`; `null` where it brings none. */
function stopPrice({ bracket, side }: OrderRequest, entry: string): Decimal | null {
  const leg = bracket?.stopLoss;
  if (leg === undefined) return null;
  if (leg.triggerPrice !== undefined) return new Decimal(leg.triggerPrice);
  if (leg.trailingOffset === undefined || leg.trailingOffsetType === "ticks") return null;
  const offset = new Decimal(leg.trailingOffset);
  const distance = leg.trailingOffsetType === "percent" ? offset.mul(entry).div(100) : offset;
  return side === "buy" ? new Decimal(entry).sub(distance) : new Decimal(entry).add(distance);
}
