import { defineCommand } from "./command.ts";
import { profileOption } from "./profile-option.ts";

export const doctorCommand = defineCommand({
  name: "doctor",
  summary: "says what this machine has, what an absence costs and how to mend it",
  positionals: [],
  options: { profile: profileOption },
  notes: ["Exits 0 when trading on paper is possible, 1 when something it needs is missing."],
  examples: ["doctor", "doctor --json"],
  run: async ({ options }, console) => {
    const { runDoctor } = await import("./doctor.ts");
    return await runDoctor(options, console);
  },
});
