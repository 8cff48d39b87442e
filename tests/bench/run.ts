import { fork, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Baseline, lostRatios } from "./baseline.ts";
import type { BenchMode, FigureResult } from "./figure.ts";
import { figures } from "./figures.ts";
import { measureNoise, type Noise } from "./noise.ts";
import { table } from "./table.ts";

/** One figure with what its process used and how steady the machine was right before. */
type Measured = FigureResult & { readonly rssMb: number; readonly noise: Noise };

const baselineFile = join(import.meta.dirname, "baseline.json");
const usage = `npm run bench [-- --quick] [-- --json FILE] [-- --check | --write-baseline] [-- --baseline FILE] [-- NAME…]
Figures: ${figures.map((figure) => figure.name).join(", ")}
Without a name, and unless a baseline is checked or written, the peers follow: npm run bench:peers`;

if (process.argv[2] === "--measure") await measure(process.argv[3] ?? "", { quick: process.argv[4] === "quick" });
else await main();

/** Each figure has a process of its own, so that none warms, fills or fragments another's. */
async function main(): Promise<void> {
  const { values, positionals } = readOptions();
  if (values.help) {
    console.log(usage);
    return;
  }
  const kept = values.baseline;
  const chosen = figures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const unknown = positionals.find((name) => figures.every((figure) => figure.name !== name));
  if (unknown !== undefined) fail(`There is no figure "${unknown}".`);
  const results: Measured[] = [];
  const missing: { name: string; reason: string }[] = [];
  for (const figure of chosen) {
    const reason = figure.unavailable?.() ?? null;
    if (reason !== null) {
      missing.push({ name: figure.name, reason });
      console.error(`${figure.name}: not measured: ${reason}`);
      continue;
    }
    console.error(`${figure.name} …`);
    try {
      results.push(await inOwnProcess(figure.name, values.quick ?? false));
    } catch (error) {
      missing.push({ name: figure.name, reason: String(error) });
      console.error(`${figure.name}: failed: ${String(error)}`);
      process.exitCode = 1;
    }
  }
  console.log(table(results));
  for (const { name, reason } of missing) console.log(`${name}: not measured: ${reason}`);
  if (results.some((result) => result.noise.noisy)) {
    console.log("The machine was busy (noise p99 above 1.25 of the median): trust ratios more than absolute figures.");
  }
  const ratios = ratiosOf(results);
  if (positionals.length === 0 && !values.check && !values["write-baseline"]) peersTable(values.quick ?? false);
  if (values.check) {
    const lost = lostRatios(readBaseline(kept), ratios);
    for (const line of lost) console.error(line);
    if (lost.length > 0) process.exitCode = 1;
    else console.error(`No ratio lost more than a fifth of ${kept}.`);
  }
  if (values["write-baseline"]) {
    const before = existsSync(kept) ? readBaseline(kept) : {};
    writeFileSync(kept, `${JSON.stringify({ ...before, ...ratios }, null, 2)}\n`);
  }
  if (values.json !== undefined) {
    writeFileSync(
      values.json,
      `${JSON.stringify({ machine: machine(), quick: values.quick ?? false, results, missing }, null, 2)}\n`,
    );
  }
}

/** The same job in other people's libraries, as far as they are installed; each line says how to get what is not. */
function peersTable(quick: boolean): void {
  console.log("");
  const script = join(import.meta.dirname, "peers", "run.ts");
  const { status } = spawnSync(process.execPath, [script, ...(quick ? ["--quick"] : [])], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

/** Times that a figure tells in bars of the plain loop are left out: they follow the machine, and less of them is better. */
function ratiosOf(results: readonly Measured[]): Baseline {
  const paired = results.filter(({ ratioOf }) => ratioOf.startsWith("of "));
  return Object.fromEntries(paired.map(({ name, ratio }) => [name, ratio]));
}

function readBaseline(file: string): Baseline {
  return JSON.parse(readFileSync(file, "utf8")) as Baseline;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        quick: { type: "boolean" },
        json: { type: "string" },
        check: { type: "boolean" },
        "write-baseline": { type: "boolean" },
        baseline: { type: "string", default: baselineFile },
        help: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message: string): never {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}

function inOwnProcess(name: string, quick: boolean): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ["--measure", name, quick ? "quick" : "full"], {
      serialization: "advanced",
    });
    let result: Measured | null = null;
    child.on("message", (message) => {
      result = message as Measured;
    });
    child.on("error", reject);
    child.on("exit", (code) => (result === null ? reject(new Error(`it ended with code ${code}`)) : resolve(result)));
  });
}

async function measure(name: string, mode: BenchMode): Promise<void> {
  const figure = figures.find((each) => each.name === name);
  if (!figure) throw new Error(`no figure ${name}`);
  const noise = measureNoise(mode.quick ? 100 : 1000);
  const result = await figure.run(mode);
  const measured: Measured = { ...result, noise, rssMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(measured, () => process.exit(0));
}

function machine() {
  const [first] = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${release()} ${process.arch}`,
    cpu: first?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: loadavg(),
    at: new Date().toISOString(),
  };
}
