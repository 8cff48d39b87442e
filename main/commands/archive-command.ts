import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const archiveCommand = defineCommand({
  name: "archive",
  summary: "moves old events into sealed, compressed segments that still verify and answer",
  positionals: [],
  options: {
    olderThan: {
      kind: "text",
      value: "AGE",
      text: "events older than this leave the journal's file, e.g. 90d, 12mo, 2y (default 12mo)",
    },
    list: { kind: "flag", text: "list the segments and change nothing" },
    profile: profileOption,
  },
  notes: [
    "Close the desk first. The last session always stays, and a segment ends at a signed checkpoint.",
    "Segments lie in the profile's `segments` folder; a backup carries them.",
  ],
  examples: ["archive --profile ./p", "archive --profile ./p --older-than 6mo --json", "archive --profile ./p --list"],
  run: async ({ options: { json, list, olderThan, profile } }, console) => {
    const { listArchive, runArchive } = await import("./archive.ts");
    const profileDir = profileDirOf(profile);
    const { lines, ...document } = list
      ? listArchive(profileDir)
      : runArchive({ profileDir, now: Date.now(), ...(olderThan === undefined ? {} : { olderThan }) });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
