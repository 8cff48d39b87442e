import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const accountCommand = defineCommand({
  name: "account",
  summary: "records which account at a firm this journal is about, its number as a salted commitment",
  positionals: [{ name: "NUMBER", text: "the account's number or name at the firm" }],
  options: {
    firm: { kind: "text", value: "NAME", text: "the firm; this stands in the record for all to read", required: true },
    profile: profileOption,
  },
  notes: [
    "The number never stands in the journal: its hash with a random salt does. export --openings writes the file that opens it.",
  ],
  examples: ["account 12345678 --firm 'Firm Ltd' --profile ./p"],
  run: async ({ options: { firm, profile, json }, positionals: [number = ""] }, console) => {
    const [{ runAccount }, { systemHost }] = await Promise.all([import("./account.ts"), import("./system-host.ts")]);
    const { lines, ...document } = await runAccount({
      host: systemHost(),
      profileDir: profileDirOf(profile),
      number,
      firm,
    });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
