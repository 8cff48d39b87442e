import type Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { noPrevious } from "../../audit/leaf.ts";
import { sha256Hex } from "../proof-node/node-primitives.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { keyEvents } from "./event-inserts.ts";
import type { LinkedRows } from "./linked-rows.ts";
import { openForWriting } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { PlainPages } from "./plain-pages.ts";
import { linkedRows } from "./stored-rows.ts";

const page = 100;
const asked = { withMacs: true, told: keyEvents };

/** A journal with macs, umlauts and more than two pages, open for changes that its triggers would refuse. */
async function withRows(work: (db: Database.Database) => void): Promise<void> {
  await withProfile(async (dir) => {
    const journal = await openTestJournal(dir, { secrets: { ...sessionSecrets(), storage: "keychain" } });
    for (let n = 0; n < 2 * page + 20; n++) journal.append({ ...sampleEvent(n), trace: `größer-${n}` });
    await journal.close();
    const db = openForWriting(journalPath(dir));
    try {
      for (const name of ["events_no_update", "events_no_delete"]) db.exec(`DROP TRIGGER ${name}`);
      work(db);
    } finally {
      db.close();
    }
  });
}

/** The rows as they lie there. */
const stored = (db: Database.Database): { bytes: string; leaf: Buffer; mac: Buffer; mac_version: number }[] =>
  db.prepare("SELECT * FROM events ORDER BY seq").all() as ReturnType<typeof stored>;

/** The first page, or what follows `after` as the event before. */
function read(db: Database.Database, after = -1, to = Number.MAX_SAFE_INTEGER): LinkedRows | null {
  const prev = stored(db)[after]?.leaf.toString("hex") ?? noPrevious;
  return new PlainPages(db, asked).read(after + 1, to, prev);
}

test("a page says of its rows what they say one by one, and whose texts announce keys", () =>
  withRows((db) => {
    const rows = stored(db);
    for (const from of [0, 1, page]) {
      const expected = rows.slice(from, from + page);
      const found = read(db, from - 1);
      expect(found?.first).toBe(from);
      expect(Buffer.from(found?.leaves ?? []).equals(Buffer.concat(expected.map(({ leaf }) => leaf)))).toBe(true);
      expect(found?.macs.map((mac) => Buffer.from(mac ?? []))).toEqual(expected.map(({ mac }) => mac));
      expect(found?.versions).toEqual(expected.map(({ mac_version }) => mac_version));
    }
    expect([...(read(db)?.told ?? [])]).toEqual([
      [0, rows[0]?.bytes],
      [1, rows[1]?.bytes],
    ]);
    expect(read(db, page - 1)?.told.size).toBe(0);
    expect(new PlainPages(db, { ...asked, withMacs: false }).read(0, page, noPrevious)).toMatchObject({
      macs: [],
      versions: [],
    });
  }));

test("less than a page, and what does not follow the event before, is nobody's page", () =>
  withRows((db) => {
    expect(read(db, -1, page - 2)).toBeNull();
    expect(read(db, -1, page - 1)).not.toBeNull();
    expect(read(db, 2 * page)).toBeNull();
    expect(new PlainPages(db, asked).read(1, Number.MAX_SAFE_INTEGER, noPrevious)).toBeNull();
  }));

/** Gives a row other bytes, and the hash that fits them. */
function rewrite(db: Database.Database, seq: number, bytes: string | Buffer): void {
  const leaf = Buffer.from(sha256Hex(Buffer.concat([Buffer.of(0), Buffer.from(bytes)])), "hex");
  db.prepare("UPDATE events SET bytes = CAST(? AS TEXT), leaf = ? WHERE seq = ?").run(bytes, leaf, seq);
}

/** Whether rows hold, looked at page by page and where that fails one by one. */
function holds(db: Database.Database): boolean {
  try {
    for (const _ of linkedRows(db, null, { from: 0, prev: noPrevious, ...asked }));
    return true;
  } catch {
    return false;
  }
}

const last = page - 1;

/** Gives two rows hashes that are cut at another place: joined they are what they were. */
function shiftLeaves(db: Database.Database): void {
  db.pragma("ignore_check_constraints = 1");
  const [one, other] = stored(db)
    .slice(last - 1)
    .map(({ leaf }) => leaf);
  if (one === undefined || other === undefined) throw new Error("there are too few rows");
  const set = db.prepare("UPDATE events SET leaf = ? WHERE seq = ?");
  set.run(one.subarray(0, 16), last - 1);
  set.run(Buffer.concat([one.subarray(16), other]), last);
}

/** Exchanges the numbers of two rows in a table that lets them lie as they did. */
function exchangeNumbers(db: Database.Database): void {
  db.exec(`CREATE TABLE again (place INTEGER PRIMARY KEY, seq INTEGER, bytes TEXT, leaf BLOB, mac BLOB, mac_version INTEGER);
    INSERT INTO again SELECT seq, seq, bytes, leaf, mac, mac_version FROM events;
    DROP TABLE events;
    ALTER TABLE again RENAME TO events;
    UPDATE events SET seq = ${2 * last - 1} - seq WHERE seq IN (${last - 1}, ${last})`);
}

test.each<[string, (db: Database.Database, text: string) => void]>([
  ["half of its hash at the row before", shiftLeaves],
  ["the number of the row before", exchangeNumbers],
  ["other bytes", (db) => db.exec(`UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = ${last}`)],
  ["another hash", (db) => db.exec(`UPDATE events SET leaf = zeroblob(32) WHERE seq = ${last}`)],
  ["a row that is gone", (db) => db.exec(`DELETE FROM events WHERE seq = ${last}`)],
  ["bytes that are no text", (db, text) => rewrite(db, last, Buffer.from(text.replace("ö", "\xff"), "latin1"))],
  ["another predecessor", (db, text) => rewrite(db, last, text.replace(/"prev":"[^"]+/, `"prev":"${noPrevious}`))],
  ["another number", (db, text) => rewrite(db, last, text.replace(`"seq":${last}`, `"seq":${last + 1}`))],
  ["no event", (db) => rewrite(db, last, "none")],
  ["nothing", (db) => rewrite(db, last, "")],
])("a row with %s ends what is read by the page, and then by the row", (_, damage) =>
  withRows((db) => {
    expect(holds(db)).toBe(true);
    damage(db, stored(db)[last]?.bytes ?? "");
    expect(read(db)).toBeNull();
    expect(holds(db)).toBe(false);
  }),
);

test("two rows in one, joined as a page joins them, are not taken for two", () =>
  withRows((db) => {
    const [one, two] = stored(db).slice(last - 1);
    rewrite(db, last - 1, `${one?.bytes}\0${two?.bytes}`);
    db.exec(`DELETE FROM events WHERE seq = ${last}`);
    expect(read(db)).toBeNull();
    expect(holds(db)).toBe(false);
  }));

test.each([
  ["mac = NULL", "without a mac"],
  ["mac = x'00'", "with half a mac"],
  ["mac_version = 2", "of another version"],
  ["mac_version = NULL", "of no version"],
])("rows one of which has %s are looked at one by one", (change) =>
  withRows((db) => {
    db.exec(`UPDATE events SET ${change} WHERE seq = ${last}`);
    expect(read(db)).toBeNull();
    const told = [...linkedRows(db, null, { from: 0, prev: noPrevious, ...asked })];
    const rows = stored(db);
    expect(told.flatMap(({ macs }) => macs.map((mac) => mac && Buffer.from(mac)))).toEqual(rows.map(({ mac }) => mac));
    expect(told.flatMap(({ versions }) => versions)).toEqual(rows.map(({ mac_version }) => mac_version));
  }),
);

test("rows of one kind without macs are a page", () =>
  withRows((db) => {
    for (const version of [0, null]) {
      db.prepare("UPDATE events SET mac = NULL, mac_version = ?").run(version);
      expect(read(db)?.macs).toEqual(new Array(page).fill(null));
      expect(read(db)?.versions).toEqual(new Array(page).fill(version));
    }
  }));
