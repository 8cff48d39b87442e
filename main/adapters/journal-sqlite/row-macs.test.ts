import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { toHex } from "../../audit/byte-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { rotateMacKey } from "./mac-keys.ts";
import { openForReading } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { packPeaks, readEdge } from "./stored-edge.ts";

/** A store that outlives the session, as the port has it. */
const keptSecrets = (): SecretStore => ({ ...sessionSecrets(), storage: "keychain" });

async function record(profileDir: string, secrets: SecretStore, events = 5): Promise<string> {
  const journal = await openTestJournal(profileDir, { secrets });
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
  return journal.health().origin.slice("proofdesk/".length);
}

interface Row {
  readonly seq: number;
  readonly bytes: string;
  readonly mac_version: number | null;
}

const rowsOf = (profileDir: string): Row[] => {
  const db = openForReading(journalPath(profileDir));
  const rows = db.prepare("SELECT seq, bytes, mac_version FROM events ORDER BY seq").all() as Row[];
  db.close();
  return rows;
};

/** Changes the file as somebody does who knows the format, but not the keys. */
function forge(profileDir: string, change: (db: Database.Database) => void): void {
  const db = new Database(journalPath(profileDir));
  for (const name of ["events_no_update", "events_no_delete", "checkpoints_no_delete"]) {
    db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  }
  change(db);
  db.close();
}

/** Rewrites one event and computes the chain and the edge anew from there; checkpoints over it are taken away. */
function rewrite(db: Database.Database, seq: number, from: string, to: string): void {
  const frontier = new MerkleFrontier(nodePrimitives.sha256Into);
  let prev: string | null = null;
  for (const row of db.prepare("SELECT seq, bytes FROM events ORDER BY seq").all() as Row[]) {
    let text = row.bytes;
    if (row.seq === seq) text = text.replace(from, to);
    if (row.seq > seq) text = text.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    const leaf = leafOf(nodePrimitives, text);
    if (row.seq >= seq) db.prepare("UPDATE events SET bytes = ?, leaf = ? WHERE seq = ?").run(text, leaf, row.seq);
    frontier.append(leaf);
    prev = toHex(leaf);
  }
  db.prepare("DELETE FROM checkpoints WHERE size > ?").run(seq);
  db.prepare("UPDATE edge SET peaks = ?").run(packPeaks(frontier));
  expect(readEdge(db).size).toBe(frontier.size);
}

test("every row carries the version of its key; a new version checks beside the old ones", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    const id = await record(profileDir, secrets);
    expect(await rotateMacKey(secrets, id, 1)).toBe(2);
    const before = rowsOf(profileDir).length;
    await record(profileDir, secrets);
    expect(rowsOf(profileDir).map((row) => row.mac_version)).toEqual(
      rowsOf(profileDir).map(({ seq }) => (seq < before ? 1 : 2)),
    );
    await record(profileDir, secrets);
    expect(await rotateMacKey(sessionSecrets(), id, 2)).toBeNull();
  }));

test("a changed row is caught although the chain, the edge and the checkpoints were made to fit", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await record(profileDir, secrets);
    forge(profileDir, (db) => rewrite(db, 4, '"size":"0.01"', '"size":"0.99"'));
    await expect(openTestJournal(profileDir, { secrets })).rejects.toMatchObject({
      code: "STORAGE-CHAIN",
      message: expect.stringContaining("event 4: its row was not written by this desk"),
    });
    // Without its keys nobody can tell, which is why anchors exist.
    await record(profileDir, sessionSecrets());
  }));

test("a row whose mac was taken away, or made with a key of somebody's own, is caught", async () => {
  for (const marks of ["mac = NULL", "mac = NULL, mac_version = NULL", "mac_version = 0", "mac_version = 7"]) {
    await withProfile(async (profileDir) => {
      const secrets = keptSecrets();
      await record(profileDir, secrets);
      forge(profileDir, (db) => db.exec(`UPDATE events SET ${marks} WHERE seq = 3`));
      await expect(openTestJournal(profileDir, { secrets }), marks).rejects.toThrow("event 3");
    });
  }
});

test("sessions without the keychain, and rows from before there were macs, are accepted as what they are", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await record(profileDir, secrets);
    await record(profileDir, sessionSecrets());
    const counts = rowsOf(profileDir).map((row) => row.mac_version);
    expect(new Set(counts)).toEqual(new Set([1, 0]));
    await record(profileDir, secrets);
    // Somebody else's keychain on the same profile begins above every version there is.
    await record(profileDir, keptSecrets());
    expect(rowsOf(profileDir).at(-1)?.mac_version).toBe(2);
    await record(profileDir, secrets);
  }));

test("a journal of version 1 is brought forward: its rows stay without macs, new ones carry them", () =>
  withProfile(async (profileDir) => {
    await record(profileDir, sessionSecrets());
    forge(profileDir, (db) => {
      db.exec(
        "DROP TRIGGER IF EXISTS events_no_delete; DROP TABLE segments; ALTER TABLE events DROP COLUMN mac; ALTER TABLE events DROP COLUMN mac_version",
      );
      db.pragma("user_version = 1");
    });
    const before = new Database(journalPath(profileDir)).prepare("SELECT COUNT(*) AS n FROM events").get() as {
      n: number;
    };
    const secrets = keptSecrets();
    await record(profileDir, secrets);
    await record(profileDir, secrets);
    expect(rowsOf(profileDir).map((row) => row.mac_version)).toEqual(
      rowsOf(profileDir).map(({ seq }) => (seq < before.n ? null : 1)),
    );
  }));

test("a keychain that lost the key in use goes on with a new one, and says what it can no longer check", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    const id = await record(profileDir, secrets);
    await secrets.remove(`journal/${id}/mac-key/1`);
    await record(profileDir, secrets);
    expect(rowsOf(profileDir).at(-1)?.mac_version).toBe(2);
    await secrets.set(`journal/${id}/macs`, "not json");
    await record(profileDir, secrets);
    expect(rowsOf(profileDir).at(-1)?.mac_version).toBe(3);
  }));
