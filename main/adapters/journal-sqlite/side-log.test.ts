import { createHash, createHmac, createSecretKey } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { NewJournalEvent } from "../../../shared/model/journal-event.ts";
import { memoryKeychain } from "../../../tests/fixtures/memory-keychain.ts";
import { openTestJournal, sampleEvent, testBuild, withProfile } from "../../../tests/journal/sample-journal.ts";
import { stageEvent } from "../../audit/event-text.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { openForWriting } from "./open-database.ts";
import { SideLog } from "./side-log.ts";

const logIn = (dir: string): string => join(dir, "emergency.log");
const refused = expect.objectContaining({ code: "STORAGE-SIDE-LOG", category: "security" }) as Error;
const winner: NewJournalEvent = {
  type: "order.filled",
  at: Date.UTC(2020, 0, 1),
  actor: { kind: "person", id: "trader" },
  trace: "x",
  cause: null,
  data: { orderId: "o-forged" },
};

const textsOf = (journal: Journal): string[] => [...journal.read()].map(({ text }) => text);

/** A journal of a session that has closed: its number of events, its last session and its origin. */
async function record(dir: string, secrets: SecretStore): Promise<{ events: number; session: string; origin: string }> {
  const journal = await openTestJournal(dir, { secrets });
  for (let n = 0; n < 9; n++) journal.append(sampleEvent(n));
  const { session, origin } = journal.health();
  await journal.close();
  return { events: journal.health().events, session, origin };
}

/** Writes one record as a program would that knows the format; `key` is what it marks it with. */
function forge(dir: string, body: unknown, key: Buffer = Buffer.alloc(32)): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  const mac = createHmac("sha256", createSecretKey(key)).update("proofdesk-side-log\n").update(bytes).digest();
  const log = readFileSync(logIn(dir));
  Buffer.concat([length, createHash("sha256").update(bytes).digest(), mac, bytes]).copy(log);
  writeFileSync(logIn(dir), log);
}

const staged = (seq: number, session: string) => ({
  seq,
  ...stageEvent(winner, seq, 10n ** 15n, session),
  type: winner.type,
  orderId: "o-forged",
  trace: winner.trace,
});
/** The key that anybody can work out. */
const openKey = (origin: string): Buffer => createHash("sha256").update(`proofdesk-side-log\n${origin}`).digest();

test("an event that another program has put into the log is not signed as the desk's own", () =>
  withProfile(async (dir) => {
    const secrets = memoryKeychain();
    const { events, session, origin } = await record(dir, secrets);
    for (const key of [Buffer.alloc(32), openKey(origin)]) {
      forge(dir, staged(events, session), key);
      await expect(openTestJournal(dir, { secrets })).rejects.toThrow(refused);
    }
    // With the log out of the way the desk opens, and its record is what it was.
    rmSync(logIn(dir));
    const again = await openTestJournal(dir, { secrets, checkAll: true });
    expect(textsOf(again).join()).not.toContain("o-forged");
    await again.close();
  }));

test("a log that is no log of events is refused by its name", () =>
  withProfile(async (dir) => {
    const secrets = sessionSecrets();
    await record(dir, secrets);
    for (const junk of [{ seq: 1_000_000 }, "text", null]) {
      forge(dir, junk);
      await expect(openTestJournal(dir, { secrets })).rejects.toThrow(refused);
    }
  }));

test("a log of another session is left alone, also where no keychain tells whose it is", () =>
  withProfile(async (dir) => {
    const { events, origin } = await record(dir, sessionSecrets());
    forge(dir, staged(events, "another session"), openKey(origin));
    const again = await openTestJournal(dir, { secrets: sessionSecrets() });
    expect(textsOf(again).join()).not.toContain("o-forged");
    await again.close();
  }));

test("what a session without a keychain kept aside is taken in by one that has the keychain again, and the other way round", () =>
  withProfile(async (dir) => {
    const secrets = memoryKeychain();
    const full = async (store: SecretStore): Promise<void> => {
      const maxBytes = statSync(join(dir, "journal.db")).size + 128 * 1024;
      const journal = await openTestJournal(dir, { secrets: store, maxBytes });
      for (let n = 0; journal.health().state === "open"; n++) {
        journal.append({ ...sampleEvent(n), data: { text: "x".repeat(5000) } });
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(() => journal.append(winner)).toThrow("full");
      await journal.close();
    };
    const kept = async (store: SecretStore): Promise<number> => {
      const journal = await openTestJournal(dir, { secrets: store, checkAll: true });
      const texts = textsOf(journal);
      await journal.close();
      return texts.filter((text) => text.includes("o-forged")).length;
    };
    await record(dir, secrets);
    await full(sessionSecrets());
    expect(await kept(secrets)).toBe(1);
    await full(secrets);
    expect(await kept(sessionSecrets())).toBe(2);
    await full(secrets);
    expect(await kept(secrets)).toBe(3);
  }));

test("a session that finds no room to begin leaves nothing behind for the next one", () =>
  withProfile(async (dir) => {
    const secrets = memoryKeychain();
    await record(dir, secrets);
    const build = { ...testBuild, gitSha: "x".repeat(50_000) };
    await expect(openTestJournal(dir, { maxBytes: 1, build })).rejects.toMatchObject({ code: "STORAGE-FULL" });
    const again = await openTestJournal(dir, { secrets });
    expect(textsOf(again).filter((text) => text.includes("session.opened"))).toHaveLength(2);
    await again.close();
  }));

test("a journal that begins where another one was takes nothing of its log, and does not throw it away", () =>
  withProfile(async (dir) => {
    const secrets = memoryKeychain();
    const { events, session } = await record(dir, secrets);
    forge(dir, staged(events, session));
    for (const name of ["journal.db", "newest-checkpoint.json"]) rmSync(join(dir, name));
    // As a first session leaves it that died before it recorded anything.
    openForWriting(join(dir, "journal.db")).close();
    for (let opened = 0; opened < 2; opened++) {
      const journal = await openTestJournal(dir, { secrets });
      expect(textsOf(journal).join()).not.toContain("o-forged");
      await journal.close();
    }
    expect(readFileSync(`${logIn(dir)}.earlier`).includes("o-forged")).toBe(true);
    expect(existsSync(logIn(dir))).toBe(true);
  }));

/** Where each record of a log ends, and where its end does. */
function boundsOf(log: Buffer): { readonly records: number[]; readonly end: number } {
  const records: number[] = [];
  let at = 0;
  for (let length = log.readUInt32LE(0); length > 0 && length < 0x8000_0000; length = log.readUInt32LE(at)) {
    at += 68 + length;
    records.push(at);
  }
  return { records, end: at + 68 + (log.readUInt32LE(at) - 0x8000_0000) };
}

test("records that are taken off the end of the log are missed, unless it is put back as it was when it was so long", () =>
  withProfile((dir) => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const keys = { write: key, read: [key] };
    const log = new SideLog(dir, keys);
    expect(log.ends).toBe(true);
    log.keep([staged(5, "s"), staged(6, "s")]);
    const before = readFileSync(logIn(dir));
    log.keep([staged(7, "s")]);
    log.keep([]);
    log.close();
    const whole = readFileSync(logIn(dir));
    const told = (bytes: Buffer): { seqs: number[]; ends: boolean } => {
      writeFileSync(logIn(dir), bytes);
      const opened = new SideLog(dir, keys);
      opened.close();
      const again = new SideLog(dir, keys);
      const seqs = again.read().map(({ seq }) => seq);
      again.close();
      return { seqs, ends: again.ends };
    };
    const cutAt = (bytes: Buffer, at: number): Buffer =>
      Buffer.concat([bytes.subarray(0, at), Buffer.alloc(whole.length - at)]);
    const { records, end } = boundsOf(whole);
    expect(told(whole)).toEqual({ seqs: [5, 6, 7], ends: true });
    expect(told(cutAt(whole, records[2] ?? 0))).toEqual({ seqs: [5, 6, 7], ends: false });
    expect(told(cutAt(whole, records[1] ?? 0))).toEqual({ seqs: [5, 6], ends: false });
    expect(told(cutAt(whole, records[0] ?? 0))).toEqual({ seqs: [5], ends: false });
    // The end that is there, behind fewer records.
    const moved = cutAt(whole, records[1] ?? 0);
    whole.copy(moved, records[1], records[2], end);
    expect(told(moved)).toEqual({ seqs: [5, 6], ends: false });
    expect(told(before)).toEqual({ seqs: [5, 6], ends: true });
    expect(told(Buffer.alloc(whole.length))).toEqual({ seqs: [], ends: true });
  }));

test("the session that takes a log in tells whether it ended where the desk ended it", async () => {
  for (const cut of [false, true]) {
    await withProfile(async (dir) => {
      const secrets = memoryKeychain();
      await record(dir, secrets);
      const maxBytes = statSync(join(dir, "journal.db")).size + 128 * 1024;
      const journal = await openTestJournal(dir, { secrets, maxBytes });
      for (let n = 0; journal.health().state === "open"; n++) {
        journal.append({ ...sampleEvent(n), data: { text: "x".repeat(5000) } });
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (let n = 0; n < 3; n++) expect(() => journal.append(winner)).toThrow("full");
      await journal.close();
      const log = readFileSync(logIn(dir));
      const { records } = boundsOf(log);
      const kept = records.length;
      if (cut) log.fill(0, records.at(-2));
      writeFileSync(logIn(dir), log);
      const again = await openTestJournal(dir, { secrets });
      const [recovered] = textsOf(again).filter((text) => text.includes('"type":"session.recovered"'));
      await again.close();
      expect(JSON.parse(recovered ?? "{}").data.aside).toEqual({ events: cut ? kept - 1 : kept, ends: !cut });
      const last = await openTestJournal(dir, { secrets });
      expect(textsOf(last).filter((text) => text.includes('"type":"session.recovered"'))).toHaveLength(1);
      await last.close();
    });
  }
});

test("a record that stands twice, or not in its place, is refused though a desk has marked it", () =>
  withProfile(async (dir) => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const keys = { write: key, read: [key] };
    const log = new SideLog(dir, keys);
    log.keep([staged(5, "s")]);
    log.keep([staged(6, "s"), staged(8, "s")]);
    expect(log.read().map(({ seq }) => seq)).toEqual([5, 6, 8]);
    log.close();
    const whole = readFileSync(logIn(dir));
    const { records } = boundsOf(whole);
    const first = whole.subarray(0, records[0]);
    const rest = whole.subarray(records[0], records[2]);
    for (const forged of [
      [first, rest, first],
      [rest, first],
    ]) {
      const bytes = Buffer.alloc(whole.length);
      Buffer.concat(forged).copy(bytes);
      writeFileSync(logIn(dir), bytes);
      expect(() => new SideLog(dir, keys)).toThrow(refused);
    }
  }));
