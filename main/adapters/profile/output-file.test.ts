import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuseOwnFiles } from "./output-file.ts";

function withProfile(use: (dir: string, profileDir: string) => void): void {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-output-"));
  const profileDir = join(dir, "p");
  for (const folder of ["segments", "prop-firms", "exports", "backups", "receipts"])
    mkdirSync(join(profileDir, folder), { recursive: true });
  for (const file of ["journal.db", "openings.json", "segments/0-99.seg"]) writeFileSync(join(profileDir, file), "own");
  try {
    use(dir, profileDir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
const refused = expect.objectContaining({ code: "OUTPUT-PATH", category: "validation" });

test("no file that a profile lives by is written over, whether it is there yet or not", () =>
  withProfile((_dir, profileDir) => {
    const own = [
      ..."journal.db journal.db-wal journal.db-shm emergency.log openings.json openings.json.tmp settings.json".split(
        " ",
      ),
      ..."newest-checkpoint.json state.snapshot desk.lock desk.json control.json JOURNAL.DB".split(" "),
      ..."segments segments/0-99.seg segments/uploads.json prop-firms/my.json logs/x.log window/Cookies".split(" "),
      ".proofdesk-backup-Ab12Cd/copy",
      ".restoring-Ab12Cd/journal.db",
    ];
    for (const name of own) expect(() => refuseOwnFiles(join(profileDir, name), profileDir), name).toThrow(refused);
  }));

test("other names in a profile, and its folders for what is taken away, stay free", () =>
  withProfile((dir, profileDir) => {
    for (const name of ["bundle.json", "exports/journal.db", "backups/p.backup", "receipts/a.note", "../journal.db"])
      expect(() => refuseOwnFiles(join(profileDir, name), profileDir), name).not.toThrow();
    expect(() => refuseOwnFiles(join(dir, "nowhere", "b.json"), profileDir)).not.toThrow();
    expect(() => refuseOwnFiles(join(dir, "b.json"), join(dir, "no profile"))).not.toThrow();
  }));

test("a link to such a file is refused like the file, whatever it is called and wherever it lies", () =>
  withProfile((dir, profileDir) => {
    symlinkSync(join(profileDir, "journal.db"), join(dir, "soft.json"));
    symlinkSync("soft.json", join(dir, "softer.json"));
    symlinkSync(join(profileDir, "settings.json"), join(dir, "not-there-yet.json"));
    symlinkSync(join(profileDir, "segments"), join(profileDir, "exports", "linked"));
    symlinkSync(profileDir, join(dir, "way"));
    linkSync(join(profileDir, "openings.json"), join(dir, "hard.json"));
    linkSync(join(profileDir, "segments", "0-99.seg"), join(profileDir, "exports", "hard.seg"));
    symlinkSync("ring", join(dir, "ring"));
    const ways = [
      "soft.json",
      "softer.json",
      "not-there-yet.json",
      "p/exports/linked/x",
      "way/journal.db",
      "hard.json",
    ];
    for (const name of [...ways, "p/exports/hard.seg"])
      expect(() => refuseOwnFiles(join(dir, name), profileDir), name).toThrow(refused);
    expect(() => refuseOwnFiles(join(profileDir, "journal.db"), join(dir, "way"))).toThrow(refused);
    expect(() => refuseOwnFiles(join(dir, "ring"), profileDir)).not.toThrow();
  }));

test("another profile's files are refused too, and for a command without a profile", () =>
  withProfile((dir, profileDir) => {
    for (const of of [null, join(dir, "other")])
      for (const name of ["journal.db", "prop-firms/my.json"])
        expect(() => refuseOwnFiles(join(profileDir, name), of), name).toThrow(refused);
  }));

test("a command does not write over what it reads or writes besides", () =>
  withProfile((dir, profileDir) => {
    writeFileSync(join(dir, "bars.csv"), "time,open");
    linkSync(join(dir, "bars.csv"), join(dir, "again.csv"));
    expect(() => refuseOwnFiles(join(dir, "new.json"), profileDir, [undefined, join(dir, "old.json")])).not.toThrow();
    for (const [out, other] of [
      ["new.json", "new.json"],
      ["again.csv", "bars.csv"],
      ["p/../bars.csv", "bars.csv"],
    ] as const)
      expect(() => refuseOwnFiles(join(dir, out), profileDir, [join(dir, other)]), out).toThrow(refused);
  }));
