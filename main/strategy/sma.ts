import { z } from "zod";
import { DistanceText, distanceOf, type Exits, StopText } from "./exits.ts";
import { averageTrueRange } from "./indicators/average-true-range.ts";
import { crossing } from "./indicators/crossing.ts";
import { exactInput } from "./indicators/exact-input.ts";
import { movingAverage } from "./indicators/moving-average.ts";
import { SizingText } from "./sizing.ts";
import { defineStrategy } from "./strategy.ts";

const Params = z.strictObject({
  fast: z.int().min(1).max(100_000).default(10).describe("Bars in the fast average"),
  slow: z.int().min(2).max(100_000).default(30).describe("Bars in the slow average"),
  side: z.enum(["long", "both"]).default("long").describe("Long only, or long and short"),
  sizing: SizingText.default("equity:0.95").describe(
    "Size of an entry: equity:X, fixed:N or, with a stop, risk:R (share of equity lost at the stop)",
  ),
  stop: StopText.default("none").describe(
    "Stop-loss of every entry: atr:K (of 14 bars) or pct:P away from the deciding close",
  ),
  target: DistanceText.default("none").describe("Take-profit of every entry, measured like the stop"),
});

/** Bars of the average true range that exits are measured by. */
const rangeBars = 14;

/** Two moving averages: long while the fast one has crossed over the slow one, flat or short once it has crossed under. */
export const sma = defineStrategy({
  name: "sma",
  title: "Moving-average crossover",
  description: "Buys when a fast average of closes crosses over a slow one; sells when it crosses under.",
  params: Params,
  warmup: ({ slow, fast, stop, target }) => Math.max(slow, fast, hasExits(stop, target) ? rangeBars : 0),
  sizing: ({ sizing }) => sizing,
  setsStop: ({ stop }) => stop !== "none",
  init: ({ fast, slow, stop, target }) => ({
    fast: movingAverage(fast),
    slow: movingAverage(slow),
    crossing: crossing(),
    range: hasExits(stop, target) ? averageTrueRange(rangeBars) : null,
  }),
  onBar({ bar, state, decide }, { side, stop, target }) {
    const close = exactInput(bar.close);
    const range = state.range === null ? Number.NaN : state.range.next(bar);
    const cross = state.crossing.next(state.fast.next(close), state.slow.next(close));
    if (cross === null) return;
    const stance = cross === "over" ? "long" : side === "both" ? "short" : "flat";
    const reason = cross === "over" ? "fast average crossed over slow" : "fast average crossed under slow";
    if (state.range === null || stance === "flat") return decide.target(stance, reason);
    decide.target(stance, reason, exitsAt(bar.close, range, stop, target));
  },
});

function hasExits(stop: string, target: string): boolean {
  return stop !== "none" || target !== "none";
}

function exitsAt(close: number, range: number, stop: string, target: string): Exits {
  const exits: { stopDistance?: number; targetDistance?: number } = {};
  if (stop !== "none") exits.stopDistance = distanceOf(stop, close, range);
  if (target !== "none") exits.targetDistance = distanceOf(target, close, range);
  return exits;
}
