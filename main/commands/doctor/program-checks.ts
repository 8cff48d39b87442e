import { spawnSync } from "node:child_process";
import { buildState } from "../desk-build.ts";
import { absent, type Check, present } from "./check.ts";

const builtFor = 24;

export function checkNode(version: string): Check {
  const name = "Node";
  if (Number.parseInt(version, 10) === builtFor) return present(name, `v${version}`, true);
  return absent({
    name,
    found: `v${version}, built for ${builtFor}`,
    cost: "untested: native modules and type stripping may behave differently",
    fix: "start through npm (npm run -s proofdesk -- …): npm ci installs the right Node into the project",
    state: "unknown",
  });
}

const probe = `import Database from "better-sqlite3";
const db = new Database(":memory:");
process.stdout.write(db.prepare("SELECT sqlite_version() AS v").get().v);`;

/** Loads SQLite in a process of its own, because a binary that does not fit this Node ends the process that loads it. */
export function checkSqlite(root: string, executable: string = process.execPath): Check {
  const name = "better-sqlite3";
  const child = spawnSync(executable, ["--input-type=module", "-e", probe], {
    cwd: root,
    encoding: "utf8",
    timeout: 10_000,
    windowsHide: true,
  });
  if (child.status === 0) return present(name, `SQLite ${child.stdout}`, true);
  const crashed = child.signal === null ? "" : ` (${child.signal})`;
  const reason = /^\w*Error.*$/m.exec(child.stderr ?? "")?.[0] ?? `exit code ${child.status}${crashed}`;
  return absent({
    name,
    found: `does not load: ${reason}`,
    cost: "no journal, so nothing trades",
    fix: "npm ci; then start through npm, which uses the project's own Node",
    needed: true,
  });
}

export function checkBuild(root: string): Check {
  const name = "build";
  const state = buildState(root);
  if (state === "fresh") return present(name, "out/ is newer than the sources");
  return absent({
    name,
    found: state === "missing" ? "out/ is not there" : "out/ is older than the sources",
    cost: "the next start of the desk takes a few seconds longer, because it builds the page first",
    fix: "npm run build",
  });
}
