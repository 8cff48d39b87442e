import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const auditCommand = defineCommand({
  name: "audit",
  summary: "checks a profile's journal in place and journals the result",
  positionals: [],
  options: { profile: profileOption },
  notes: ["A running desk holds its profile: verify in its Compliance room instead."],
  examples: ["audit --profile ./p"],
  run: async ({ options }, console) => {
    const [{ runAudit }, { systemHost }] = await Promise.all([import("./audit.ts"), import("./system-host.ts")]);
    const host = systemHost();
    const { lines, ...report } = await runAudit({ host, profileDir: profileDirOf(options.profile) });
    if (options.json) console.json(report);
    else for (const line of lines) console.out(line);
    return report.exitCode === 0 ? 0 : 1;
  },
});
