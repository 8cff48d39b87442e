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

test("a record that stands twice, or not in its place, is refused though a desk has marked it", () =>
  withProfile(async (dir) => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const keys = { write: key, read: [key] };
    const log = new SideLog(dir, keys);
    log.keep([staged(5, "s")]);
    const firstEnds = readFileSync(logIn(dir)).findLastIndex((byte) => byte !== 0) + 1;
    log.keep([staged(6, "s"), staged(8, "s")]);
    expect(log.read().map(({ seq }) => seq)).toEqual([5, 6, 8]);
    log.close();
    const whole = readFileSync(logIn(dir));
    const ends = whole.findLastIndex((byte) => byte !== 0) + 1;
    const first = whole.subarray(0, firstEnds);
    const rest = whole.subarray(firstEnds, ends);
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
