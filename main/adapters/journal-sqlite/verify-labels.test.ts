import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { orderOf, readEvent } from "../../audit/event-text.ts";
import { type Db, openForWriting } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { idLabel } from "./schema.ts";
import { verifyLabels } from "./verify-labels.ts";

const ids = ["o-1", "o-2", 'quoted "o"', "back\\slash", "größer", 'x","type":"note.added', "trader-1"];

/** Events of several orders and traces in each other's way; some orders lie further inside, some under another trace. */
async function record(dir: string): Promise<Db> {
  const journal = await openTestJournal(dir);
  for (let n = 0; n < 400; n++) {
    const trace = ids[(n * 5) % ids.length] as string;
    const orderId = ids[n % ids.length] as string;
    const data = n % 4 === 0 ? { orderId } : n % 4 === 1 ? { orderId: trace } : { text: "t", inside: { orderId } };
    const actor = { kind: "desk", id: "d" } as const;
    journal.append({ type: "note.added", at: 1_700_000_000_000 + n, actor, trace, cause: null, data });
  }
  await journal.close();
  const db = openForWriting(journalPath(dir));
  db.exec("DROP TRIGGER events_no_update");
  return db;
}

/** What is wrong with the labels of a journal, found event by event. */
function wrong(db: Db): boolean {
  const rows = db.prepare("SELECT seq, bytes, type FROM events ORDER BY seq").all() as {
    seq: number;
    bytes: string;
    type: string;
  }[];
  const found = db.prepare("SELECT 1 FROM labels JOIN label_events USING (no) WHERE label = ? AND seq = ?").pluck();
  return rows.some(({ seq, bytes, type }) => {
    const event = readEvent(bytes);
    const under = [event.trace, orderOf(event.data) ?? event.trace];
    return event.type !== type || under.some((id) => found.get(idLabel(id), seq) !== 1);
  });
}

function checked(db: Db, latest?: number): string | null {
  try {
    verifyLabels(db, latest);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

test("every event of a sound journal is found under its trace and its order", () =>
  withProfile(async (dir) => {
    const db = await record(dir);
    expect(wrong(db)).toBe(false);
    expect(checked(db)).toBeNull();
    db.close();
  }));

test("whatever row of a label is gone or stands elsewhere is missed just where somebody would look for it in vain", () =>
  withProfile(async (dir) => {
    const db = await record(dir);
    const rows = db.prepare("SELECT no, seq FROM label_events ORDER BY no, seq").all() as { no: number; seq: number }[];
    let missed = 0;
    fc.assert(
      fc.property(
        fc.array(fc.nat(rows.length - 1), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: -2, max: 2 }),
        (places, by) => {
          db.exec("BEGIN");
          for (const place of places) {
            const { no, seq } = rows[place] as { no: number; seq: number };
            db.prepare("DELETE FROM label_events WHERE no = ? AND seq = ?").run(no, seq);
            if (by !== 0) db.prepare("INSERT OR IGNORE INTO label_events VALUES (?, ?)").run(no, seq + by);
          }
          const found = checked(db);
          expect(found !== null).toBe(wrong(db));
          if (found !== null) missed += 1;
          db.exec("ROLLBACK");
        },
      ),
      { numRuns: 60 },
    );
    expect(missed).toBeGreaterThan(30);
    db.close();
  }));

test("a label that is gone, and a type beside an event that is not its own, are told with the event", () =>
  withProfile(async (dir) => {
    const db = await record(dir);
    db.exec("BEGIN; UPDATE events SET type = 'fill.busted' WHERE seq = 300");
    expect(checked(db)).toBe("the journal was changed or damaged at event 300: its type is not the one in its bytes");
    expect(checked(db, 50)).toBeNull();
    db.exec(
      "ROLLBACK; BEGIN; PRAGMA defer_foreign_keys = ON; UPDATE labels SET label = 'id:other' WHERE label = 'id:größer'",
    );
    expect(checked(db)).toMatch(/it is not found under größer$/);
    db.exec("ROLLBACK");
    db.close();
  }));
