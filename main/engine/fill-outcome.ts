import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import type { AppliedEvent } from "./applied-event.ts";
import { signOf } from "./exposure.ts";
import { FillFact, type FillTexts, fillTexts } from "./facts.ts";
import type { Ledger } from "./ledger.ts";
import { feeOf, notionalOf } from "./notional.ts";
import type { OrderState } from "./order-state.ts";
import type { Booked } from "./portfolio/booking.ts";
import type { Excursion } from "./portfolio/excursion.ts";

/** What a fill of the order is worth, its size unsigned. */
export function fillValue(
  ledger: Ledger,
  { scale }: OrderState,
  fill: FillTexts,
  size = parseFixed(fill.size, scale.sizeDigits),
): Booked {
  const notional = notionalOf(scale, fill.price, size);
  const fee = feeOf(scale, fill.fee, fill.feeCurrency, fill.price);
  if (fee !== null) return { size, notional, fee, foreignFee: null };
  const currency = ledger.currencies.numberOf(fill.feeCurrency);
  const amount = parseFixed(fill.fee, MONEY_DIGITS);
  if (currency === ledger.currencyOf(scale.index)) return { size, notional, fee: amount, foreignFee: null };
  return { size, notional, fee: null, foreignFee: { currency, amount } };
}

/**
 * What a fill of the order leads to when it is written down at `at`; `units` is its size where that has been read already.
 * Throws a RangeError for text that is no number of the instrument's.
 */
export function fillFact(
  ledger: Ledger,
  order: OrderState,
  fill: FillTexts,
  reportedAt: number,
  at: number,
  units?: bigint,
): FillFact {
  const { orderId, scale, slot } = order;
  const { fillId, price, feeCurrency, liquidity } = fill;
  const value = fillValue(ledger, order, fill, units);
  const { size, notional, fee } = value;
  const signed = signOf(order.side) * size;
  const booking = ledger.booking(slot, { ...value, size: signed }, at);
  const texts = { fillId, size: fill.size, price, fee: fill.fee, feeCurrency, liquidity };
  const outcome = {
    size,
    notional,
    fee,
    filled: order.filled + size,
    cost: order.cost + notional,
    position: booking.position,
    cash: booking.cash,
    feeCash: booking.feeCash,
    excess: size > order.exposed ? size - order.exposed : 0n,
    way: ledger.way(slot, signed, Number(price)),
  };
  return new FillFact(orderId, scale, texts, outcome, reportedAt, ledger);
}

/** What a journaled fill led to: how far its position had gone is known from the event alone. */
export function readFill(ledger: Ledger, order: OrderState, event: AppliedEvent): FillFact {
  const { reportedAt } = event.data;
  const at = typeof reportedAt === "number" ? reportedAt : event.at;
  const fact = fillFact(ledger, order, fillTexts(event.data), at, event.at);
  return fact.withExcursion(toldExcursion(event.data));
}

/** The excursion that an event tells of; `null` where it tells of none. */
export function toldExcursion({ excursion }: JournalData): Excursion | null {
  return excursion === undefined ? null : (excursion as unknown as Excursion);
}
