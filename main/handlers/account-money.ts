import { Decimal } from "decimal.js";
import { scaleOf } from "../engine/instrument-scale.ts";
import { Currencies } from "../engine/portfolio/currencies.ts";
import type { DeskContext } from "./desk-context.ts";
import { instrumentIndex } from "./instrument-index.ts";

/**
 * Values an instrument's money in the account's currency at the declared rates and the last prices; `null` where no
 * declared rate leads there. For what is shown: the engine keeps the books.
 */
export function accountMoney(context: DeskContext): (instrumentId: string, amount: Decimal.Value) => Decimal | null {
  const { engine, info, quotes } = context;
  const scales = engine.instruments().map((instrument, index) => scaleOf(instrument, index));
  const units = (index: number): bigint | null => {
    const scale = scales[index];
    const last = scale && quotes.quote(scale.instrument.id)?.last;
    return scale === undefined || last === undefined ? null : BigInt(Math.round(last * 10 ** scale.priceDigits));
  };
  const currencies = new Currencies(info.currency, info.terms.conversions, scales, { units });
  return (instrumentId, amount) => {
    const scale = scales[instrumentIndex(engine, instrumentId)];
    const rate = scale && currencies.rate(currencies.numberOf(scale.instrument.quoteCurrency));
    return rate ? new Decimal(amount).mul(String(rate.numerator)).div(String(rate.denominator)) : null;
  };
}
