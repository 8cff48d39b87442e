import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { type Migration, migrate } from "./migrate.ts";
import { openForReading, openForWriting } from "./open-database.ts";
import { journalPath, openRecord } from "./open-record.ts";
import { schemaVersion } from "./schema.ts";
import { verifyStored } from "./verify-stored.ts";

const next = schemaVersion + 1;
const addNotes: Migration = { to: next, sql: "CREATE TABLE planted (id INTEGER PRIMARY KEY) STRICT" };
const version = (db: Database.Database): number => Number(db.pragma("user_version", { simple: true }));

async function withStored(use: (path: string, origin: string) => void): Promise<void> {
  await withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    for (let n = 0; n < 40; n++) journal.append(sampleEvent(n));
    const { origin } = journal.health();
    await journal.close();
    use(journalPath(profileDir), origin);
  });
}

test("a journal of the present version opens as it is, and a migration leaves every event as it was", () =>
  withStored((path, origin) => {
    const db = openForWriting(path);
    expect(version(db)).toBe(schemaVersion);
    const before = verifyStored(db, origin);
    expect(migrate(db, [addNotes])).toBe(next);
    expect(migrate(db, [addNotes])).toBe(next);
    expect(verifyStored(db, origin)).toEqual(before);
    db.close();
  }));

test("a file of the next version is refused by name, for writing and for reading, and not touched", () =>
  withStored((path) => {
    const planted = new Database(path);
    planted.pragma(`user_version = ${next}`);
    planted.close();
    for (const open of [() => openForWriting(path), () => openForReading(path), () => openRecord(join(path, ".."))]) {
      expect(open).toThrow(
        expect.objectContaining({ code: "JOURNAL-NEWER", message: expect.stringContaining(`version ${next}`) }),
      );
    }
    const after = new Database(path, { readonly: true });
    expect(version(after)).toBe(next);
    after.close();
  }));

test("a file of an earlier version is brought forward by a writer only; a reader says so", () =>
  withStored((path) => {
    const planted = new Database(path);
    planted.pragma(`user_version = ${schemaVersion - 1}`);
    planted.close();
    expect(() => openForReading(path)).toThrow(expect.objectContaining({ code: "JOURNAL-OLDER" }));
  }));

test("a migration that fails leaves the version and the tables of before", () =>
  withStored((path) => {
    const db = openForWriting(path);
    const broken = { to: next, sql: `${addNotes.sql}; INSERT INTO nowhere VALUES (1)` };
    expect(() => migrate(db, [broken])).toThrow("no such table");
    expect(version(db)).toBe(schemaVersion);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'planted'").get()).toBeUndefined();
    expect(() => migrate(db, [{ ...addNotes, to: next + 1 }])).toThrow("no migration leads from");
    db.close();
  }));
