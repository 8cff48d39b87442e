import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { checkFile } from "../../main/adapters/journal-sqlite/backup.ts";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { readOrigin } from "../../main/adapters/journal-sqlite/stored-origin.ts";
import { verifyStored } from "../../main/adapters/journal-sqlite/verify-stored.ts";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { wholeBundleOf } from "../../main/adapters/proof-node/proof-record.ts";
import { toHex } from "../../main/audit/byte-text.ts";
import { leafOf } from "../../main/audit/leaf.ts";
import { verifyBundle, verifyComposed } from "../../main/audit/verifier/verify-bundle.ts";
import { names } from "./crash-order.ts";

/** What is left of a journal after a kill. */
export interface Remains {
  readonly events: number;
  /** Hex of every event's leaf: a later journal must begin with them. */
  readonly leaves: readonly string[];
  /** What is wrong with it or with the files beside it, in words; empty when nothing is. */
  readonly broken: readonly string[];
}

/** Events behind the last checkpoint are what a kill leaves: the next session signs them. */
const unsealed = "V11";

const failed = (report: ReturnType<typeof verifyComposed>, forgiven = ""): string[] =>
  report.levels.integrity
    .filter(({ code, outcome }) => outcome === "fail" && code !== forgiven)
    .map(({ code, text }) => `${code} ${text}`);

const attempt = (what: string, check: () => readonly string[]): string[] => {
  try {
    return check().map((problem) => `${what}: ${problem}`);
  } catch (error) {
    return [`${what}: ${(error as Error).message}`];
  }
};

function checkBackup(path: string): readonly string[] {
  checkFile(path);
  return [];
}

function checkMigrated(path: string): readonly string[] {
  const db = new Database(path);
  try {
    verifyStored(db, readOrigin(db), Number.MAX_SAFE_INTEGER);
    // What was archived before stays in its segments.
    const { events } = db.prepare("SELECT COUNT(*) AS events FROM events").get() as { events: number };
    const planted = db.prepare("SELECT name FROM sqlite_schema WHERE name = 'planted'").get() !== undefined;
    const copied = planted ? (db.prepare("SELECT COUNT(*) AS n FROM planted").get() as { n: number }).n : 0;
    return planted && copied !== events ? [`${copied} of ${events} rows were brought over`] : [];
  } finally {
    db.close();
  }
}

/**
 * Opens what a killed process left behind and checks it with the product's own checks: numbers, chain, tree, signatures.
 * A journal that was `closed` has no tail that nobody signed.
 */
export function examine(profileDir: string, closed = false): Remains {
  const at = (name: string): string => join(profileDir, name);
  const beside = [
    ...(existsSync(at(names.bundle))
      ? attempt("bundle", () => failed(verifyBundle(nodePrimitives, readFileSync(at(names.bundle), "utf8"))))
      : []),
    ...(existsSync(at(names.backup)) ? attempt("backup", () => checkBackup(at(names.backup))) : []),
    ...(existsSync(at(names.migrated)) ? attempt("migrated", () => checkMigrated(at(names.migrated))) : []),
  ];
  // Killed before the file or its tables were there: nothing was promised.
  if (!hasTables(at("journal.db"))) return { events: 0, leaves: [], broken: beside };
  const { db, reader } = openRecord(profileDir);
  try {
    const events = reader.tip() + 1;
    if (events === 0) return { events, leaves: [], broken: beside };
    const origin = readOrigin(db);
    const record = {
      read: (range: { from: number; to: number }) => reader.read(range.from, range.to),
      readCheckpoints: () => reader.checkpoints(),
    };
    const broken = attempt("journal", () => {
      verifyStored(db, origin, Number.MAX_SAFE_INTEGER);
      return failed(verifyComposed(nodePrimitives, wholeBundleOf(record, origin, events)), closed ? "" : unsealed);
    });
    const leaves = Array.from(reader.read(0, events - 1), ({ text }) => toHex(leafOf(nodePrimitives, text)));
    return { events, leaves, broken: [...broken, ...beside] };
  } finally {
    db.close();
  }
}

function hasTables(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = new Database(path);
  try {
    return Number(db.pragma("user_version", { simple: true })) > 0;
  } finally {
    db.close();
  }
}
