import { expect, test } from "vitest";
import type { EngineOptions } from "../../main/engine/engine-face.ts";
import { quietSigns } from "../../main/risk/breakers/breaker-check.ts";
import { BreakerWatch } from "../../main/risk/breakers/breaker-watch.ts";
import { Breakers, breakerKinds, breakerRules } from "../../shared/model/breaker-settings.ts";
import { benchEngine, benchLimits, marketOrder, person } from "./bench-engine.ts";
import { plainSeed } from "./figure.ts";
import { median } from "./measure.ts";
import { seededTicks } from "./seeded-ticks.ts";

const inputs = 20_000;
/** Bytes of a handful of doubles that a call hands back: how many are boxed is the compiler's choice, an object more is ours. */
const fewNumbers = 100;

/** Every breaker there is, each so far away that nothing trips. */
const all = Breakers.parse(
  breakerRules.map((rule) => {
    const { unit, windowNeeded } = breakerKinds[rule];
    const limit = { money: "90000", percent: "95", count: "1000", milliseconds: "86400000", "basis points": "9999" };
    return { rule, action: "halt", limit: limit[unit], ...(windowNeeded ? { windowMs: 1000 } : {}) };
  }),
);

/** What a tick of an engine with an open position leaves on the heap, and how long it takes; medians of rounds. */
function perTick(watches: EngineOptions["watches"]): { bytes: number; ns: number } {
  const engine = benchEngine({ watches, limits: { ...benchLimits, staleAfterMs: 86_400_000 } });
  const ticks = seededTicks(inputs, plainSeed, 0);
  const play = (): void => {
    for (let i = 0; i < inputs; i++) ticks.at[i] = (ticks.at[i] as number) + inputs * 10;
    engine.playTicks(0, ticks, 0, inputs);
  };
  play();
  engine.submit(marketOrder("buy"), person, "bench");
  for (let i = 0; i < 20; i++) play();
  expect(engine.positions()[0]?.size).toBe("1");
  const rounds = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    play();
    const ns = ((performance.now() - start) * 1e6) / inputs;
    return { bytes: (process.memoryUsage().heapUsed - before) / inputs, ns };
  });
  expect(engine.breakers()).toEqual([]);
  return { bytes: median(rounds.map(({ bytes }) => bytes)), ns: median(rounds.map(({ ns }) => ns)) };
}

test("with every breaker armed a tick that trips nothing leaves no more on the heap than a few numbers", () => {
  const plain = perTick([]);
  const watched = perTick([new BreakerWatch(() => all, quietSigns)]);
  expect(watched.bytes - plain.bytes).toBeLessThan(fewNumbers);
  console.log(`${plain.ns.toFixed(0)} ns per tick, ${watched.ns.toFixed(0)} with ${all.length} breakers`);
});

test("a watch that allocates is seen", () => {
  const kept: number[][] = [];
  const waste = (): null => {
    kept[0] = Array.from({ length: 20 }, (_, i) => kept.length + i);
    return null;
  };
  expect(perTick([{ id: "w", observe: waste }]).bytes - perTick([]).bytes).toBeGreaterThan(fewNumbers);
});
