import type { Instrument } from "../../../shared/model/instrument.ts";

/** One synthetic instrument and how its market behaves. */
export interface Listing {
  readonly instrument: Instrument;
  /** Numbers the instrument in random keys: change it and its market is another. */
  readonly key: number;
  /** The level its price is pulled back to over months. */
  readonly level: number;
  /** Standard deviation of a day's return. */
  readonly dailyVolatility: number;
  /** Share of its minute returns that follows the factor all listings of the same `factor` share. */
  readonly factor: { readonly key: number; readonly share: number };
  /** Price and size increments as whole numbers per unit: price 0.01 → 100. */
  readonly pricesPerUnit: number;
  readonly sizesPerUnit: number;
  /** Usual spread in price increments. */
  readonly spreadTicks: number;
  /** Usual volume of a minute, in units of the base. */
  readonly volumePerMinute: number;
  /** Usual ticks of a minute. */
  readonly ticksPerMinute: number;
  /** Activity of a UTC minute of the day, about 1 on average. */
  readonly activity: (minuteOfDay: number) => number;
  /** Minute of the UTC day at which the market jumps after a pause, and how far (standard deviation); for stocks. */
  readonly openingGap: { readonly minute: number; readonly deviation: number } | null;
}

/** A smooth hump around `centre` minutes with a width in minutes. */
const hump = (minute: number, centre: number, width: number): number => Math.exp(-(((minute - centre) / width) ** 2));

/** Crypto never sleeps, but Europe and America trade more than the night. */
const cryptoActivity = (m: number): number =>
  0.65 + 0.5 * hump(m, 840, 200) + 0.35 * hump(m, 480, 160) + 0.3 * hump(m, 30, 60);
/** London and New York, and their overlap. */
const fxActivity = (m: number): number =>
  0.4 + 0.9 * hump(m, 480, 130) + 1.1 * hump(m, 840, 150) + 0.2 * hump(m, 90, 90);
/** New York 13:30 to 20:00 UTC in a U; thin before and after. */
const stockActivity = (m: number): number =>
  m >= 810 && m < 1200 ? 1.4 + 2.6 * Math.exp(-(m - 810) / 25) + 1.8 * Math.exp(-(1200 - m) / 25) : 0.18;

const paper = (
  symbol: string,
  name: string,
  assetClass: Instrument["assetClass"],
  price: string,
  size: string,
): Instrument => {
  const [base = symbol, quote = "USD"] = symbol.split("/");
  return {
    id: `paper:${symbol}`,
    venue: "paper",
    symbol,
    name,
    assetClass,
    priceIncrement: price,
    sizeIncrement: size,
    multiplier: "1",
    baseCurrency: base,
    quoteCurrency: quote,
  };
};

/** The four markets of the paper desk. */
export const listings: readonly Listing[] = [
  {
    instrument: paper("BTC/USDT", "Bitcoin", "crypto-spot", "0.01", "0.00000001"),
    key: 1,
    level: 97_000,
    dailyVolatility: 0.024,
    factor: { key: 101, share: 0.9 },
    pricesPerUnit: 100,
    sizesPerUnit: 100_000,
    spreadTicks: 120,
    volumePerMinute: 14,
    ticksPerMinute: 660,
    activity: cryptoActivity,
    openingGap: null,
  },
  {
    instrument: paper("ETH/USDT", "Ether", "crypto-spot", "0.01", "0.00000001"),
    key: 2,
    level: 3_400,
    dailyVolatility: 0.031,
    factor: { key: 101, share: 0.85 },
    pricesPerUnit: 100,
    sizesPerUnit: 10_000,
    spreadTicks: 6,
    volumePerMinute: 180,
    ticksPerMinute: 540,
    activity: cryptoActivity,
    openingGap: null,
  },
  {
    instrument: paper("AAPL", "Apple", "equity", "0.01", "1"),
    key: 3,
    level: 232,
    dailyVolatility: 0.015,
    factor: { key: 103, share: 0 },
    pricesPerUnit: 100,
    sizesPerUnit: 1,
    spreadTicks: 1,
    volumePerMinute: 42_000,
    ticksPerMinute: 480,
    activity: stockActivity,
    openingGap: { minute: 810, deviation: 0.008 },
  },
  {
    instrument: paper("EUR/USD", "Euro", "fx", "0.00001", "1"),
    key: 4,
    level: 1.085,
    dailyVolatility: 0.0048,
    factor: { key: 104, share: 0 },
    pricesPerUnit: 100_000,
    sizesPerUnit: 1,
    spreadTicks: 4,
    volumePerMinute: 2_400_000,
    ticksPerMinute: 420,
    activity: fxActivity,
    openingGap: null,
  },
];
