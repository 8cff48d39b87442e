import { existsSync, linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type AnchorOptions, runAnchor } from "../../main/commands/anchor.ts";
import { runBackup } from "../../main/commands/backup.ts";
import { runExport } from "../../main/commands/export.ts";
import { runTrackRecord } from "../../main/commands/track-record.ts";
import { machineClock, openTestJournal, sampleEvent, testBuild, withProfile } from "./sample-journal.ts";

const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };

/** Every command that writes where a person says. */
const writers: Readonly<Record<string, (profileDir: string, out: string) => Promise<unknown>>> = {
  export: (profileDir, out) => runExport({ host, profileDir, out }),
  "export --openings": (profileDir, openings) =>
    runExport({ host, profileDir, out: join(profileDir, "..", "b.json"), openings }),
  backup: (profileDir, out) => runBackup({ host, profileDir, out }),
  "anchor receipt": (profileDir, out) => {
    const none = { argument: "", to: "", url: "", root: "" };
    return runAnchor({ host, profileDir, action: "receipt", out, ...none } satisfies AnchorOptions);
  },
  "track-record": (profileDir, out) => runTrackRecord({ profileDir, format: "json", out, days: 30 }),
};

async function withRecord(use: (dir: string, profileDir: string) => Promise<void>): Promise<void> {
  await withProfile(async (dir) => {
    const profileDir = join(dir, "p");
    const journal = await openTestJournal(profileDir);
    for (let n = 0; n < 20; n++) journal.append(sampleEvent(n));
    await journal.close();
    writeFileSync(join(profileDir, "settings.json"), "{}\n");
    await use(dir, profileDir);
  });
}

const contents = (dir: string): Map<string, string> =>
  new Map(
    readdirSync(dir)
      .filter((name) => !name.endsWith("-shm"))
      .map((name) => [name, readFileSync(join(dir, name)).toString("base64")]),
  );

for (const [name, write] of Object.entries(writers)) {
  test(`${name} does not write over a file of the profile, and records nothing about it`, () =>
    withRecord(async (dir, profileDir) => {
      symlinkSync(join(profileDir, "journal.db"), join(dir, "soft"));
      linkSync(join(profileDir, "newest-checkpoint.json"), join(dir, "hard"));
      const before = contents(profileDir);
      const own = ["journal.db", "journal.db-wal", "openings.json", "emergency.log", "settings.json"];
      for (const target of [...own.map((file) => join("p", file)), "soft", "hard"])
        await expect(write(profileDir, join(dir, target)), target).rejects.toMatchObject({ code: "OUTPUT-PATH" });
      expect(contents(profileDir)).toEqual(before);
      expect(existsSync(join(dir, "b.json"))).toBe(false);
    }));
}

test("an export's openings do not take the place of the bundle", () =>
  withRecord(async (dir, profileDir) => {
    const out = join(dir, "b.json");
    const twice = runExport({ host, profileDir, out, openings: join(dir, "p", "..", "b.json") });
    await expect(twice).rejects.toMatchObject({ code: "OUTPUT-PATH" });
    expect(existsSync(out)).toBe(false);
    const beside = runExport({ host, profileDir, out: `${out}.new`, openings: out });
    await expect(beside).rejects.toMatchObject({ code: "OUTPUT-PATH" });
    expect(existsSync(`${out}.new`)).toBe(false);
  }));

test("a backup does not take the place of its passphrase", () =>
  withRecord(async (dir, profileDir) => {
    const passphraseFile = join(dir, "secret");
    writeFileSync(passphraseFile, "a long walk\n");
    const refused = runBackup({ host, profileDir, out: passphraseFile, passphraseFile });
    await expect(refused).rejects.toMatchObject({ code: "OUTPUT-PATH" });
    expect(readFileSync(passphraseFile, "utf8")).toBe("a long walk\n");
  }));
