import { programRoot } from "../workstation/build-info.ts";
import type { Console } from "./console.ts";
import type { Check } from "./doctor/check.ts";
import { checkKeychain } from "./doctor/keychain-check.ts";
import { checkClock, checkClockOffset } from "./doctor/machine-checks.ts";
import { checkDisk, checkProfileFolder, checkProfileHolder, checkSchema } from "./doctor/profile-checks.ts";
import { checkBuild, checkNode, checkSqlite } from "./doctor/program-checks.ts";
import { checkChromium, checkElectron } from "./doctor/shell-checks.ts";
import { profileDirOf } from "./profile-option.ts";

const marks = { ok: "ok     ", missing: "missing", unknown: "unknown" } as const;

function print(checks: readonly Check[], canTrade: boolean, console: Console): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = " ".repeat(width + 11);
  for (const { name, state, found, cost, fix } of checks) {
    console.out(`${marks[state]}  ${name.padEnd(width)}  ${found}`);
    if (cost !== "") console.out(`${indent}costs: ${cost}`);
    if (fix !== "") console.out(`${indent}fix:   ${fix}`);
  }
  console.out("");
  console.out(canTrade ? "Trading on paper is possible." : "Trading on paper is not possible: mend what is missing.");
}

/** Looks at everything, changes nothing. Exit code 0 when trading on paper is possible, else 1. */
export async function runDoctor(
  options: { readonly profile?: string; readonly json: boolean },
  console: Console,
): Promise<number> {
  const root = programRoot();
  const profile = profileDirOf(options.profile);
  const sqlite = checkSqlite(root);
  const checks: Check[] = [
    checkNode(process.versions.node),
    sqlite,
    checkBuild(root),
    checkElectron(root, process.env),
    checkChromium(process.env, process.platform),
    await checkKeychain(process.env),
    checkProfileFolder(profile),
    checkProfileHolder(profile),
    ...(sqlite.state === "ok" ? [await checkSchema(profile)] : []),
    checkDisk(profile),
    checkClock(() => process.hrtime.bigint()),
    checkClockOffset(),
  ];
  const canTrade = checks.every(({ state, needed }) => state === "ok" || !needed);
  if (options.json) console.json({ canTrade, profile, platform: process.platform, arch: process.arch, checks });
  else print(checks, canTrade, console);
  return canTrade ? 0 : 1;
}
