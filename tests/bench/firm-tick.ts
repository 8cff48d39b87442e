import { FirmWatch } from "../../main/risk/prop-firm/firm-watch.ts";
import type { TickColumns } from "../../shared/model/market.ts";
import { appliedPreset } from "../fixtures/firm-rig.ts";
import { presetOf } from "../fixtures/prop-firm-presets.ts";
import { benchEngine, marketOrder, person } from "./bench-engine.ts";
import { type Figure, plainSeed } from "./figure.ts";
import { median, timed, warmUp } from "./measure.ts";
import { seededTicks } from "./seeded-ticks.ts";
import { atMostCells } from "./verdict.ts";

const block = 200_000;
/** Its floor follows every tick, so that nothing of the evaluation can be left out. */
const preset = { ...presetOf("apex.intraday.eval_rithmic.100k"), timeLimitDays: null };

/** What the firm's guard adds to each tick of equity while a position is open, against the same ticks without it. */
export const firmTick: Figure = {
  name: "firm-tick",
  async run({ quick }) {
    const rounds = quick ? 5 : 25;
    const ticks = seededTicks(block, plainSeed, Date.UTC(2026, 0, 5));
    const watch = new FirmWatch({ record: null });
    watch.apply(appliedPreset(preset), Date.UTC(2026, 0, 5), person);
    const engines = { bare: benchEngine(), guarded: benchEngine({ watches: [watch] }) };
    for (const engine of Object.values(engines)) {
      engine.playTicks(0, ticks, 0, 1);
      engine.submit(marketOrder("buy"), person, "bench");
    }
    const play = (name: keyof typeof engines): void => void engines[name].playTicks(0, ticks, 0, block);
    for (const name of ["bare", "guarded"] as const) {
      warmUp(() => {
        nextBlock(ticks);
        play(name);
      }, 400);
    }
    const bareMs: number[] = [];
    const guardedMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      nextBlock(ticks);
      bareMs.push(timed(() => play("bare")));
      guardedMs.push(timed(() => play("guarded")));
    }
    const state = watch.guard?.state;
    if (state === undefined || state.at !== ticks.at[block - 1]) throw new Error("the guard did not see the last tick");
    if (state.failure !== null || watch.log.stop !== null) throw new Error("the guard stopped the account");
    const micros = median(guardedMs.map((ms, round) => ((ms - (bareMs[round] as number)) * 1000) / block));
    return {
      name: "firm-tick",
      title: "firm's guard, per equity tick",
      value: Math.max(0, micros),
      unit: "µs",
      ...atMostCells([micros], { must: [2], goal: [1] }),
      ratio: median(guardedMs.map((ms, round) => (bareMs[round] as number) / ms)),
      ratioOf: "of the engine's ticks/s without it",
      detail: { ticks: block * rounds, nanosecondsWithout: (median(bareMs) * 1e6) / block },
    };
  },
};

function nextBlock({ at, length }: TickColumns): void {
  for (let i = 0; i < length; i++) at[i] = (at[i] as number) + length * 10;
}
