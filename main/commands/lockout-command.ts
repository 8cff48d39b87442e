import { defineCommand } from "./command.ts";
import { durationMs } from "./duration.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

export const lockoutCommand = defineCommand({
  name: "lockout",
  summary: "locks the account out of all that opens risk until a time that nothing brings forward",
  positionals: [],
  options: {
    until: { kind: "time", value: "TIME", text: "when it ends" },
    for: { kind: "text", value: "DURATION", text: "how long it lasts: 30m, 4h, 2d" },
    reason: { kind: "text", value: "TEXT", mayBeEmpty: true, text: "why; it stands in the record" },
    profile: profileOption,
  },
  notes: [
    "It cannot be taken back: neither resume nor a restart, new settings or another time on the clock ends it, unless a time source of your own lies with the clock. Positions can be closed while it runs. It binds this desk alone, not the broker's own site.",
  ],
  examples: ["lockout --for 4h --profile ./p --reason 'two losses'", "lockout --until 2026-02-03T09:00:00Z"],
  run: async ({ options: { until, for: duration, reason = "the trader's own lockout", profile, json } }, console) => {
    if ((until === undefined) === (duration === undefined)) {
      throw new UsageError("a lockout needs an end", "Give either --until TIME or --for DURATION.");
    }
    const ends = until === undefined ? { forMs: durationMs(duration ?? "", "--for") } : { until };
    const [{ runControl, controlLines, controlSucceeded }, { systemHost }] = await Promise.all([
      import("./control.ts"),
      import("./system-host.ts"),
    ]);
    const request = { op: "lockout", reason, ends } as const;
    const report = await runControl({ host: systemHost(), profileDir: profileDirOf(profile), request });
    if (json) console.json(report);
    else for (const line of controlLines(report, "lockout")) console.out(line);
    return controlSucceeded(report, "lockout") ? 0 : 1;
  },
});
