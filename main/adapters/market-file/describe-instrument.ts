import type { AssetClass, Instrument } from "../../../shared/model/instrument.ts";

const currencies = new Set(
  "USD EUR GBP JPY CHF AUD CAD NZD SEK NOK DKK PLN CZK HUF TRY ZAR MXN SGD HKD CNH".split(" "),
);

/**
 * The instrument of a symbol nobody described: a pair of currencies is `fx`, any other pair `crypto-spot`, a single word an
 * `equity` in US dollars. Increments default to 0.01 for prices and 0.00000001 for sizes (equities: 1).
 */
export function describeInstrument(
  symbol: string,
  options: { assetClass?: AssetClass; priceIncrement?: string; sizeIncrement?: string; venue?: string } = {},
): Instrument {
  const [base = symbol, quote] = symbol.split("/");
  const pairClass = quote && currencies.has(base) && currencies.has(quote) ? "fx" : "crypto-spot";
  const assetClass = options.assetClass ?? (quote ? pairClass : "equity");
  const venue = options.venue ?? "paper";
  return {
    id: `${venue}:${symbol}`,
    venue,
    symbol,
    name: symbol,
    assetClass,
    priceIncrement: options.priceIncrement ?? "0.01",
    sizeIncrement: options.sizeIncrement ?? (assetClass === "equity" ? "1" : "0.00000001"),
    multiplier: "1",
    baseCurrency: base,
    quoteCurrency: quote ?? "USD",
  };
}
