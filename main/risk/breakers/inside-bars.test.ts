import fc from "fast-check";
import { expect, test } from "vitest";
import { Breakers } from "../../../shared/model/breaker-settings.ts";
import { engineRig, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { quietSigns } from "./breaker-check.ts";
import { BreakerWatch } from "./breaker-watch.ts";

const minute = 60_000;
const t0 = Date.UTC(2026, 0, 5, 12);

interface Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Candles whose moves and wicks are whole, each opening where the one before has closed. */
const candles = fc
  .array(fc.record({ move: fc.integer({ min: -6, max: 6 }), over: fc.nat(5), under: fc.nat(5) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps) => {
    let last = 100;
    return steps.map(({ move, over, under }): Candle => {
      const open = last;
      last += move;
      return { open, close: last, high: Math.max(open, last) + over, low: Math.min(open, last) - under };
    });
  });

/** A desk that holds something under two breakers, and which of its candles tripped which. */
function desk(side: "buy" | "sell") {
  const settings = Breakers.parse([
    { rule: "daily-loss", limit: "80", action: "warn" },
    { rule: "drawdown", limit: "120", action: "warn" },
  ]);
  const rig = engineRig({ cash: "1000", leverage: "10", watches: [new BreakerWatch(() => settings, quietSigns)] });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 1e9 };
  return { rig, hold: () => rig.fill(rig.engine.submit(market(side, "10"), person, "").orderId, "10", "100") };
}

function overBars(side: "buy" | "sell", all: readonly Candle[]): Map<string, number> {
  const { rig, hold } = desk(side);
  const bar = ({ open, high, low, close }: Candle, i: number): void => {
    rig.clock.now = t0 + (i + 1) * minute;
    rig.engine.bar(0, t0 + i * minute, minute, open, high, low, close, 10);
    rig.engine.pump(1);
  };
  bar({ open: 100, high: 100, low: 100, close: 100 }, 0);
  hold();
  for (const [i, candle] of all.entries()) bar(candle, i + 1);
  return trippedAt(rig, (at) => Math.floor((at - t0) / minute) - 1);
}

function overTicks(side: "buy" | "sell", all: readonly Candle[]): Map<string, number> {
  const { rig, hold } = desk(side);
  const tick = (price: number, at: number): void => {
    rig.clock.now = at;
    rig.engine.tick(0, at, price, price, price, 1);
    rig.engine.pump(1);
  };
  tick(100, t0);
  hold();
  for (const [i, { open, high, low, close }] of all.entries()) {
    const way = close < open ? [open, high, low, close] : [open, low, high, close];
    for (const [leg, price] of way.entries()) tick(price, t0 + (i + 1) * minute + leg);
  }
  return trippedAt(rig, (at) => Math.floor((at - t0) / minute) - 1);
}

function trippedAt(rig: ReturnType<typeof engineRig>, candleOf: (at: number) => number): Map<string, number> {
  const trips = rig.events.filter(({ type }) => type === "risk.breaker_tripped");
  return new Map(trips.map(({ data, at }) => [String(data["rule"]), candleOf(at)]));
}

test("over bars a loss trips in the very candle in which it trips over the ticks it was made of", () => {
  let trips = 0;
  let later = 0;
  fc.assert(
    fc.property(candles, fc.constantFrom("buy" as const, "sell" as const), (all, side) => {
      const [bars, ticks] = [overBars(side, all), overTicks(side, all)];
      expect(bars.get("daily-loss")).toBe(ticks.get("daily-loss"));
      // Nobody knows whether a candle's best came before its worst: the peak is taken to have risen first.
      const [byBars, byTicks] = [bars.get("drawdown"), ticks.get("drawdown")];
      if (byTicks !== undefined) expect(byBars).toBeLessThanOrEqual(byTicks);
      if (byBars !== byTicks) later++;
      trips += ticks.size;
    }),
    { numRuns: 300 },
  );
  expect(trips).toBeGreaterThan(100);
  console.log(`300 stretches: ${trips} trips over ticks, ${later} drawdowns that bars tell sooner`);
});
