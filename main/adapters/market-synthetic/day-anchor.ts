import type { Listing } from "./listing.ts";
import { randomStream } from "./random-stream.ts";

/** 2024-01-01 as a day number: prices stand at their level there, and walk from it in both directions of time. */
const epochDay = 19_723;
/** Share of the distance to the level that a day takes back. */
const pull = 0.02;

/** The logarithm of the price at the first instant of a UTC day; found by walking there from the epoch. */
export function createDayAnchor(listing: Listing, seed: number): (day: number) => number {
  const { key, factor, dailyVolatility } = listing;
  const level = Math.log(listing.level);
  const known = new Map<number, number>([[epochDay, level]]);
  const shock = (day: number): number => {
    const shared = randomStream(seed, factor.key, day, 1).normal();
    const own = randomStream(seed, key, day, 2).normal();
    return dailyVolatility * (factor.share * shared + Math.sqrt(1 - factor.share ** 2) * own);
  };
  return (day) => {
    const direction = day < epochDay ? -1 : 1;
    let at = day;
    while (!known.has(at)) at -= direction;
    let value = known.get(at) as number;
    while (at !== day) {
      value += pull * (level - value) + shock(direction === 1 ? at : at - 1);
      at += direction;
      known.set(at, value);
    }
    return value;
  };
}
