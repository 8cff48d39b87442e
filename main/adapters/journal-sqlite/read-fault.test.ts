import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { journalPath, openRecord } from "./open-record.ts";
import type { FaultText } from "./storage-fault.ts";

const fileOf = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** What reading a profile and taking it come to. Root may do anything, so it loads the program and becomes nobody. */
function asReader(profileDir: string, fileMode: number): { readonly read: FaultText; readonly hold: FaultText } {
  const script = `
    const [{ default: Database }, { openRecord }, { holdProfile }] = await Promise.all([
      import("better-sqlite3"), import(${fileOf("./open-record.ts")}), import(${fileOf("../profile/profile-hold.ts")}),
    ]);
    new Database(":memory:").close();
    if (process.getuid() === 0) process.setuid(65534);
    const dir = ${JSON.stringify(profileDir)};
    const faultOf = (work) => {
      try { work(); } catch ({ code, message, remedy }) { return { code, message, remedy }; }
    };
    const read = faultOf(() => openRecord(dir));
    const hold = faultOf(() => holdProfile(dir, { pid: 1, since: "" }));
    console.log(JSON.stringify({ read, hold }));`;
  for (const name of readdirSync(profileDir)) chmodSync(join(profileDir, name), fileMode);
  chmodSync(profileDir, 0o555);
  // The folder of a run's profiles is its owner's alone: nobody would not come as far as the profile.
  const around = dirname(profileDir);
  chmodSync(around, statSync(around).mode | 0o011);
  try {
    return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
  } finally {
    chmodSync(profileDir, 0o700);
    for (const name of readdirSync(profileDir)) chmodSync(join(profileDir, name), 0o600);
  }
}

const closed = async (profileDir: string): Promise<void> => await (await openTestJournal(profileDir)).close();
const wayOut = expect.stringMatching(/Copy the whole profile.*--profile.*restore BACKUP --to/);

test.skipIf(process.platform === "win32")(
  "a journal in a folder that cannot be written to is told as that, with a copy elsewhere as the way out",
  () =>
    withProfile(async (profileDir) => {
      await closed(profileDir);
      for (const gone of ["journal.db-shm", "journal.db-wal", "desk.lock"]) {
        rmSync(join(profileDir, gone));
        const { read, hold } = asReader(profileDir, 0o444);
        expect(read, gone).toMatchObject({ code: "STORAGE-READONLY", remedy: wayOut });
        expect(hold, gone).toMatchObject({ code: "PROFILE-LOCK", remedy: wayOut });
      }
      // Where it may be written again, nothing is amiss.
      openRecord(profileDir).db.close();
    }),
);

test.skipIf(process.platform === "win32")("a journal's file that may not be read is told as that", () =>
  withProfile(async (profileDir) => {
    await closed(profileDir);
    const { read } = asReader(profileDir, 0o000);
    expect(read).toMatchObject({ code: "STORAGE-IO", remedy: expect.stringContaining("that you may read") });
    expect(read.message).toContain("cannot be read");
  }),
);

test("a file that is no database is not said to be one that cannot be written", () =>
  withProfile((profileDir) => {
    writeFileSync(journalPath(profileDir), "no database, and longer than the head of one".repeat(20));
    expect(() => openRecord(profileDir)).toThrow(
      expect.objectContaining({
        code: "STORAGE-IO",
        message: expect.stringContaining("cannot be read: SQLITE_NOTADB"),
      }) as Error,
    );
  }));
