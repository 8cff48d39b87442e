import type { TickColumns } from "../../shared/model/market.ts";
import { seededBars, tickSize } from "./seeded-bars.ts";

/** Seeded quotes one tick wide, ten milliseconds apart, from `start` on. */
export function seededTicks(length: number, seed: number, start: number): TickColumns {
  const { close } = seededBars(length, seed);
  return {
    length,
    at: Float64Array.from(close, (_, i) => start + i * 10),
    bid: close,
    ask: close.map((price) => price + tickSize),
    last: close,
    size: new Float64Array(length).fill(100),
  };
}
