import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { archiveEvents } from "./archive-events.ts";
import { journalPath, openRecord } from "./open-record.ts";

const lost = (name: string): unknown =>
  expect.objectContaining({
    code: "JOURNAL-MISSING",
    category: "storage",
    message: expect.stringContaining(name),
    remedy: expect.stringMatching(/journal\.db.*restore.*--profile.*move/s),
  });

/** Records a session into a profile. */
async function session(profileDir: string): Promise<void> {
  const journal = await openTestJournal(profileDir);
  journal.append(sampleEvent(0));
  await journal.close();
}

/** Lays a file into a profile that holds no journal. */
function lay(profileDir: string, name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(profileDir, name)), { recursive: true });
  writeFileSync(join(profileDir, name), content);
}

test("a profile whose journal is gone begins no new one: it is refused, and nothing in it changes", () =>
  withProfile(async (profileDir) => {
    await session(profileDir);
    rmSync(journalPath(profileDir));
    const left = readdirSync(profileDir);
    for (let tries = 0; tries < 2; tries++) {
      await expect(openTestJournal(profileDir)).rejects.toThrow(lost("newest-checkpoint.json") as Error);
      expect(readdirSync(profileDir)).toEqual(left);
    }
  }));

test.each([
  ["newest-checkpoint.json", "half a fi"],
  ["state.snapshot", "{}"],
  ["openings.json", "{}"],
  ["segments/segment-0000000000-0000000099.pds", "sealed"],
  ["segments/uploads.json", "{}"],
  ["emergency.log", Buffer.from([9, 0, 0, 0, 1])],
  ["journal.db-wal", "frames"],
])("%s alone shows that there was a journal, to who writes and to who reads", (name, content) =>
  withProfile(async (profileDir) => {
    lay(profileDir, name, content);
    const refused = lost(name.split("/")[0] ?? "") as Error;
    await expect(openTestJournal(profileDir)).rejects.toThrow(refused);
    expect(() => openRecord(profileDir)).toThrow(refused);
    expect(() => archiveEvents({ profileDir, before: 0, now: 0 })).toThrow(refused);
    expect(existsSync(journalPath(profileDir))).toBe(false);
  }),
);

test("settings, presets, logs and what else a profile has before its first session keep no journal from beginning", () =>
  withProfile(async (profileDir) => {
    for (const name of ["settings.json", "prop-firms/own.json", "logs/desk.log", "window/Cookies", "desk.lock"])
      lay(profileDir, name, "");
    mkdirSync(join(profileDir, "segments"));
    lay(profileDir, "emergency.log", Buffer.alloc(4096));
    lay(profileDir, "journal.db-wal", "");
    expect(() => openRecord(profileDir)).toThrow(expect.objectContaining({ code: "STORAGE-NONE" }));
    await session(profileDir);
  }));

test("the journal goes on where its file comes back, and a new one begins where what is left was moved away", () =>
  withProfile(async (profileDir) => {
    await session(profileDir);
    const aside = join(profileDir, "aside.db");
    renameSync(journalPath(profileDir), aside);
    await expect(openTestJournal(profileDir)).rejects.toThrow(lost("newest-checkpoint.json") as Error);
    renameSync(aside, journalPath(profileDir));
    await session(profileDir);
    const { reader, db } = openRecord(profileDir);
    expect(reader.tip()).toBe(6);
    db.close();
    rmSync(journalPath(profileDir));
    rmSync(join(profileDir, "newest-checkpoint.json"));
    await session(profileDir);
  }));

test("a file with any name at all keeps no fresh profile from opening, and one that cannot be looked at shows a journal", () =>
  withProfile(async (profileDir) => {
    for (const name of ["__proto__", "constructor", "toString"]) lay(profileDir, name, "mine");
    await session(profileDir);
    rmSync(journalPath(profileDir));
    for (const name of readdirSync(profileDir)) rmSync(join(profileDir, name), { recursive: true });
    mkdirSync(join(profileDir, "emergency.log"));
    expect(() => openRecord(profileDir)).toThrow(lost("emergency.log") as Error);
  }));
