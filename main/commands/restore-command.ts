import { defineCommand } from "./command.ts";
import { passphraseFileOption } from "./passphrase-file.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const restoreCommand = defineCommand({
  name: "restore",
  summary: "makes a new profile of a backup, or drills that without leaving anything",
  positionals: [{ name: "FILE", text: "a file that the backup command wrote" }],
  options: {
    to: { kind: "text", value: "DIR", text: "the new profile's folder; it must hold nothing of another profile" },
    check: { kind: "flag", text: "only prove that it comes back, and say how long it took and what would be lost" },
    passphraseFile: passphraseFileOption,
    profile: { ...profileOption, text: "the live profile that --check compares the backup with" },
  },
  notes: ["Nothing that was recorded is ever overwritten."],
  examples: ["restore p.backup --check --profile ./p", "restore p.backup.age --to ./again --passphrase-file ./secret"],
  run: async ({ options: { json, help: _, profile, ...options }, positionals: [file = ""] }, console) => {
    const [{ runRestore }, { systemHost }] = await Promise.all([import("./restore.ts"), import("./system-host.ts")]);
    const { lines, ...document } = await runRestore({
      ...options,
      file,
      host: systemHost(),
      profileDir: profileDirOf(profile),
    });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
