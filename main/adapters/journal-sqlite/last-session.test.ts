import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { lastSessionOpened } from "./last-session.ts";
import { type Db, openForWriting } from "./open-database.ts";
import { journalPath } from "./open-record.ts";

async function threeSessions(dir: string, use: (db: Db) => void): Promise<void> {
  for (let session = 0; session < 3; session++) {
    const journal = await openTestJournal(dir);
    for (let n = 0; n < 30; n++) journal.append(sampleEvent(n));
    await journal.close();
  }
  const db = openForWriting(journalPath(dir));
  try {
    // As somebody would who owns the machine.
    db.exec("DROP TRIGGER events_no_update");
    use(db);
  } finally {
    db.close();
  }
}

const keys = "(SELECT no FROM labels WHERE label = 'keys')";
const trueBegin = (db: Db): unknown =>
  db.prepare('SELECT MAX(seq) FROM events WHERE bytes LIKE \'%"type":"session.opened"%\'').pluck().get();

test("the beginning of the last session is found by its label, without a look at the rows between", () =>
  withProfile((dir) =>
    threeSessions(dir, (db) => {
      const begin = trueBegin(db);
      expect(lastSessionOpened(db)?.seq).toBe(begin);
      // Who went through the rows would come to this one first.
      db.prepare("UPDATE events SET type = 'session.opened' WHERE seq = (SELECT MAX(seq) - 5 FROM events)").run();
      expect(lastSessionOpened(db)?.seq).toBe(begin);
    }),
  ));

test.each([
  [
    "lead to an earlier session",
    (begin: unknown) => `DELETE FROM label_events WHERE no = ${keys} AND seq = ${String(begin)}`,
  ],
  ["are gone", () => "DELETE FROM label_events"],
])("where labels %s the rows tell", (_what, damage) =>
  withProfile((dir) =>
    threeSessions(dir, (db) => {
      const begin = trueBegin(db);
      db.exec(damage(begin));
      expect(lastSessionOpened(db)?.seq).toBe(begin);
    }),
  ),
);

test("a journal without events has had no session", () =>
  withProfile(async (dir) => {
    await (await openTestJournal(dir)).close();
    const db = openForWriting(journalPath(dir));
    db.exec("DROP TRIGGER events_no_delete; DELETE FROM events");
    expect(lastSessionOpened(db)).toBeUndefined();
    db.close();
  }));
