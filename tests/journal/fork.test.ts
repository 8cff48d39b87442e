import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openForWriting } from "../../main/adapters/journal-sqlite/open-database.ts";
import { journalPath } from "../../main/adapters/journal-sqlite/open-record.ts";
import { sessionSecrets } from "../../main/adapters/secrets-session/session-secrets.ts";
import { runAudit } from "../../main/commands/audit.ts";
import type { JournalHealth } from "../../main/ports/journal.ts";
import type { SecretStore } from "../../main/ports/secret-store.ts";
import { machineClock, openTestJournal, sampleEvent, testBuild, withProfile } from "./sample-journal.ts";

const keychain = (): SecretStore => ({ ...sessionSecrets(), storage: "keychain" });

/** One session with so many events; says what it found when it opened. */
async function session(
  profileDir: string,
  events: number,
  secrets: SecretStore = sessionSecrets(),
): Promise<JournalHealth> {
  const journal = await openTestJournal(profileDir, { secrets });
  const health = journal.health();
  const [opened] = [...journal.read({ from: health.fork?.events ?? health.durableSeq })].map(
    ({ text }) => JSON.parse(text) as { type: string; data: { fork?: unknown } },
  );
  expect(opened?.data.fork ?? null).toEqual(health.fork ?? null);
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
  return health;
}
const copy = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
};

test("a journal that goes on from what is remembered of it is no fork, session after session", () =>
  withProfile(async (dir) => {
    const secrets = keychain();
    for (let turn = 0; turn < 3; turn++) expect((await session(dir, 300, secrets)).fork).toBeNull();
  }));

test("a profile put back from yesterday is shown as a fork, once, by what the keychain remembers", () =>
  withProfile(async (dir) => {
    const secrets = keychain();
    const [profileDir, yesterday] = [join(dir, "p"), join(dir, "yesterday")];
    await session(profileDir, 20, secrets);
    copy(profileDir, yesterday);
    await session(profileDir, 20, secrets);
    copy(yesterday, profileDir);
    const { fork } = await session(profileDir, 5, secrets);
    expect(fork).toMatchObject({ code: "JOURNAL-FORK", how: "shorter", kept: "keychain", events: 23 });
    expect(fork!.size).toBeGreaterThan(23);
    expect((await session(profileDir, 5, secrets)).fork).toBeNull();
  }));

test("a copy that was used beside its original is shown as a fork, also when it grew longer", () =>
  withProfile(async (dir) => {
    const secrets = keychain();
    const [profileDir, twin] = [join(dir, "p"), join(dir, "twin")];
    await session(profileDir, 20, secrets);
    copy(profileDir, twin);
    await session(profileDir, 3, secrets);
    expect((await session(twin, 300, secrets)).fork).toMatchObject({ how: "shorter", kept: "keychain" });
    expect((await session(profileDir, 400, secrets)).fork).toMatchObject({ how: "shorter" });
    expect((await session(twin, 1, secrets)).fork).toMatchObject({ how: "shorter" });
    expect((await session(profileDir, 1, secrets)).fork).toMatchObject({ how: "different" });
  }));

test("a journal file that was put back alone is shown by what its folder remembers, without a keychain", () =>
  withProfile(async (dir) => {
    await session(dir, 20);
    const before = readFileSync(join(dir, "journal.db"));
    await session(dir, 20);
    writeFileSync(join(dir, "journal.db"), before);
    expect((await session(dir, 1)).fork).toMatchObject({ how: "shorter", kept: "profile" });
    writeFileSync(join(dir, "newest-checkpoint.json"), '{"origin":');
    expect((await session(dir, 1)).fork).toBeNull();
  }));

test("an audit names the fork beside its findings", () =>
  withProfile(async (dir) => {
    const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };
    await session(dir, 20);
    const before = readFileSync(join(dir, "journal.db"));
    await session(dir, 20);
    expect((await runAudit({ host, profileDir: dir })).fork).toBeNull();
    writeFileSync(join(dir, "journal.db"), before);
    const { fork, lines } = await runAudit({ host, profileDir: dir });
    expect(fork).toMatchObject({ code: "JOURNAL-FORK", how: "shorter" });
    expect(lines.at(-1)).toMatch(/^JOURNAL-FORK: the profile remembers .* and this journal ends at 23 events$/);
  }));

test("a journal's file that came without its first events, as a copy without its log does, is damage too", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const { origin } = journal.health();
    await journal.close();
    rmSync(journalPath(profileDir));
    openForWriting(journalPath(profileDir)).close();
    for (const tries of [1, 2]) {
      await expect(openTestJournal(profileDir), `${tries}`).rejects.toMatchObject({
        code: "STORAGE-CHAIN",
        message: expect.stringContaining(`remembers 3 events of ${origin}`),
      });
    }
  }));

test("a journal's file that was emptied is damage, and no new journal begins over what is remembered of it", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const { origin } = journal.health();
    await journal.close();
    const remembered = readFileSync(join(profileDir, "newest-checkpoint.json"), "utf8");
    writeFileSync(journalPath(profileDir), "");
    for (const tries of [1, 2]) {
      await expect(openTestJournal(profileDir), `${tries}`).rejects.toMatchObject({
        code: "STORAGE-CHAIN",
        message: expect.stringContaining(`remembers 3 events of ${origin}`),
      });
    }
    expect(readFileSync(join(profileDir, "newest-checkpoint.json"), "utf8")).toBe(remembered);
    // What was never begun, because the first session died before it recorded anything, begins.
    rmSync(join(profileDir, "newest-checkpoint.json"));
    await (await openTestJournal(profileDir)).close();
  }));
