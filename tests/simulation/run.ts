import { type FaultKind, faultKinds } from "./faults.ts";
import { type InvariantName, invariantNames } from "./invariant-name.ts";
import { runSeed, type SeedResult } from "./run-seed.ts";

/** Steps of one seed's life. */
const usualSteps = 400;

interface Options {
  readonly minutes: number | null;
  readonly seed: number | null;
  readonly seeds: number;
  readonly steps: number;
  readonly breaks: InvariantName | null;
  readonly json: boolean;
}

function usage(why: string): never {
  process.stderr.write(
    [
      why,
      "npm run simulate [-- --minutes N | --seeds N | --seed N] [--steps N] [--break INVARIANT] [--json]",
      `Invariants: ${invariantNames.join(", ")}`,
      "",
    ].join("\n"),
  );
  process.exit(2);
}

function readOptions(words: readonly string[]): Options {
  const values = new Map<string, string>();
  const known = ["--minutes", "--seed", "--seeds", "--steps", "--break"];
  let json = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === "--json") json = true;
    else if (known.includes(word) && words[at + 1] !== undefined) values.set(word, words[++at] as string);
    else usage(`simulate does not take "${word}"`);
  }
  const number = (name: string): number | null => {
    const text = values.get(name);
    if (text === undefined) return null;
    const value = Number(text);
    return value > 0 && Number.isFinite(value) ? value : usage(`${name} takes a number above zero, not "${text}"`);
  };
  const named = values.get("--break");
  const breaks = invariantNames.find((name) => name === named) ?? null;
  if (named !== undefined && breaks === null) usage(`there is no invariant "${named}"`);
  return {
    minutes: number("--minutes"),
    seed: number("--seed"),
    seeds: number("--seeds") ?? 100,
    steps: number("--steps") ?? usualSteps,
    breaks,
    json,
  };
}

const options = readOptions(process.argv.slice(2));
const faults = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
const total = { seeds: 0, steps: 0, marketHours: 0, restarts: 0, orders: 0, fills: 0, checks: 0 };
const until = options.minutes === null ? null : Date.now() + options.minutes * 60_000;
let broken: SeedResult | null = null;

for (let seed = options.seed ?? 1; broken === null; seed++) {
  const result = runSeed(seed, options.steps, options.breaks);
  total.seeds++;
  for (const name of ["steps", "marketHours", "restarts", "orders", "fills", "checks"] as const)
    total[name] += result[name];
  for (const [kind, count] of result.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
  if (result.broken !== null) broken = result;
  if (options.seed !== null || (until === null ? total.seeds >= options.seeds : Date.now() >= until)) break;
  if (total.seeds % 100 === 0) process.stderr.write(`${total.seeds} seeds …\n`);
}

const again = (seed: number): string =>
  [
    "npm run simulate -- --seed",
    seed,
    "--steps",
    options.steps,
    ...(options.breaks ? [`--break "${options.breaks}"`] : []),
  ].join(" ");

if (options.json) {
  const faultCounts = Object.fromEntries(faults);
  const found = broken && { seed: broken.seed, ...broken.broken, replay: again(broken.seed) };
  process.stdout.write(
    `${JSON.stringify({ ...total, invariants: invariantNames.length, faults: faultCounts, broken: found }, null, 1)}\n`,
  );
} else {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say(`seeds run           ${total.seeds}`);
  say(`market time         ${total.marketHours.toFixed(1)} hours in ${total.steps} steps, ${total.restarts} restarts`);
  say(`orders, fills       ${total.orders}, ${total.fills}`);
  say("faults injected");
  for (const [kind, count] of faults) say(`  ${kind.padEnd(24)}${count}`);
  say(`invariants checked  ${total.checks} times, ${invariantNames.length} kinds, ${broken === null ? 0 : 1} broken`);
  if (broken?.broken) {
    const { step, invariant, what, events } = broken.broken;
    say("");
    say(`BROKEN: ${invariant}`);
    say(`seed ${broken.seed}, step ${step}: ${what}`);
    say("the last events:");
    for (const event of events) say(`  ${event}`);
    say(`replay: ${again(broken.seed)}`);
  }
}
process.exitCode = broken === null ? 0 : 1;
