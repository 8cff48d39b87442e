import { divideHalfEven, formatFixed, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { InstrumentScale } from "../gate.ts";
import type { Ledger } from "../ledger.ts";
import { averageText } from "../notional.ts";
import type { Position } from "../position.ts";
import type { Booking } from "./booking.ts";

/** A currency's number and its balance. */
type Balance = readonly [currency: number, balance: bigint];

/** What an event says of a position after it. */
export function positionData(scale: InstrumentScale, { size, cost, realized }: Position): JournalData {
  return {
    averagePrice: size === 0n ? null : averageText(scale, cost, size),
    realizedPnl: formatFixed(realized, MONEY_DIGITS),
    size: formatFixed(size, scale.sizeDigits),
  };
}

/** The same as canonical JSON. */
export function positionText(scale: InstrumentScale, { size, cost, realized }: Position): string {
  const average = size === 0n ? "null" : `"${averageText(scale, cost, size)}"`;
  return `{"averagePrice":${average},"realizedPnl":"${formatFixed(realized, MONEY_DIGITS)}","size":"${formatFixed(size, scale.sizeDigits)}"}`;
}

/** The balances that a booking leads to. */
export function changedBalances(
  ledger: Ledger,
  instrument: number,
  { cash, feeCash }: Pick<Booking, "cash" | "feeCash">,
): Balance[] {
  const changed: Balance[] = [[ledger.currencyOf(instrument), cash]];
  if (feeCash !== null) changed.push([feeCash.currency, feeCash.balance]);
  return changed;
}

/**
 * What an event says of the account after it: its own cash, and the balances of other currencies that change, with what one
 * of each was worth just then where that follows a price: no other event tells of it.
 */
export function accountData(ledger: Ledger, changed: readonly Balance[]): JournalData {
  const own = changed.findLast(([currency]) => currency === 0)?.[1] ?? ledger.cash;
  const cash = formatFixed(own, MONEY_DIGITS);
  const others = changed.filter(([currency]) => currency !== 0);
  if (others.length === 0) return { cash };
  const balances: { [name: string]: string } = {};
  for (const [currency, balance] of others) {
    balances[ledger.currencies.names[currency] as string] = formatFixed(balance, MONEY_DIGITS);
  }
  const rates = ratesOf(ledger, others);
  return rates === null ? { balances, cash } : { balances, cash, rates };
}

/** What one unit of each currency is worth at the last prices, rounded half to even; `null` where no rate follows a price. */
function ratesOf({ currencies }: Ledger, balances: readonly Balance[]): JournalData | null {
  const rates: { [name: string]: string } = {};
  for (const [currency] of balances) {
    const rate = currencies.sources(currency).length === 0 ? null : currencies.rate(currency);
    if (rate === null) continue;
    const units = divideHalfEven(rate.numerator * tenTo(MONEY_DIGITS), rate.denominator);
    rates[currencies.names[currency] as string] = formatFixed(units, MONEY_DIGITS);
  }
  return Object.keys(rates).length === 0 ? null : rates;
}
