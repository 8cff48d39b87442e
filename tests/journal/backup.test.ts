import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openMemoryJournal } from "../../main/adapters/journal-memory/memory-journal.ts";
import { writeBackup } from "../../main/adapters/journal-sqlite/backup.ts";
import { restoreBackup } from "../../main/adapters/journal-sqlite/restore.ts";
import { backupJournal } from "../../main/adapters/proof-node/backup-journal.ts";
import { runBackup } from "../../main/commands/backup.ts";
import { runRestore } from "../../main/commands/restore.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { machineClock, openTestJournal, sampleEvent, testBuild, withProfile } from "./sample-journal.ts";

const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };
/** Cheap enough for a test; the product's own is a thousand times dearer. */
const workFactor = 8;

async function record(profileDir: string, events: number): Promise<void> {
  const journal = await openTestJournal(profileDir);
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
}
/** Looks at every path in a folder again and again while others work in it, until the returned function is called: a last time. */
function watchFolder(dir: string, see: (path: string) => void): () => void {
  const look = (): void => {
    try {
      for (const name of readdirSync(dir, { recursive: true }) as string[]) see(join(dir, name));
    } catch (error) {
      // Something has gone between two looks: the next one sees what is there.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  };
  const timer = setInterval(look, 0);
  return () => {
    clearInterval(timer);
    look();
  };
}

const lastOf = async (profileDir: string): Promise<{ type: string; data: Record<string, unknown> }[]> => {
  const journal = await openTestJournal(profileDir);
  const events = [...journal.read()].map(
    ({ text }) => JSON.parse(text) as { type: string; data: Record<string, unknown> },
  );
  await journal.close();
  return events;
};

test("a backup comes back as a new profile with settings and every event, and both records say so", () =>
  withProfile(async (dir) => {
    const [profileDir, out, again] = [join(dir, "p"), join(dir, "p.backup"), join(dir, "again")];
    await record(profileDir, 300);
    writeFileSync(join(profileDir, "settings.json"), "{}\n");
    const backup = await runBackup({ host, profileDir, out });
    expect(backup).toMatchObject({ events: 303, encrypted: false, carried: ["settings.json"] });
    expect(backup.lines.join("\n")).toContain("303 events");
    expect(readdirSync(dir).sort()).toEqual(["p", "p.backup"]);
    const restored = await runRestore({ host, file: out, to: again, check: false, profileDir });
    expect(restored).toMatchObject({ events: 303, root: backup.root, origin: backup.origin, profile: again });
    expect(readFileSync(join(again, "settings.json"), "utf8")).toBe("{}\n");
    const [made, came] = [await lastOf(profileDir), await lastOf(again)];
    expect(made[backup.recorded!]).toMatchObject({
      type: "backup.created",
      data: { sha256: backup.sha256, events: 303 },
    });
    expect(came[restored.recorded!]).toMatchObject({ type: "backup.restored", data: { sha256: backup.sha256 } });
    expect(came.slice(0, 303)).toEqual(made.slice(0, 303));
    await expect(runRestore({ host, file: out, to: again, check: false, profileDir })).rejects.toMatchObject({
      code: "RESTORE-TARGET",
    });
  }));

test("a running desk is backed up while it records; its journal does not mention it", () =>
  withProfile(async (dir) => {
    const profileDir = join(dir, "p");
    const journal: Journal = await openTestJournal(profileDir);
    let n = 0;
    const recordOne = (): number => journal.append(sampleEvent(n++));
    await journal.durable(recordOne());
    const recording = setInterval(recordOne, 1);
    const backup = await runBackup({ host, profileDir, out: join(dir, "p.backup") });
    clearInterval(recording);
    await journal.close();
    expect(backup.recorded).toBeNull();
    expect(backup.lines.at(-1)).toContain("Another process holds this profile");
    expect(backup.events).toBeGreaterThan(2);
    const { restored } = { restored: await restoreBackup({ file: backup.file }, join(dir, "again")) };
    expect(restored.events).toBe(backup.events);
  }));

test("with a passphrase nothing of the record can be read from the file, and only the passphrase opens it", () =>
  withProfile(async (dir) => {
    const [profileDir, file] = [join(dir, "p"), join(dir, "p.age")];
    await record(profileDir, 30);
    const made = await writeBackup({ profileDir, file, passphrase: "a long walk", workFactor });
    expect(made.encrypted).toBe(true);
    const bytes = readFileSync(file);
    expect(bytes.toString("latin1")).toMatch(/^age-encryption\.org\/v1\n-> scrypt /);
    expect(bytes.includes("order.intended")).toBe(false);
    expect(await restoreBackup({ file, passphrase: "a long walk" }, join(dir, "again"))).toMatchObject({
      events: made.events,
      root: made.root,
    });
    const refused = { code: "BACKUP-PASSPHRASE" };
    const target = join(dir, "never");
    await expect(restoreBackup({ file }, target)).rejects.toMatchObject(refused);
    await expect(restoreBackup({ file, passphrase: "another" }, target)).rejects.toMatchObject(refused);
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    await expect(restoreBackup({ file, passphrase: "a long walk" }, target)).rejects.toMatchObject(refused);
    const damaged = Buffer.from(bytes);
    damaged[bytes.length >> 1] = damaged[bytes.length >> 1]! ^ 1;
    writeFileSync(file, damaged);
    await expect(restoreBackup({ file, passphrase: "a long walk" }, target)).rejects.toMatchObject(refused);
    expect(existsSync(target)).toBe(false);
  }));

test.skipIf(process.platform === "win32")("a backup is its owner's alone while it is made and afterwards", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "out")];
    await record(profileDir, 30);
    mkdirSync(out);
    const seen = new Set<string>();
    const stop = watchFolder(out, (path) => {
      seen.add((statSync(path).mode & 0o077).toString(8));
    });
    const before = process.umask(0o022);
    try {
      await writeBackup({ profileDir, file: join(out, "plain") });
      await writeBackup({ profileDir, file: join(out, "sealed"), passphrase: "a long walk", workFactor });
    } finally {
      process.umask(before);
    }
    stop();
    expect([...seen]).toEqual(["0"]);
    expect(readdirSync(out).sort()).toEqual(["plain", "sealed"]);
    expect(readdirSync(profileDir).filter((name) => name.includes("backup"))).toEqual([]);
  }),
);

test("what a passphrase seals lies open nowhere but in the profile", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "out")];
    await record(profileDir, 2000);
    mkdirSync(out);
    let open = 0;
    let looked = 0;
    const stop = watchFolder(out, (path) => {
      if (!statSync(path).isFile()) return;
      looked += 1;
      if (readFileSync(path).includes("SQLite format 3")) open += 1;
    });
    await writeBackup({ profileDir, file: join(out, "sealed"), passphrase: "a long walk", workFactor });
    stop();
    expect(looked).toBeGreaterThan(0);
    expect(open).toBe(0);
  }));

test("a folder that holds what is left of another journal is refused, for its log would be played into the restored one", () =>
  withProfile(async (dir) => {
    const [profileDir, again, file] = [join(dir, "p"), join(dir, "again"), join(dir, "b")];
    const journal = await openTestJournal(profileDir);
    journal.append(sampleEvent(0));
    await journal.checkpoint("interval");
    await writeBackup({ profileDir, file });
    for (let n = 1; n < 30; n++) journal.append(sampleEvent(n));
    await journal.checkpoint("interval");
    // As a killed desk leaves its folder, and a person who has taken the damaged file out of it.
    cpSync(profileDir, again, { recursive: true });
    await journal.close();
    rmSync(join(again, "journal.db"));
    const refused = expect.objectContaining({ code: "RESTORE-TARGET" }) as Error;
    for (const left of ["journal.db-wal", "journal.db-shm", "emergency.log"]) {
      expect(existsSync(join(again, left))).toBe(true);
      await expect(restoreBackup({ file }, again)).rejects.toThrow(refused);
      rmSync(join(again, left));
    }
    const settings = join(again, "settings.json");
    writeFileSync(settings, "{}");
    await expect(restoreBackup({ file }, again)).rejects.toThrow(refused);
    expect(readFileSync(settings, "utf8")).toBe("{}");
    rmSync(settings);
    const { events } = await restoreBackup({ file }, again);
    expect(events).toBe(3);
    expect(await lastOf(again)).toHaveLength(events + 2);
  }));

test("a backup that does not verify leaves nothing of itself, nor its folder", () =>
  withProfile(async (dir) => {
    const [profileDir, again, file] = [join(dir, "p"), join(dir, "again"), join(dir, "b")];
    await record(profileDir, 30);
    writeFileSync(join(profileDir, "settings.json"), "{}");
    await writeBackup({ profileDir, file });
    const changed = new Database(file);
    changed.exec(
      "DROP TRIGGER events_no_update; UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 7",
    );
    changed.close();
    await expect(restoreBackup({ file }, again)).rejects.toMatchObject({ code: "STORAGE-CHAIN" });
    expect(existsSync(again)).toBe(false);
  }));

test("a drill says that the backup comes back, how long it took and what would be lost, and leaves nothing", () =>
  withProfile(async (dir) => {
    const [profileDir, out, secret] = [join(dir, "p"), join(dir, "p.backup"), join(dir, "secret")];
    await record(profileDir, 30);
    writeFileSync(secret, "a long walk\r\nsecond line\n");
    const { events } = await runBackup({ host, profileDir, out, passphraseFile: secret, workFactor });
    await record(profileDir, 30);
    const before = readdirSync(profileDir).sort();
    const drill = await runRestore({ host, file: out, check: true, profileDir, passphraseFile: secret });
    expect(readdirSync(profileDir).sort()).toEqual(before);
    // Behind the backup: its own session and record of it (3 and a recovery-free close), then another session with 30.
    expect(drill).toMatchObject({ events, profile: null, recorded: null, loss: { differsFrom: null } });
    expect(drill.loss!.events).toBe(drill.loss!.liveEvents - events);
    expect(drill.loss!.events).toBeGreaterThan(30);
    expect(drill.lines.join("\n")).toMatch(/comes back: \d+ events.* in \d+ ms\n\d+ of \d+ live events would be lost/);
    const alone = await runRestore({
      host,
      file: out,
      check: true,
      profileDir: join(dir, "none"),
      passphraseFile: secret,
    });
    expect(alone.loss).toBeNull();
    expect(alone.lines.at(-1)).toContain("holds no journal to compare");
  }));

test("a drill proves a backup beside a live journal that is cut off, emptied or no database, and says that it cannot compare", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "p.backup")];
    await record(profileDir, 30);
    const { events } = await runBackup({ host, profileDir, out });
    const journal = join(profileDir, "journal.db");
    const whole = readFileSync(journal);
    const damage: [string, Buffer][] = [
      ["STORAGE-IO", whole.subarray(0, Math.floor(whole.length / 2))],
      ["STORAGE-CHAIN", Buffer.alloc(0)],
      ["STORAGE-IO", Buffer.from("no database at all, but longer than a header of SQLite has to be".repeat(20))],
    ];
    for (const [code, bytes] of damage) {
      for (const name of ["journal.db-wal", "journal.db-shm"]) rmSync(join(profileDir, name), { force: true });
      writeFileSync(journal, bytes);
      const drill = await runRestore({ host, file: out, check: true, profileDir });
      expect(drill).toMatchObject({ events, loss: null, unread: { code } });
      expect(drill.lines[0]).toContain("comes back");
      expect(drill.lines[1]).toContain("What would be lost is not known");
    }
  }));

test("a backup brings the trader's own presets back, whatever their files are called, and nothing from elsewhere", () =>
  withProfile(async (dir) => {
    const [profileDir, out, again] = [join(dir, "p"), join(dir, "p.backup"), join(dir, "again")];
    await record(profileDir, 30);
    const own = join(profileDir, "prop-firms");
    mkdirSync(join(own, "old"), { recursive: true });
    for (const name of ["my.ftmo.100k.json", "by hand.json", ".hidden", "half.json.new"])
      writeFileSync(join(own, name), name);
    const { carried } = await runBackup({ host, profileDir, out });
    expect([...carried].sort()).toEqual(["prop-firms/by hand.json", "prop-firms/my.ftmo.100k.json"]);
    const put = new Database(out);
    const insert = put.prepare("INSERT INTO carried_files (name, bytes) VALUES (?, x'78')");
    for (const name of ["prop-firms/../../out", "prop-firms/a/b", "prop-firms/..", "prop-firms/a\\b", "other"])
      insert.run(name);
    put.close();
    await runRestore({ host, file: out, to: again, check: false, profileDir });
    expect(readFileSync(join(again, "prop-firms", "my.ftmo.100k.json"), "utf8")).toBe("my.ftmo.100k.json");
    expect(readdirSync(join(again, "prop-firms")).sort()).toEqual(["by hand.json", "my.ftmo.100k.json"]);
    expect(readdirSync(dir).sort()).toEqual(["again", "p", "p.backup"]);
  }));

test("a drill names the files of the live profile that the backup lacks or holds otherwise", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "p.backup")];
    await record(profileDir, 30);
    const put = (name: string, text: string): void => writeFileSync(join(profileDir, name), text);
    mkdirSync(join(profileDir, "prop-firms"));
    put("settings.json", "{}\n");
    put("prop-firms/same.json", "same");
    put("prop-firms/edited.json", "before");
    put("prop-firms/removed.json", "gone since");
    await runBackup({ host, profileDir, out });
    const drill = () => runRestore({ host, file: out, check: true, profileDir });
    const same = await drill();
    expect(same.loss?.files).toEqual([]);
    put("settings.json", '{"one":1}\n');
    put("prop-firms/edited.json", "behind");
    put("prop-firms/new.json", "new");
    rmSync(join(profileDir, "prop-firms", "removed.json"));
    const { loss, lines } = await drill();
    expect(loss?.files).toEqual([
      { name: "prop-firms/edited.json", how: "different" },
      { name: "prop-firms/new.json", how: "missing" },
      { name: "prop-firms/removed.json", how: "only-in-backup" },
      { name: "settings.json", how: "different" },
    ]);
    expect(lines).toEqual([
      ...lines.slice(0, 2),
      "Not in the backup: prop-firms/new.json.",
      "Different in the backup: prop-firms/edited.json, settings.json.",
      "In the backup and no longer in the live profile: prop-firms/removed.json.",
    ]);
    expect(same.lines.join("\n")).not.toContain("in the backup:");
  }));

test("a backup that was made before it carried presets comes back, and a drill says that they are missing", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "p.backup")];
    await record(profileDir, 30);
    mkdirSync(join(profileDir, "prop-firms"));
    writeFileSync(join(profileDir, "prop-firms", "my.json"), "{}");
    await runBackup({ host, profileDir, out });
    const put = new Database(out);
    put.exec("DELETE FROM carried_files WHERE name LIKE 'prop-firms/%'");
    put.close();
    const { loss } = await runRestore({ host, file: out, check: true, profileDir });
    expect(loss?.files).toEqual([{ name: "prop-firms/my.json", how: "missing" }]);
    const { events } = await runRestore({ host, file: out, to: join(dir, "again"), check: false, profileDir });
    expect(events).toBeGreaterThan(30);
  }));

test("a drill against a journal that went another way names the first event in which they differ", () =>
  withProfile(async (dir) => {
    const [profileDir, out, fork] = [join(dir, "p"), join(dir, "p.backup"), join(dir, "fork")];
    await record(profileDir, 30);
    await runBackup({ host, profileDir, out });
    await runRestore({ host, file: out, to: fork, check: false, profileDir });
    const second = join(dir, "second.backup");
    await record(fork, 5);
    const { events } = await runBackup({ host, profileDir: fork, out: second });
    const { loss, lines } = await runRestore({ host, file: second, check: true, profileDir });
    expect(loss).toMatchObject({ differsFrom: 33 });
    expect(loss!.liveEvents).toBeLessThan(events);
    expect(lines.at(-1)).toContain("went another way at event 33");
  }));

test("a file that is none, a damaged one and wrong words are refused, each with its way out", () =>
  withProfile(async (dir) => {
    const [profileDir, out] = [join(dir, "p"), join(dir, "p.backup")];
    await record(profileDir, 30);
    await runBackup({ host, profileDir, out });
    const drill = (file: string): Promise<unknown> => runRestore({ host, file, check: true, profileDir });
    const no = join(dir, "no.backup");
    writeFileSync(no, "not a backup");
    await expect(drill(no)).rejects.toMatchObject({ code: "BACKUP-UNREADABLE" });
    await expect(drill(join(dir, "absent"))).rejects.toMatchObject({ code: "BACKUP-UNREADABLE" });
    const kept = join(dir, "kept");
    mkdirSync(kept);
    for (const to of [join(dir, "new", "profile"), kept])
      await expect(runRestore({ host, file: no, to, check: false, profileDir })).rejects.toMatchObject({
        code: "BACKUP-UNREADABLE",
      });
    expect(existsSync(join(dir, "new"))).toBe(false);
    expect(readdirSync(kept)).toEqual([]);
    for (const to of [no, join(no, "p"), ...(process.platform === "linux" ? ["/proc/proofdesk/p"] : [])])
      await expect(runRestore({ host, file: out, to, check: false, profileDir })).rejects.toMatchObject({
        code: "RESTORE-TARGET",
        message: expect.stringContaining("cannot be created"),
      });
    const changed = new Database(out);
    changed.exec(
      "DROP TRIGGER events_no_update; UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 7",
    );
    changed.close();
    await expect(drill(out)).rejects.toMatchObject({ code: "STORAGE-CHAIN" });
    await expect(runRestore({ host, file: out, check: false, profileDir })).rejects.toThrow("needs --to");
    await expect(runRestore({ host, file: out, to: dir, check: true, profileDir })).rejects.toThrow("takes no --to");
    await expect(runBackup({ host, profileDir, out: join(dir, "nowhere", "b") })).rejects.toMatchObject({
      code: "BACKUP-FILE",
    });
    writeFileSync(no, "\n");
    await expect(runBackup({ host, profileDir, out, passphraseFile: no })).rejects.toThrow("first line is empty");
    await expect(runBackup({ host, profileDir, out, passphraseFile: join(dir, "absent") })).rejects.toThrow("ENOENT");
    expect(existsSync(join(dir, "nowhere"))).toBe(false);
  }));

test("a running desk backs itself up on a thread of its own and records it", () =>
  withProfile(async (dir) => {
    const profileDir = join(dir, "p");
    const journal = await openTestJournal(profileDir);
    for (let n = 0; n < 100; n++) journal.append(sampleEvent(n));
    await journal.durable(101);
    const request = { clock: machineClock, actor: { kind: "person", id: "desk" } as const };
    const { recorded, ...made } = await backupJournal(journal, { ...request, file: join(dir, "b") });
    expect(made).toMatchObject({ events: 102, encrypted: false });
    const [event] = journal.read({ from: recorded });
    expect(JSON.parse(event!.text)).toMatchObject({ type: "backup.created", data: { file: "b", sha256: made.sha256 } });
    await expect(backupJournal(journal, { ...request, file: join(dir, "no", "b") })).rejects.toMatchObject({
      code: "BACKUP-FILE",
      category: "storage",
    });
    await journal.close();
    expect(await restoreBackup({ file: made.file }, join(dir, "again"))).toMatchObject({ events: 102 });
    const memory = await openMemoryJournal({ clock: machineClock, build: testBuild });
    await expect(backupJournal(memory, { ...request, file: join(dir, "m") })).rejects.toMatchObject({
      code: "BACKUP-NO-PROFILE",
    });
  }));
