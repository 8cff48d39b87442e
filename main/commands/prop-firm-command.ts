import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const propFirmCommand = defineCommand({
  name: "prop-firm",
  summary: "what a prop firm's rules make of a profile's journal: floors, room, days, breaches",
  positionals: [{ name: "ID", text: "a preset; without one they are listed", optional: true }],
  options: { profile: profileOption },
  notes: [
    "The account counts from the firm's starting balance: profit and loss are the journal's own.",
    "It only reads, so it works beside a running desk. Exits 1 where a rule of the firm has failed.",
  ],
  examples: ["prop-firm", "prop-firm ftmo.1step.challenge.100k --profile ./p"],
  run: async ({ options: { json, profile }, positionals: [id] }, console) => {
    const { judgeProfile, listPresets } = await import("./prop-firm.ts");
    const { exitCode, document, lines } =
      id === undefined || id === "" ? listPresets() : judgeProfile(profileDirOf(profile), id);
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
