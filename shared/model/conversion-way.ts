import type { Conversion } from "./account-terms.ts";
import { decimalsOf } from "./fixed.ts";
import type { Instrument } from "./instrument.ts";
import { inverse, par, product, type Ratio, ratioOf } from "./ratio.ts";

/** A declared conversion, gone in its own direction or against it. */
export interface ConversionStep {
  readonly conversion: Conversion;
  readonly isInverse: boolean;
}

/** The conversions that can be read where so many instruments are traded. */
export function readableConversions(
  conversions: readonly Conversion[],
  isTraded: (instrumentId: string) => boolean,
): readonly Conversion[] {
  return conversions.filter(({ instrumentId }) => instrumentId === undefined || isTraded(instrumentId));
}

/**
 * The shortest chain of declared conversions from one currency to another, the first declared of equals; empty where both
 * are one, `null` where none leads there: no rate is guessed.
 */
export function conversionWay(
  conversions: readonly Conversion[],
  from: string,
  to: string,
): readonly ConversionStep[] | null {
  const seen = new Set([from]);
  let ends: { readonly at: string; readonly way: readonly ConversionStep[] }[] = [{ at: from, way: [] }];
  while (ends.length > 0) {
    const next: typeof ends = [];
    for (const { at, way } of ends) {
      if (at === to) return way;
      for (const conversion of conversions) {
        const isInverse = conversion.to === at;
        if (!isInverse && conversion.from !== at) continue;
        const reached = isInverse ? conversion.from : conversion.to;
        if (seen.has(reached)) continue;
        seen.add(reached);
        next.push({ at: reached, way: [...way, { conversion, isInverse }] });
      }
    }
    ends = next;
  }
  return null;
}

/** What one unit is worth at the end of a way; `null` while `rateOf` knows no rate of one of its conversions. */
export function rateAlong(
  way: readonly ConversionStep[],
  rateOf: (conversion: Conversion) => Ratio | null,
): Ratio | null {
  let whole = par;
  for (const { conversion, isInverse } of way) {
    const rate = rateOf(conversion);
    if (rate === null) return null;
    whole = product(whole, isInverse ? inverse(rate) : rate);
  }
  return whole;
}

/** A double from here on is not written as a plain decimal. */
const mostPrice = 1e21;

/** What a rate is worked out from where it is shown: the declared conversions, and the market as last quoted. */
export interface RateSources {
  readonly conversions: readonly Conversion[];
  readonly instruments: readonly Pick<Instrument, "id" | "priceIncrement">[];
  /** The last price of an instrument; `undefined` while there is none. */
  last(instrumentId: string): number | undefined;
}

/** What one unit of `from` is worth in `to` now, for what is shown: the engine keeps the books. `null` without a rate. */
export function quotedRate({ conversions, instruments, last }: RateSources, from: string, to: string): Ratio | null {
  if (from === to) return par;
  const traded = (id: string) => instruments.find((instrument) => instrument.id === id);
  const readable = readableConversions(conversions, (id) => traded(id) !== undefined);
  const way = conversionWay(readable, from, to);
  return (
    way &&
    rateAlong(way, ({ rate, instrumentId = "" }) => {
      if (rate !== undefined) return ratioOf(rate);
      const price = last(instrumentId) ?? 0;
      if (price >= mostPrice) return null;
      const text = price.toFixed(decimalsOf(traded(instrumentId)?.priceIncrement ?? "1"));
      return Number(text) > 0 ? ratioOf(text) : null;
    })
  );
}
