import { createSecretKey } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { orderOf, stageEvent } from "../../audit/event-text.ts";
import { genesisData } from "../../audit/session-events.ts";
import { verifyingKey } from "../../audit/verifying-key.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { EventWriter } from "./event-writer.ts";
import { type Db, openForWriting } from "./open-database.ts";
import { type PlacedEvent, placedAlone } from "./placed-event.ts";
import { describeStorageError } from "./storage-fault.ts";
import { verifyStored } from "./verify-stored.ts";

const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32));
const key = verifyingKey(nodePrimitives, "proofdesk/test", publicKey);
const mac = { version: 1, key: createSecretKey(new Uint8Array(32)) };
const genesis = { ...sampleEvent(0), type: "journal.genesis" as const, data: genesisData(key, publicKey, "session") };
const staged = (seq: number): PlacedEvent => {
  const event = seq === 0 ? genesis : sampleEvent(seq);
  const { type, trace, data } = event;
  return placedAlone({ seq, ...stageEvent(event, seq, BigInt(seq), "s"), type, trace, orderId: orderOf(data) });
};
const batch = (from: number, to: number): PlacedEvent[] =>
  Array.from({ length: to - from }, (_, n) => staged(from + n));

async function withWriter(
  use: (open: () => EventWriter, db: Db, path: string) => void,
  maxBytes?: number,
): Promise<void> {
  await withProfile((dir) => {
    const path = join(dir, "journal.db");
    const db = openForWriting(path, maxBytes);
    try {
      use(() => new EventWriter(db, key, sign, mac, () => 1), db, path);
    } finally {
      db.close();
    }
  });
}

test("a writer that is opened again goes on with the same chain, tree and checkpoints", () =>
  withWriter((open, db) => {
    const before = open();
    before.commit(batch(0, 700), null);
    expect(before).toMatchObject({
      durableSeq: 699,
      checkpoints: 2,
      unsealed: true,
      lastCheckpoint: { size: 512, at: 1 },
    });
    const after = open();
    expect(after).toMatchObject({ durableSeq: 699, checkpoints: 2, unsealed: true, lastCheckpoint: null });
    after.commit(batch(700, 1000), "export.created");
    after.commit([], "export.created");
    after.commit([], null);
    expect(after).toMatchObject({ durableSeq: 999, checkpoints: 4, unsealed: false });
    expect(verifyStored(db, key.name)).toMatchObject({ events: 1000, from: 0, checkpoints: 4 });
  }));

test("a long journal is checked from the last checkpoint far enough back, with the keys announced before it", () =>
  withWriter((open, db) => {
    open().commit(batch(0, 1000), "session.closed");
    const whole = verifyStored(db, key.name);
    expect(verifyStored(db, key.name, 300)).toEqual({
      ...whole,
      from: 512,
      checkpoints: 3,
      macs: { checked: 0, unchecked: 488 },
    });
    db.exec("DROP TRIGGER events_no_update");
    db.exec("UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 511");
    expect(verifyStored(db, key.name, 300).from).toBe(512);
    expect(() => verifyStored(db, key.name)).toThrow("event 511");
    db.exec("UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 512");
    expect(() => verifyStored(db, key.name, 300)).toThrow("event 512");
  }));

test("an event out of order and a disk without space leave nothing of their batch behind", () =>
  withWriter((open, db) => {
    expect(() => open().commit([staged(0), staged(2)], null)).toThrow("event 2 came after 0");
    expect(open().durableSeq).toBe(-1);
    const writer = open();
    writer.commit(batch(0, 10), null);
    let error: unknown;
    try {
      writer.commit(batch(10, 5000), null);
    } catch (thrown) {
      error = thrown;
    }
    expect(describeStorageError(error).code).toBe("STORAGE-FULL");
    expect(verifyStored(db, key.name)).toMatchObject({ events: 10 });
  }, 150_000));

test("other errors of the disk are named with what SQLite says", () => {
  const broken = new Database.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
  expect(describeStorageError(broken)).toMatchObject({
    code: "STORAGE-IO",
    message: expect.stringContaining("SQLITE_IOERR_FSYNC"),
  });
  expect(describeStorageError(new Error("odd")).message).toContain("odd");
  // The index of the write-ahead log has no room: on a full disk this is the first that SQLite notices.
  const noIndex = new Database.SqliteError("disk I/O error", "SQLITE_IOERR_SHMSIZE");
  expect(describeStorageError(noIndex).code).toBe("STORAGE-FULL");
});

test("a damaged file is not said to hold what was confirmed", () => {
  for (const code of ["SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_INDEX"]) {
    expect(describeStorageError(new Database.SqliteError("malformed", code))).toMatchObject({
      code: "STORAGE-IO",
      message: expect.stringContaining(`is damaged: ${code}`),
      remedy: expect.stringContaining("restore BACKUP --to NEWDIR"),
    });
  }
});

test("an event of any length is hashed over its own bytes", () =>
  withWriter((open, db) => {
    const event = { ...sampleEvent(1), data: { text: "€".repeat(100_000) } };
    const { type, trace } = event;
    const long = placedAlone({ ...stageEvent(event, 1, 1n, "s"), seq: 1, type, trace, orderId: null });
    open().commit([staged(0), long, staged(2)], "session.closed");
    expect(verifyStored(db, key.name).events).toBe(3);
  }));

test("more orders than are remembered keep their own numbers, also those that come back", () =>
  withWriter((open, db) => {
    const writer = open();
    const orders = 20_500;
    const event = (seq: number, order: number): PlacedEvent => {
      const texts = stageEvent(sampleEvent(1), seq, 1n, "s");
      return placedAlone({ ...texts, seq, type: sampleEvent(1).type, trace: `t-${order}`, orderId: null });
    };
    writer.commit([staged(0), ...Array.from({ length: orders }, (_, i) => event(i + 1, i))], null);
    writer.commit([event(orders + 1, 3), event(orders + 2, orders - 1)], null);
    const found = db
      .prepare("SELECT seq FROM labels JOIN label_events USING (no) WHERE label = ? ORDER BY seq")
      .pluck();
    expect([found.all("id:t-3"), found.all(`id:t-${orders - 1}`)]).toEqual([
      [4, orders + 1],
      [orders, orders + 2],
    ]);
  }));
