import { type BigIntStats, existsSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";

/** The files of a profile's own, with what SQLite and an unfinished write leave beside them: `journal.db-wal`, `openings.json.tmp`. */
const ownFile =
  /^(journal\.db|emergency\.log|openings\.json|settings\.json|newest-checkpoint\.json|state\.snapshot|desk\.lock|desk\.json|control\.json)([-.].*)?$/;
/** Its own folders. What a person takes away lies in `exports`, `receipts` and `backups`, which are not among them. */
const ownFolder = /^(segments|prop-firms|logs|window|\.proofdesk-backup-.*|\.restoring-.*)$/;
/** More links than this in a row are a ring, which no system follows either. */
const mostLinks = 40;

/** The folder with every link followed, also where only its beginning is there. */
function realFolder(dir: string): string {
  try {
    return realpathSync.native(dir);
  } catch {
    const parent = dirname(dir);
    return parent === dir ? dir : join(realFolder(parent), basename(dir));
  }
}

/** What a symbolic link says; `null` for anything else. */
function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

/** Where a file that is written to `file` comes to lie; a link may lead to a place where nothing is yet. */
function realFile(file: string): string {
  let at = resolve(file);
  for (let links = 0; links < mostLinks; links++) {
    at = join(realFolder(dirname(at)), basename(at));
    const link = linkOf(at);
    if (link === null) return at;
    at = resolve(dirname(at), link);
  }
  return at;
}

/** Whether a profile in `dir` counts `file` among its own, by name; also on a disk that tells no `A` from `a`. */
function ownsName(dir: string, file: string): boolean {
  const [first = "", ...rest] = relative(dir, file).toLowerCase().split(sep);
  return rest.length === 0 ? ownFile.test(first) || ownFolder.test(first) : ownFolder.test(first);
}

/** `undefined` also for what may not be looked at: it is not written to either. */
function statOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true });
  } catch {
    return undefined;
  }
}

function isSameFile(one: BigIntStats | undefined, other: BigIntStats | undefined): boolean {
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** Nothing for what is no folder, or is none any more. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Whether `file` is a hard link to one of the profile's own files. */
function ownsBytes(dir: string, file: string): boolean {
  const stat = statOf(file);
  if (stat === undefined || !stat.isFile() || stat.nlink < 2n) return false;
  const own = namesIn(dir).flatMap((name) => {
    const path = join(dir, name);
    return ownFolder.test(name) ? namesIn(path).map((inner) => join(path, inner)) : [path];
  });
  return own.some((path) => ownsName(dir, path) && isSameFile(statOf(path), stat));
}

function* foldersAbove(file: string): Generator<string> {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    yield dir;
    if (dirname(dir) === dir) return;
  }
}

/**
 * Refuses to write where a person named a file that a profile lives by, before anything is opened: its journal, archive,
 * openings, settings and so on, in `profileDir` (`null`: the command has no profile) or in any other profile the file would
 * lie in, under whatever name a link gives it; or one of `besides`, the files that the same command reads or writes. Throws
 * a Fault `OUTPUT-PATH`.
 */
export function refuseOwnFiles(
  out: string,
  profileDir: string | null,
  besides: readonly (string | undefined)[] = [],
): void {
  const file = realFile(out);
  const named = profileDir === null ? [] : [realFolder(resolve(profileDir))];
  const profiles = [...named, ...[...foldersAbove(file)].filter((dir) => existsSync(join(dir, "journal.db")))];
  const owner = profiles.find((dir) => ownsName(dir, file) || ownsBytes(dir, file));
  if (owner !== undefined) throw taken(out, `is a file that the profile ${owner} lives by`);
  const other = besides.find(
    (one) => one !== undefined && (realFile(one) === file || isSameFile(statOf(one), statOf(file))),
  );
  if (other !== undefined) throw taken(out, "is named twice: the command reads or writes it as another file");
}

/** Refuses a place where no file can lie, before the work for it is done. Throws a Fault `OUTPUT-PATH`. */
export function requireFilePlace(out: string): void {
  if (statOf(out)?.isDirectory() === true) throw taken(out, "is a folder");
  const dir = dirname(resolve(out));
  if (statOf(dir)?.isDirectory() !== true) throw taken(out, `cannot be written: there is no folder ${dir}`);
}

function taken(out: string, why: string): Fault {
  return new Fault(
    "OUTPUT-PATH",
    "validation",
    `${out} ${why}; nothing was written`,
    "Name another file: outside the profile, or in its exports or backups folder.",
  );
}
