import { defineCommand } from "./command.ts";
import { passphraseFileOption } from "./passphrase-file.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const backupCommand = defineCommand({
  name: "backup",
  summary: "copies a profile into one file and checks the copy, also while its desk runs",
  positionals: [],
  options: {
    out: { kind: "text", value: "FILE", text: "where the backup goes", required: true },
    passphraseFile: passphraseFileOption,
    profile: profileOption,
  },
  notes: ["Keys stay in the keychain: a backup holds none. With a passphrase the file is in the age format."],
  examples: ["backup --profile ./p --out p.backup", "backup --out p.backup.age --passphrase-file ./secret"],
  run: async ({ options: { json, help: _, profile, ...options } }, console) => {
    const [{ runBackup }, { systemHost }] = await Promise.all([import("./backup.ts"), import("./system-host.ts")]);
    const { lines, ...document } = await runBackup({
      ...options,
      host: systemHost(),
      profileDir: profileDirOf(profile),
    });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
