import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const resumeCommand = defineCommand({
  name: "resume",
  summary: "re-arms what has tripped, releases the kill switch and lets a running desk trade on",
  positionals: [],
  options: {
    reason: {
      kind: "text",
      value: "TEXT",
      mayBeEmpty: true,
      text: "why; it stands in the record, and is needed where breakers have tripped",
    },
    profile: profileOption,
  },
  notes: [
    "A breaker whose limit is still crossed trips again, and a lockout is never lifted: then the exit code is 1.",
  ],
  examples: ["resume --profile ./p --reason 'looked at it'"],
  run: async ({ options: { reason, profile, json } }, console) => {
    const [{ runControl, controlLines, controlSucceeded }, { systemHost }] = await Promise.all([
      import("./control.ts"),
      import("./system-host.ts"),
    ]);
    const request = { op: "resume" as const, ...(reason === undefined ? {} : { reason }) };
    const report = await runControl({ host: systemHost(), profileDir: profileDirOf(profile), request });
    if (json) console.json(report);
    else for (const line of controlLines(report, "resume")) console.out(line);
    return controlSucceeded(report, "resume") ? 0 : 1;
  },
});
