import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startVitest } from "vitest/node";
import { ensureBuild } from "../main/commands/desk-build.ts";
import { findChromium } from "../main/transport/chromium.ts";
import { absentBrowserTests } from "./runner/absent-browser-tests.ts";
import { outcomeReporter } from "./runner/outcome-reporter.ts";
import { skipLines } from "./runner/skip-classes.ts";
import { closingLine, tallyOutcomes } from "./runner/tally.ts";

const root = join(import.meta.dirname, "..");
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const filters = process.argv.slice(2);
const reporter = outcomeReporter(root);
const outside: string[] = [];

// Every test's profiles and pages go below one folder that goes when the run ends.
const scratch = mkdtempSync(join(tmpdir(), "proofdesk-tests-"));
process.env["TMPDIR"] = scratch;

// Threads and commands that run from source read what is compiled already, as they do when the product starts them.
process.env["NODE_COMPILE_CACHE"] ??= join(root, "node_modules/.cache/proofdesk");

// The tests of the shells use the real build; building first means that it is made once and for this very source.
try {
  await ensureBuild(root, say);
} catch (error) {
  outside.push(error instanceof Error ? error.message : String(error));
}

// Coverage says something about the whole suite only, so a run of chosen files goes without it.
const coverage = { enabled: filters.length === 0 };
try {
  const vitest = await startVitest(filters, { root, watch: false, coverage, reporters: ["default", reporter] });
  await vitest.close();
} catch (error) {
  outside.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });
const absent = chromium === null && filters.length === 0 ? absentBrowserTests(root) : [];
const tally = tallyOutcomes([...reporter.collected.outcomes, ...absent], [...outside, ...reporter.collected.outside]);

say("");
for (const line of tally.outside) say(`failed outside a test: ${line}`);
for (const line of skipLines(tally.skipped)) say(line);
const nothingRan = tally.passed === 0;
if (nothingRan) say("no test ran");
// vitest sets the exit code when coverage stays below its thresholds, which is no test's failure.
const vitestFailed = process.exitCode !== undefined && process.exitCode !== 0;
if (vitestFailed && tally.failed === 0 && !nothingRan) say("the coverage is below its thresholds: see above");
const code = tally.failed > 0 || nothingRan || vitestFailed ? 1 : 0;
rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
// Whatever still holds the process open (a browser that does not answer) must not keep the result back.
process.stdout.write(`${closingLine(tally)}\n`, () => process.exit(code));
