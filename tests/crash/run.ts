import { parseArgs } from "node:util";
import { type CrashTally, crashRuns } from "./crash-runs.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  throw new RangeError("--runs takes a whole number from 1, --seed a whole number");
}
const began = performance.now();
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;
let shown = 0;
const onRun = ({ kills }: CrashTally): void => {
  if (kills < shown + 50) return;
  shown = kills;
  process.stderr.write(`${kills} of ${runs} after ${seconds()}\n`);
};
const tally = await crashRuns({ runs, seed, onRun, lanes: 3 });
for (const problem of tally.problems) process.stdout.write(`${problem}\n`);
for (const [step, times] of Object.entries(tally.atStep).sort()) process.stdout.write(`  ${step}: ${times}\n`);
process.stdout.write(
  `seed ${seed}: ${tally.kills} kills, ${tally.acknowledged} acknowledged events, lost ${tally.lost}, ` +
    `broken chains ${tally.brokenChains}, ${tally.recovered} recovered unacknowledged events, ${seconds()}\n`,
);
process.exitCode = tally.lost > 0 || tally.brokenChains > 0 ? 1 : 0;
