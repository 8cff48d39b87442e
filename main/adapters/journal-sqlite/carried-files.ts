import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Db } from "./open-database.ts";

const table = "carried_files";
/** What a backup carries of a profile beside the journal: settings, what opens private values, sealed segments, presets of the trader's own. Never the lock, never logs. */
const single = ["settings.json", "openings.json"];
const folders = ["segments", "prop-firms"];
/** What a backup may bring into a profile beside the journal. */
export const carried: readonly string[] = [...single, ...folders];
/**
 * A preset's file may be called as the trader likes, as long as it stays in its folder on every system. What is being
 * written has no name of its own yet, and may be gone before it is read.
 */
const safeName =
  /^((settings|openings)\.json|segments\/[A-Za-z0-9_-][A-Za-z0-9._-]*|prop-firms\/[^./\\:\0][^/\\:\0]*)(?<!\.new)$/;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function namesIn(profileDir: string): string[] {
  const inFolder = (folder: string): string[] =>
    existsSync(join(profileDir, folder))
      ? readdirSync(join(profileDir, folder))
          .map((name) => `${folder}/${name}`)
          .filter((name) => safeName.test(name) && isFile(join(profileDir, name)))
      : [];
  return [...single.filter((name) => existsSync(join(profileDir, name))), ...folders.flatMap(inFolder)];
}

/** Puts the profile's other files into a copy of its journal, so that a backup is one file. Returns their names. */
export function carryFiles(copy: Db, profileDir: string): string[] {
  copy.exec(`CREATE TABLE ${table} (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT`);
  const insert = copy.prepare(`INSERT INTO ${table} (name, bytes) VALUES (?, ?)`);
  const names = namesIn(profileDir);
  for (const name of names) insert.run(name, readFileSync(join(profileDir, name)));
  return names;
}

/** Takes the other files out of a copy and lays them into `dir`; a name that leads elsewhere is left out. */
export function unpackFiles(copy: Db, dir: string): void {
  for (const row of copy.prepare(`SELECT name, bytes FROM ${table}`).iterate()) {
    const { name, bytes } = row as { name: string; bytes: Buffer };
    if (!safeName.test(name)) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(dir, name), bytes, { mode: 0o600, flush: true });
  }
  copy.exec(`DROP TABLE ${table}`);
}

/** A file of a profile that a backup of it does not give back as it is. */
export interface CarriedDifference {
  readonly name: string;
  readonly how: "missing" | "different" | "only-in-backup";
}

function sameContent(one: string, other: string): boolean {
  return statSync(one).size === statSync(other).size && readFileSync(one).equals(readFileSync(other));
}

/** Compares what a backup brought beside its journal with what the live profile has, by name. */
export function compareCarried(restoredDir: string, profileDir: string): CarriedDifference[] {
  const [held, live] = [new Set(namesIn(restoredDir)), new Set(namesIn(profileDir))];
  return [...new Set([...held, ...live])].sort().flatMap((name): CarriedDifference[] => {
    if (!held.has(name)) return [{ name, how: "missing" }];
    if (!live.has(name)) return [{ name, how: "only-in-backup" }];
    return sameContent(join(restoredDir, name), join(profileDir, name)) ? [] : [{ name, how: "different" }];
  });
}
