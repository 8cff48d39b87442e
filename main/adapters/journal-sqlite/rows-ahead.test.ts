import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { Archive } from "./archive.ts";
import { keyEvents } from "./event-inserts.ts";
import { openMacKeys } from "./mac-keys.ts";
import { openForReading } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { rowsAhead } from "./rows-ahead.ts";
import { verifyStored } from "./verify-stored.ts";

const events = 4200;
const all = Number.MAX_SAFE_INTEGER;

/** A store that outlives the session, as the port has it. */
async function record(profileDir: string): Promise<{ readonly origin: string; readonly secrets: SecretStore }> {
  const secrets: SecretStore = { ...sessionSecrets(), storage: "keychain" };
  const journal = await openTestJournal(profileDir, { secrets });
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
  return { origin: journal.health().origin, secrets };
}

function forge(profileDir: string, change: string): void {
  const db = new Database(journalPath(profileDir));
  try {
    db.exec("DROP TRIGGER IF EXISTS events_no_update; DROP TRIGGER IF EXISTS events_no_delete");
    db.exec(change);
  } finally {
    db.close();
  }
}

test("a journal is checked alike by one thread and by two, whole and damaged, also where their stretches meet", () =>
  withProfile(async (dir) => {
    const { origin, secrets } = await record(dir);
    const macKeys = await openMacKeys(secrets, origin.slice("proofdesk/".length), { seq: 0, version: () => 1 });
    const said = (threadFrom: number): unknown => {
      const db = openForReading(journalPath(dir));
      try {
        return verifyStored(db, origin, all, macKeys, undefined, threadFrom);
      } catch (error) {
        return (error as Error).message;
      } finally {
        db.close();
      }
    };
    expect(said(0)).toEqual(said(all));
    expect(said(0)).toMatchObject({ from: 0, macs: { checked: expect.any(Number), unchecked: 0 } });
    const found = [];
    for (const change of [
      "UPDATE events SET mac = zeroblob(32) WHERE seq = 3600",
      "UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 3500",
      "UPDATE events SET bytes = 'none' WHERE seq = 3001",
      "DELETE FROM events WHERE seq = 3000",
      "UPDATE events SET leaf = zeroblob(32) WHERE seq = 2999",
      "UPDATE checkpoints SET note = replace(note, char(10), ' ') WHERE size = (SELECT MIN(size) FROM checkpoints WHERE size > 2200)",
      "DELETE FROM events WHERE seq = 1999",
      "UPDATE events SET bytes = replace(bytes, '\"type\"', '\"typ\"') WHERE seq = 500",
    ]) {
      forge(dir, `DROP TRIGGER IF EXISTS checkpoints_no_update; ${change}`);
      found.push(said(0));
      expect(found.at(-1)).toBe(said(all));
    }
    // Each damage lies before the one that was found before it.
    expect(new Set(found).size).toBe(found.length);
  }));

test("the other thread reads what it is told to, and the calling one every third stretch", () =>
  withProfile(async (dir) => {
    await record(dir);
    const db = openForReading(journalPath(dir));
    const shared = { from: 0, to: events - 1, prev: "0".repeat(64), withMacs: false, told: keyEvents };
    const rows = [...rowsAhead(db, new Archive(db), shared)];
    db.close();
    // Its own pages are shorter than what comes from there.
    const own = Array.from({ length: 10 }, (_, n) => ({ first: 2000 + 100 * n, rows: 100 }));
    const told = [0, 1000].map((first) => ({ first, rows: 1000 }));
    expect(rows.map(({ first, leaves }) => ({ first, rows: leaves.length / 32 }))).toEqual([
      ...told,
      ...own,
      { first: 3000, rows: 1000 },
      { first: 4000, rows: 200 },
    ]);
  }));
