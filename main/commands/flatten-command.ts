import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const flattenCommand = defineCommand({
  name: "flatten",
  summary: "cancels everything on a running desk and closes every position",
  positionals: [],
  options: {
    reason: { kind: "text", value: "TEXT", mayBeEmpty: true, text: "why; it stands in the record" },
    profile: profileOption,
  },
  notes: [
    "Cancels, waits for the confirmations, offsets what is held, and tries again for eight seconds; what is still open then is named, and the exit code is 1.",
  ],
  examples: ["flatten --profile ./p --reason 'end of the day'"],
  run: async ({ options: { reason = "flattened from the command line", profile, json } }, console) => {
    const [{ runControl, controlLines, controlSucceeded }, { systemHost }] = await Promise.all([
      import("./control.ts"),
      import("./system-host.ts"),
    ]);
    const request = { op: "flatten", reason } as const;
    const report = await runControl({ host: systemHost(), profileDir: profileDirOf(profile), request });
    if (json) console.json(report);
    else for (const line of controlLines(report, "flatten")) console.out(line);
    return controlSucceeded(report, "flatten") ? 0 : 1;
  },
});
