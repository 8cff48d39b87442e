import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const haltCommand = defineCommand({
  name: "halt",
  summary:
    "shuts the gate of a running desk and asks for the cancel of what could open; a closed profile starts halted",
  positionals: [],
  options: {
    reason: { kind: "text", value: "TEXT", mayBeEmpty: true, text: "why; it stands in the record" },
    profile: profileOption,
  },
  notes: ["This is the kill switch: orders that reduce a position pass on. Exit code 0 when the gate is shut."],
  examples: ["halt --profile ./p", "halt --profile ./p --reason 'news' --json"],
  run: async ({ options: { reason = "halted from the command line", profile, json } }, console) => {
    const [{ runControl, controlLines, controlSucceeded }, { systemHost }] = await Promise.all([
      import("./control.ts"),
      import("./system-host.ts"),
    ]);
    const request = { op: "halt", reason } as const;
    const report = await runControl({ host: systemHost(), profileDir: profileDirOf(profile), request });
    if (json) console.json(report);
    else for (const line of controlLines(report, "halt")) console.out(line);
    return controlSucceeded(report, "halt") ? 0 : 1;
  },
});
