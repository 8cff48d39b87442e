import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { toHex } from "../../audit/byte-text.ts";
import { checkpointEveryEvents } from "../../audit/checkpoint-policy.ts";
import type { Journal } from "../../ports/journal.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { journalPath, openRecord } from "./open-record.ts";

const typesOf = (journal: Journal): string[] =>
  [...journal.read()].map(({ text }) => (JSON.parse(text) as { type: string }).type);
const dataOf = (journal: Journal, seq: number): Record<string, unknown> => {
  const [stored] = journal.read({ from: seq, to: seq });
  return (JSON.parse(stored!.text) as { data: Record<string, unknown> }).data;
};
/** Changes the file behind the journal's back, triggers or not. */
const tamper = (profileDir: string, sql: string): void => {
  const db = new Database(journalPath(profileDir));
  for (const trigger of [
    "events_no_update",
    "events_no_delete",
    "events_in_order",
    "checkpoints_no_update",
    "checkpoints_no_delete",
  ]) {
    db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  }
  db.exec(sql);
  db.close();
};
const filled = async (profileDir: string, events: number): Promise<void> => {
  const journal = await openTestJournal(profileDir);
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
};

test("a new journal begins with its genesis and session, on disk with full synchronisation, sealed by a checkpoint", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const { origin, signing, ...health } = journal.health();
    expect(typesOf(journal)).toEqual(["journal.genesis", "session.opened"]);
    expect(dataOf(journal, 0)).toMatchObject({ origin, publicKey: signing.publicKey, storage: "session" });
    expect(dataOf(journal, 0).nextKeySha256).toMatch(/^[0-9a-f]{64}$/);
    expect(dataOf(journal, 1)).toMatchObject({ clock: { offset: "unknown" }, signing: { keyId: signing.keyId } });
    expect(health).toMatchObject({
      state: "open",
      synchronous: "FULL",
      walMode: true,
      durableSeq: 1,
      pending: 0,
      checkpoints: 1,
    });
    expect(health.lastCheckpoint?.size).toBe(2);
    expect(statSync(profileDir).mode & 0o077).toBe(0);
    await journal.close();
    expect(journal.health().state).toBe("closed");
    expect(() => journal.append(sampleEvent(0))).toThrow("closed");
    await expect(journal.checkpoint("late")).rejects.toThrow("closed");
  }));

test("what nobody waits for travels with the verdict that comes next, in one commit", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const heard: number[] = [];
    journal.onDurable((seq) => heard.push(seq));
    const filled = journal.append({ ...sampleEvent(0), type: "order.filled" });
    await Promise.resolve();
    const verdict = journal.append(sampleEvent(1));
    await journal.durable(verdict);
    expect(heard).toEqual([verdict]);
    expect(verdict).toBe(filled + 1);
    const alone = journal.append({ ...sampleEvent(2), type: "order.filled" });
    await expect.poll(() => journal.durableSeq).toBe(alone);
    await journal.close();
  }));

test("a run that stages thousands of events in one turn loses none and keeps their order", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const seqs = Array.from({ length: 2_000 }, (_, n) => journal.append(sampleEvent(n)));
    await journal.durable(seqs.at(-1)!);
    const stored = [...journal.read({ from: seqs[0]! })];
    expect(stored.map(({ seq }) => seq)).toEqual(seqs);
    expect(stored.map(({ text }) => (JSON.parse(text) as { trace: string }).trace)).toEqual(
      seqs.map((_, n) => sampleEvent(n).trace),
    );
    await journal.close();
  }));

test("events are numbered at once, durable in groups, and found again by order and by trace", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const heard: number[] = [];
    const stop = journal.onDurable((seq) => heard.push(seq));
    const seqs = Array.from({ length: 300 }, (_, n) => journal.append(sampleEvent(n)));
    expect(seqs).toEqual(seqs.map((_, n) => n + 2));
    expect(journal.health().pending).toBe(300);
    await journal.durable(seqs.at(-1)!);
    expect(heard).toEqual([301]);
    expect(journal.health()).toMatchObject({ pending: 0, durableSeq: 301, events: 302 });
    expect(journal.health().checkpoints).toBe(1 + Math.floor(300 / checkpointEveryEvents));
    expect(journal.readOrder("o-7").map(({ seq }) => seq)).toEqual([23, 24, 25]);
    expect(journal.readTrace("t-7")).toEqual(journal.readOrder("o-7"));
    const first = journal.append({ ...sampleEvent(0), trace: "o-900", data: { orderId: "o-900" } });
    const other = journal.append({ ...sampleEvent(0), trace: "o-900", data: { orderId: "o-901" } });
    await journal.durable(other);
    expect(journal.readOrder("o-900").map(({ seq }) => seq)).toEqual([first]);
    expect(journal.readTrace("o-900").map(({ seq }) => seq)).toEqual([first, other]);
    expect(journal.readOrder("o-901").map(({ seq }) => seq)).toEqual([other]);
    expect(journal.readTrace("o-901")).toEqual([]);
    expect(journal.readOrder("nobody")).toEqual([]);
    expect([...journal.read({ from: 5, to: 6 })].map(({ seq }) => seq)).toEqual([5, 6]);
    stop();
    const silent = heard.length;
    await journal.durable(journal.append(sampleEvent(300)));
    expect(heard).toHaveLength(silent);
    await journal.close();
  }));

test("what nobody may later deny is sealed at once", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const seq = journal.append({ ...sampleEvent(0), type: "kill_switch.engaged" });
    await journal.durable(seq);
    expect(journal.readCheckpoints().at(-1)?.size).toBe(seq + 1);
    await journal.close();
  }));

test("a long journal reads whole, page by page, while it is written", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    for (let n = 0; n < 2500; n++) journal.append(sampleEvent(n));
    await journal.durable(2501);
    let seen = 0;
    for (const { seq } of journal.read()) {
      expect(seq).toBe(seen++);
      if (seen === 1500) await journal.durable(journal.append(sampleEvent(0)));
    }
    expect(seen).toBeGreaterThanOrEqual(2502);
    await journal.close();
  }));

test("an event that has no canonical form is refused where it is recorded and takes no number", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    expect(() => journal.append({ ...sampleEvent(0), data: { price: 0.1 } })).toThrow("/price");
    expect(journal.append(sampleEvent(0))).toBe(2);
    await journal.close();
  }));

test("a journal that is opened again goes on where it ended; each session without a keychain announces its own key", () =>
  withProfile(async (profileDir) => {
    const secrets = sessionSecrets();
    const before = await openTestJournal(profileDir, { secrets });
    const { origin, signing } = before.health();
    await before.close();
    const after = await openTestJournal(profileDir, { secrets });
    expect(after.health().origin).toBe(origin);
    expect(after.health().signing.keyId).not.toBe(signing.keyId);
    expect(typesOf(after)).toEqual(["journal.genesis", "session.opened", "session.closed", "session.opened"]);
    expect(dataOf(after, 3)).toMatchObject({
      signing: { storage: "session", publicKey: after.health().signing.publicKey },
    });
    await after.close();
  }));

test("with a keychain every session signs with the key of the genesis; without its key it says why it does not", () =>
  withProfile(async (profileDir) => {
    // A store that outlives the session, as the contract of the port has it; the real keychain has its own test.
    const secrets = { ...sessionSecrets(), storage: "keychain" as const };
    const before = await openTestJournal(profileDir, { secrets });
    const { signing } = before.health();
    expect(signing.storage).toBe("keychain");
    await before.close();
    const again = await openTestJournal(profileDir, { secrets });
    expect(again.health().signing).toEqual(signing);
    await again.close();
    for (const other of [sessionSecrets(), { ...sessionSecrets(), storage: "keychain" as const }]) {
      const without = await openTestJournal(profileDir, { secrets: other });
      expect(without.health().signing.storage).toBe("session");
      expect(dataOf(without, without.durableSeq).signing).toMatchObject({
        note: expect.stringContaining("this session signs"),
      });
      await without.close();
    }
    const id = before.health().origin.slice("proofdesk/".length);
    const hash = nodePrimitives.sha256(Buffer.from(signing.publicKey, "base64"));
    await secrets.set(`journal/${id}/key/${toHex(hash)}`, Buffer.alloc(32).toString("base64"));
    const swapped = await openTestJournal(profileDir, { secrets });
    expect(dataOf(swapped, swapped.durableSeq).signing).toMatchObject({
      note: expect.stringContaining("does not hold"),
    });
    await swapped.close();
  }));

test("events and checkpoints cannot be changed, removed, inserted or replaced in place", () =>
  withProfile(async (profileDir) => {
    await filled(profileDir, 5);
    const db = new Database(journalPath(profileDir));
    for (const sql of [
      "UPDATE events SET bytes = '' WHERE seq = 3",
      "DELETE FROM events WHERE seq = 3",
      "INSERT INTO events VALUES (100, '', zeroblob(32), '', NULL, NULL)",
      "INSERT OR REPLACE INTO events VALUES (3, '', zeroblob(32), '', NULL, NULL)",
      "UPDATE checkpoints SET note = ''",
      "DELETE FROM checkpoints",
      "INSERT OR REPLACE INTO checkpoints VALUES (2, '', 0, '', x'')",
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append/);
    }
    db.close();
  }));

test.each([
  ["a changed digit", "UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 3", "event 3"],
  [
    "a changed digit with a leaf to match",
    "UPDATE events SET bytes = replace(bytes, '0.01', '0.02'), leaf = zeroblob(32) WHERE seq = 3",
    "event 3",
  ],
  ["a removed event", "PRAGMA foreign_keys = OFF; DELETE FROM events WHERE seq = 3", "event 3"],
  ["a cut tail", "PRAGMA foreign_keys = OFF; DELETE FROM events WHERE seq > 4", "event 5"],
  ["a replaced event", "UPDATE events SET bytes = (SELECT bytes FROM events WHERE seq = 4) WHERE seq = 3", "event 3"],
  ["bytes that are no event", "UPDATE events SET bytes = 'x' WHERE seq = 3", "event 3"],
  ["a genesis that is no event", "UPDATE events SET bytes = 'x' WHERE seq = 0", "event 0"],
  ["a genesis without a key", "UPDATE events SET bytes = '{\"data\":{}}' WHERE seq = 0", "event 0"],
  [
    "a changed checkpoint",
    "UPDATE checkpoints SET note = replace(note, char(10) || '2' || char(10), char(10) || '3' || char(10)) WHERE size = 2",
    "checkpoint 2",
  ],
  ["a checkpoint that is none", "UPDATE checkpoints SET note = '' WHERE size = 2", "checkpoint 2"],
  [
    "a checkpoint over another root",
    "UPDATE checkpoints SET note = (SELECT replace(note, char(10) || '8' || char(10), char(10) || '2' || char(10)) FROM checkpoints WHERE size = 8) WHERE size = 2",
    "checkpoint 2",
  ],
  [
    "a false signature",
    "UPDATE checkpoints SET note = substr(note, 1, length(note) - 12) || 'AAAAAAAAAAA' || char(10) WHERE size = 2",
    "checkpoint 2",
  ],
  ["a changed edge", "UPDATE edge SET peaks = zeroblob(length(peaks))", "the tree's edge at 8"],
  ["an edge that does not fit", "UPDATE edge SET size = 3", "the tree's edge at 8"],
])("%s is found at the next start, with the place", (_, sql, where) =>
  withProfile(async (profileDir) => {
    await filled(profileDir, 5);
    tamper(profileDir, sql);
    await expect(openTestJournal(profileDir)).rejects.toMatchObject({
      code: "STORAGE-CHAIN",
      message: expect.stringContaining(where),
    });
    // The refusal gives the profile back.
    await expect(openTestJournal(profileDir)).rejects.toMatchObject({ code: "STORAGE-CHAIN" });
  }),
);

test("a journal of a newer desk, another program's database and a file that is none are refused by name", () =>
  withProfile(async (profileDir) => {
    await filled(profileDir, 0);
    tamper(profileDir, "PRAGMA user_version = 99");
    await expect(openTestJournal(profileDir)).rejects.toMatchObject({ code: "JOURNAL-NEWER" });
    expect(() => openRecord(profileDir)).toThrow("newer");
    tamper(profileDir, "PRAGMA application_id = 1");
    await expect(openTestJournal(profileDir)).rejects.toMatchObject({ code: "STORAGE-FOREIGN" });
    expect(() => openRecord(join(profileDir, "nowhere"))).toThrow("holds no journal");
  }));

test("a full disk fails the journal closed: waiting events are refused, nothing crashes, what was durable stays", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir, { maxBytes: 200_000 });
    const failures: Error[] = [];
    journal.onFailure((failure) => failures.push(failure));
    let durable = journal.durableSeq;
    const fill = async (): Promise<void> => {
      for (;;) {
        const seqs = Array.from({ length: 100 }, (_, n) => journal.append(sampleEvent(n)));
        await journal.durable(seqs.at(-1)!);
        durable = journal.durableSeq;
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: "STORAGE-FULL", category: "storage" });
    expect(journal.health()).toMatchObject({
      state: "failed",
      durableSeq: durable,
      failure: expect.stringContaining("full"),
    });
    expect(failures).toHaveLength(1);
    expect(() => journal.append(sampleEvent(0))).toThrow("full");
    await expect(journal.checkpoint("late")).rejects.toThrow("full");
    await expect(journal.durable(durable + 1)).rejects.toThrow("full");
    await journal.durable(durable);
    expect([...journal.read()]).toHaveLength(durable + 1);
    await journal.close();
    const again = await openTestJournal(profileDir);
    expect(typesOf(again).slice(-2)).toEqual(["session.opened", "session.recovered"]);
    expect(dataOf(again, again.durableSeq)).toMatchObject({
      // The hundred that waited and the one that was refused came back from the side log.
      lastSeq: durable + 101,
      session: journal.health().session,
    });
    await again.close();
  }));

test.skipIf(process.platform === "win32")("a journal is its owner's alone, also in a folder that others may read", () =>
  withProfile(async (dir) => {
    chmodSync(dir, 0o755);
    const before = process.umask(0o022);
    try {
      const journal = await openTestJournal(dir);
      journal.append(sampleEvent(0));
      await journal.durable(2);
      const open = readdirSync(dir).filter((name) => (statSync(join(dir, name)).mode & 0o077) !== 0);
      await journal.close();
      // Who holds the profile, and the lock, tell nothing of what was traded.
      expect(open.filter((name) => !name.startsWith("desk."))).toEqual([]);
    } finally {
      process.umask(before);
    }
  }),
);
