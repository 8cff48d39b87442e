import { Decimal } from "decimal.js";
import { quotedRate, type RateSources } from "../../shared/model/conversion-way.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import type { DeskContext } from "./desk-context.ts";
import { instrumentIndex } from "./instrument-index.ts";

/**
 * Values an instrument's money in the account's currency at the declared rates and the last prices; `null` where no
 * declared rate leads there. For what is shown: the engine keeps the books.
 */
export function accountMoney(context: DeskContext): (instrumentId: string, amount: Decimal.Value) => Decimal | null {
  const { engine, info, quotes } = context;
  const instruments = engine.instruments();
  const sources: RateSources = {
    conversions: info.terms.conversions,
    instruments,
    last: (instrumentId) => quotes.quote(instrumentId)?.last,
  };
  const rates = new Map<string, Ratio | null>();
  const rateOf = (currency: string): Ratio | null => {
    const known = rates.get(currency);
    if (known !== undefined) return known;
    const rate = quotedRate(sources, currency, info.currency);
    rates.set(currency, rate);
    return rate;
  };
  return (instrumentId, amount) => {
    const instrument = instruments[instrumentIndex(engine, instrumentId)];
    const rate = instrument ? rateOf(instrument.quoteCurrency) : null;
    return rate ? new Decimal(amount).mul(String(rate.numerator)).div(String(rate.denominator)) : null;
  };
}
