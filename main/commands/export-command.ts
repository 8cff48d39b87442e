import { privateValues } from "../audit/redaction.ts";
import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { refuseBackwards } from "./refuse-backwards.ts";
import { UsageError } from "./usage-error.ts";

export const exportCommand = defineCommand({
  name: "export",
  summary: "writes the journal as a signed bundle that a stranger can check",
  positionals: [],
  options: {
    out: { kind: "text", value: "FILE", text: "where the bundle goes", required: true },
    from: { kind: "integer", value: "SEQ", min: 0, text: "the first event (default: 0)" },
    to: { kind: "integer", value: "SEQ", min: 0, text: "the last event, included (default: the newest)" },
    openings: {
      kind: "text",
      value: "FILE",
      text: "also write what opens the private values of the range, to give to whom may see them",
    },
    redact: { kind: "list", value: "NAME", text: "leave this private value out of the openings: account" },
    profile: profileOption,
  },
  notes: ["A running desk holds its profile: export from its Compliance room instead."],
  examples: [
    "export --profile ./p --out bundle.json",
    "export --from 100 --to 250 --out part.json",
    "export --out bundle.json --openings for-the-firm.json",
  ],
  run: async ({ options: { json, help: _, profile, ...options } }, console) => {
    const unknown = options.redact.find((name) => !Object.hasOwn(privateValues, name));
    if (unknown !== undefined) {
      throw new UsageError(
        `--redact does not know "${unknown}"`,
        `name one of ${Object.keys(privateValues).join(", ")}: no other value is written so that it can be redacted`,
      );
    }
    refuseBackwards(options);
    const [{ runExport }, { systemHost }] = await Promise.all([import("./export.ts"), import("./system-host.ts")]);
    const host = systemHost();
    const { exitCode, lines, ...document } = await runExport({ ...options, host, profileDir: profileDirOf(profile) });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
