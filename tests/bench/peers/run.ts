import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contestants } from "./contestants.ts";
import { measurePeers } from "./measure-peers.ts";
import { installPeers } from "./peer-package.ts";
import { peersMarkdown, peersText } from "./peers-table.ts";
import { type VisitSpec, visit } from "./visit.ts";

const usage = `npm run bench:peers [-- --quick] [-- --rounds N] [-- --markdown] [-- --readme] [-- --json FILE] [-- NAME…]
Contestants: ${contestants.map(({ name }) => name).join(", ")}
Their packages: ${installPeers}; numpy and pandas are Debian's python3-numpy and python3-pandas.`;

if (process.argv[2] === "--visit") {
  const contestant = contestants.find(({ name }) => name === process.argv[3]);
  if (!contestant || !("packages" in contestant)) throw new Error(`there is no contestant ${process.argv[3]}`);
  await visit(contestant, JSON.parse(process.argv[4] ?? "{}") as VisitSpec);
  // What a peer leaves behind (timers, sockets) must not keep its process.
  process.exit(0);
} else {
  await main();
}

async function main(): Promise<void> {
  const { values, positionals } = readOptions();
  if (values.help) {
    console.log(usage);
    return;
  }
  const unknown = positionals.find((name) => contestants.every((contestant) => contestant.name !== name));
  if (unknown !== undefined) fail(`There is no contestant "${unknown}".`);
  const quick = values.quick ?? false;
  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) fail("--rounds takes a whole number of at least 1.");
  const report = await measurePeers(
    contestants.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    {
      bars: quick ? 100_000 : 1_000_000,
      rounds,
      warmUpMs: quick ? 100 : 600,
      measureMs: quick ? 50 : 300,
      say: (line) => console.error(line),
    },
  );
  console.log(values.markdown ? peersMarkdown(report) : peersText(report));
  if (values.readme) await writeReadme(peersMarkdown(report));
  if (values.json !== undefined) {
    const figures = report.figures.map(({ contestant: { name }, ...figure }) => ({ name, ...figure }));
    writeFileSync(values.json, `${JSON.stringify({ ...report, figures }, null, 2)}\n`);
  }
  if (report.figures.some(({ agrees }) => !agrees) || report.missing.some(({ failed }) => failed)) process.exitCode = 1;
}

/** Puts the table where the README keeps it, so that nobody copies figures by hand. */
async function writeReadme(markdown: string): Promise<void> {
  // Loaded here alone: a contestant's process has no use for it.
  const { replaceBlock } = await import("../../../docs/generate/generated-files.ts");
  const file = join(import.meta.dirname, "..", "..", "..", "README.md");
  writeFileSync(file, replaceBlock(readFileSync(file, "utf8"), "peers", markdown));
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        quick: { type: "boolean" },
        rounds: { type: "string" },
        markdown: { type: "boolean" },
        readme: { type: "boolean" },
        json: { type: "string" },
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
