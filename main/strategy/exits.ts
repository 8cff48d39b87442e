import { z } from "zod";

const pattern = /^(?:none|(atr|pct):(\d{1,6}(?:\.\d{1,8})?))$/;

/** How far an exit is from the deciding close, as text: average true ranges, percent of the price, or `none`. */
export const DistanceText = z
  .string()
  .regex(pattern, "atr:2 (average true ranges), pct:1.5 (percent of the price) or none")
  .refine((text) => text === "none" || /[1-9]/.test(text), "a distance above zero");

/** The distance of a stop that a long can have: less than all of its price. */
export const StopText = DistanceText.refine((text) => shareOf(text) < 100, "a stop less than 100 percent away");

function shareOf(text: string): number {
  return text.startsWith("pct:") ? Number(text.slice("pct:".length)) : 0;
}

/** How far the exits of an entry are from the deciding close, in price; absent means none. */
export interface Exits {
  readonly stopDistance?: number;
  readonly targetDistance?: number;
}

/** The distance a text means at a close, NaN while the average true range is not known. */
export function distanceOf(text: string, close: number, averageTrueRange: number): number {
  const match = pattern.exec(text);
  const amount = Number(match?.[2]);
  return match?.[1] === "atr" ? amount * averageTrueRange : (amount / 100) * close;
}
