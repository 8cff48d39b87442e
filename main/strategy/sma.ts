import { z } from "zod";
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
    "Size of an entry: equity:X or fixed:N (risk:R is refused: it needs a stop)",
  ),
});

/** Two moving averages: long while the fast one has crossed over the slow one, flat or short once it has crossed under. */
export const sma = defineStrategy({
  name: "sma",
  title: "Moving-average crossover",
  description: "Buys when a fast average of closes crosses over a slow one; sells when it crosses under.",
  params: Params,
  warmup: ({ slow, fast }) => Math.max(slow, fast),
  sizing: ({ sizing }) => sizing,
  init: ({ fast, slow }) => ({ fast: movingAverage(fast), slow: movingAverage(slow), crossing: crossing() }),
  onBar({ bar, state, decide }, { side }) {
    const close = exactInput(bar.close);
    switch (state.crossing.next(state.fast.next(close), state.slow.next(close))) {
      case "over":
        return decide.target("long", "fast average crossed over slow");
      case "under":
        return decide.target(side === "both" ? "short" : "flat", "fast average crossed under slow");
      case null:
        return;
    }
  },
});
