import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { runImport } from "../../commands/import.ts";
import { runOrder } from "../../commands/order.ts";
import { runTrackRecord } from "../../commands/track-record.ts";
import { coveredEvents } from "./covered-events.ts";
import { journalPath, openRecord } from "./open-record.ts";
import { readOrigin } from "./stored-origin.ts";

async function record(profileDir: string, events = 60): Promise<void> {
  const journal = await openTestJournal(profileDir);
  for (let n = 0; n < events / 2; n++) journal.append(sampleEvent(n));
  await journal.checkpoint("half of them");
  for (let n = events / 2; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
}

function forge(profileDir: string, sql: string): void {
  const db = new Database(journalPath(profileDir));
  const triggers = ["events_no_update", "events_no_delete", "checkpoints_no_update", "checkpoints_no_delete"];
  for (const name of triggers) db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  db.exec(sql);
  db.close();
}

function covered(profileDir: string): { seqs: number[]; size: number; behind: number } {
  const { db, reader } = openRecord(profileDir);
  try {
    const { events, size, behind } = coveredEvents(reader, readOrigin(db));
    return { seqs: Array.from(events, ({ seq }) => seq), size, behind };
  } finally {
    db.close();
  }
}

const trackRecord = (profileDir: string): Promise<{ lines: readonly string[] }> =>
  runTrackRecord({ profileDir, format: "json", out: join(profileDir, "record.json"), days: 30 });

/** What somebody who can write the file may do to it, and what shows it. */
const damages: Readonly<Record<string, readonly [sql: string, shows: string]>> = {
  "a changed event": [`UPDATE events SET bytes = replace(bytes, '"0.01"', '"9.01"') WHERE seq = 5`, "event 5"],
  "an event that is gone": ["DELETE FROM events WHERE seq = 5", "event 5"],
  "a cut tail": ["DELETE FROM events WHERE seq > 50", "event 51"],
  "a checkpoint of another text": [
    "UPDATE checkpoints SET note = replace(note, char(10) || '63' || char(10), char(10) || '62' || char(10))",
    "checkpoint 63",
  ],
  "a checkpoint that nobody signed": [
    "UPDATE checkpoints SET note = substr(note, 1, length(note) - 9) || 'AAAAAAA=' || char(10)",
    "checkpoint 63",
  ],
};

for (const [name, [sql, shows]] of Object.entries(damages)) {
  test(`a track record refuses ${name}, and writes nothing`, () =>
    withProfile(async (profileDir) => {
      await record(profileDir);
      expect(covered(profileDir).size).toBe(63);
      forge(profileDir, sql);
      const refused = expect.objectContaining({ code: "STORAGE-CHAIN", message: expect.stringContaining(shows) });
      expect(() => covered(profileDir)).toThrow(refused);
      await expect(trackRecord(profileDir)).rejects.toThrow(refused);
      expect(existsSync(join(profileDir, "record.json"))).toBe(false);
    }));
}

test("an order's life and a comparison with a statement refuse a changed event", () =>
  withProfile(async (profileDir) => {
    await record(profileDir);
    const file = join(profileDir, "statement.csv");
    writeFileSync(
      file,
      "Id,ContractName,EnteredAt,ExitedAt,EntryPrice,ExitPrice,Fees,PnL,Size,Type,TradeDay,TradeDuration\n",
    );
    expect(runOrder({ profileDir, orderId: "o-1" }).exitCode).toBe(0);
    forge(profileDir, damages["a changed event"]?.[0] ?? "");
    const refused = expect.objectContaining({ code: "STORAGE-CHAIN" });
    expect(() => runOrder({ profileDir, orderId: "o-1" })).toThrow(refused);
    expect(() => runImport({ profileDir, file, zone: "UTC", symbols: [] })).toThrow(refused);
  }));

test("what no checkpoint covers yet is left out of a track record, which says how much that is", () =>
  withProfile(async (profileDir) => {
    await record(profileDir);
    forge(profileDir, "DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)");
    const { seqs, size, behind } = covered(profileDir);
    expect(size + behind).toBe(63);
    expect(behind).toBeGreaterThan(0);
    expect(seqs).toEqual(Array.from({ length: size }, (_, seq) => seq));
    expect((await trackRecord(profileDir)).lines.join("\n")).toContain(`${behind} events came after the checkpoint`);
    forge(profileDir, "DELETE FROM checkpoints");
    await expect(trackRecord(profileDir)).rejects.toMatchObject({ code: "EXPORT-UNSIGNED" });
  }));
