import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import {
  machineClock,
  openTestJournal,
  sampleEvent,
  testBuild,
  withProfile,
} from "../../../tests/journal/sample-journal.ts";
import { leafHexOf } from "../../audit/leaf.ts";
import { readKeysOf } from "../../commands/command-host.ts";
import { runOrder } from "../../commands/order.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { archiveEvents } from "./archive-events.ts";
import { EventReader } from "./event-reader.ts";
import { type RowKeys, readRowKeys } from "./mac-keys.ts";
import { openForReading } from "./open-database.ts";
import { journalPath } from "./open-record.ts";

/** A store that outlives the session, as the port has it. */
const keptSecrets = (): SecretStore => ({ ...sessionSecrets(), storage: "keychain" });
/** Genesis and the session's beginning stand before it, and the first event of its order. */
const seq = 3;
const [order, trace] = ["o-0", "t-0"];
const all = Number.MAX_SAFE_INTEGER;

/** A session of some events. Answers the journal's id. */
async function record(profileDir: string, secrets: SecretStore = sessionSecrets(), events = 30): Promise<string> {
  const journal = await openTestJournal(profileDir, { secrets });
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
  return journal.health().origin.slice("proofdesk/".length);
}

/** Changes the file as its owner can. */
function forge(profileDir: string, change: (db: Database.Database) => void): void {
  const db = new Database(journalPath(profileDir));
  for (const name of ["events_no_update", "events_no_delete"]) db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  change(db);
  db.close();
}

/** Another size in one event; `hashed` has its row's leaf fit. */
const otherSize =
  (hashed: boolean) =>
  (db: Database.Database): void => {
    const bytes = db.prepare("SELECT bytes FROM events WHERE seq = ?").pluck().get(seq) as string;
    const forged = bytes.replace('"size":"0.01"', '"size":"9.01"');
    expect(forged).not.toBe(bytes);
    const leaf = leafHexOf(nodePrimitives, hashed ? forged : bytes);
    db.prepare("UPDATE events SET bytes = ?, leaf = ? WHERE seq = ?").run(forged, Buffer.from(leaf, "hex"), seq);
  };

function withReader<T>(profileDir: string, use: (reader: EventReader) => T, keys: RowKeys | null = null): T {
  const db = openForReading(journalPath(profileDir));
  try {
    return use(new EventReader(db, { keys }));
  } finally {
    db.close();
  }
}

/** Every way to the bytes of one event. */
const ways: Readonly<Record<string, (reader: EventReader) => unknown>> = {
  "all events": (reader) => [...reader.read(0, all)],
  "that event": (reader) => [...reader.read(seq, seq)],
  "its order": (reader) => reader.order(order),
  "its trace": (reader) => reader.trace(trace),
};

const refused = (message: string) =>
  expect.objectContaining({ code: "STORAGE-CHAIN", message: expect.stringContaining(message) });

test("an event whose bytes were changed is refused by every read, and by none that does not touch it", () =>
  withProfile(async (profileDir) => {
    await record(profileDir);
    forge(profileDir, otherSize(false));
    for (const [way, read] of Object.entries(ways))
      expect(() => withReader(profileDir, read), way).toThrow(refused(`event ${seq}: its bytes do not have the hash`));
    expect(withReader(profileDir, (reader) => reader.order("o-5"))).toHaveLength(3);
  }));

test("an event whose hash was made to fit is refused where the next one is read after it, or a key is kept", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    const id = await record(profileDir, secrets);
    const keys = await readRowKeys(secrets, id);
    for (const read of Object.values(ways)) withReader(profileDir, read, keys);
    forge(profileDir, otherSize(true));
    expect(() => withReader(profileDir, (reader) => [...reader.read(0, all)])).toThrow(
      refused(`event ${seq + 1}: it does not follow`),
    );
    for (const [way, read] of Object.entries(ways))
      expect(() => withReader(profileDir, read, keys), way).toThrow(
        refused(`event ${seq}: its row was not written by`),
      );
    expect(await readRowKeys(sessionSecrets(), id)).toBeNull();
  }));

test("the commands that only read find the keys in the keychain, and make none", () =>
  withProfile(async (profileDir) => {
    const [secrets, other] = [keptSecrets(), keptSecrets()];
    await record(profileDir, secrets);
    const hostOf = (store: SecretStore) => ({
      clock: machineClock,
      build: testBuild,
      env: {},
      secrets: Promise.resolve({ store, note: "" }),
    });
    const keys = await readKeysOf(hostOf(secrets), profileDir);
    expect(runOrder({ profileDir, orderId: order, keys }).exitCode).toBe(0);
    expect(await readKeysOf(hostOf(other), profileDir)).toBeNull();
    forge(profileDir, otherSize(true));
    const forged = refused(`event ${seq}: its row was not written by`);
    expect(() => runOrder({ profileDir, orderId: order, keys })).toThrow(forged);
  }));

test("a row that lost its mac is refused where a key is kept; rows of sessions without a keychain are not", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    const id = await record(profileDir, secrets);
    await record(profileDir, sessionSecrets());
    await record(profileDir, secrets);
    const keys = await readRowKeys(secrets, id);
    expect(withReader(profileDir, (reader) => [...reader.read(0, all)], keys)).toHaveLength(3 * 32 + 1);
    for (const marks of ["mac = NULL", "mac = NULL, mac_version = NULL", "mac_version = 0", "mac_version = 7"]) {
      forge(profileDir, (db) => db.exec(`UPDATE events SET ${marks} WHERE seq = ${seq}`));
      for (const [way, read] of Object.entries(ways))
        expect(() => withReader(profileDir, read, keys), `${way}, ${marks}`).toThrow(refused(`event ${seq}: its row`));
    }
  }));

test("an event that is gone, or stands in the place of another, is refused", () =>
  withProfile(async (profileDir) => {
    await record(profileDir);
    const other = join(profileDir, "other");
    await record(other);
    forge(profileDir, (db) => {
      const move = db.prepare("UPDATE events SET bytes = ?, leaf = ? WHERE seq = ?");
      const read = db.prepare("SELECT bytes, leaf FROM events WHERE seq = ?");
      const { bytes, leaf } = read.get(seq + 3) as { bytes: string; leaf: Buffer };
      move.run(bytes, leaf, seq);
    });
    for (const [way, read] of Object.entries(ways))
      expect(() => withReader(profileDir, read), way).toThrow(refused(`event ${seq}: its bytes say another number`));
    forge(other, (db) => db.exec(`DELETE FROM events WHERE seq = ${seq}`));
    const touching = Object.entries(ways).filter(([way]) => way !== "that event");
    for (const [way, read] of touching)
      expect(() => withReader(other, read), way).toThrow(refused(`event ${seq}: it is missing`));
  }));

test("who tells of everything that is wrong with a journal reads it as it lies there", () =>
  withProfile(async (profileDir) => {
    await record(profileDir);
    forge(profileDir, otherSize(false));
    const db = openForReading(journalPath(profileDir));
    const raw = new EventReader(db, { unchecked: true });
    for (const read of Object.values(ways)) expect(JSON.stringify(read(raw))).toContain("9.01");
    db.close();
  }));

test("an archived event is refused when its segment is not the one that was sealed, also while it is being read", () =>
  withProfile(async (profileDir) => {
    await record(profileDir, sessionSecrets(), 600);
    await record(profileDir);
    const { events } = archiveEvents({ profileDir, before: Date.now() + 1000, now: Date.now(), segmentEvents: 300 });
    expect(events).toBeGreaterThan(500);
    const [file = ""] = readdirSync(join(profileDir, "segments"));
    const path = join(profileDir, "segments", file);
    const db = openForReading(journalPath(profileDir));
    const reader = new EventReader(db);
    expect([...reader.read(0, all)].length).toBeGreaterThan(events);
    const bytes = readFileSync(path);
    bytes.write(" ", bytes.indexOf('"prev"') - 1);
    chmodSync(path, 0o600);
    writeFileSync(path, bytes);
    for (const [way, read] of Object.entries(ways))
      expect(() => read(reader), way).toThrow(refused("is not the one that was sealed"));
    db.close();
  }));
