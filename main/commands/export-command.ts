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
    claims: {
      kind: "flag",
      text: "claim days, orders and metrics as well, for the verifier to work out again; from the first event on",
    },
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
    "export --claims --out bundle.json",
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
    if (options.claims && (options.from ?? 0) > 0) {
      throw new UsageError(
        "--claims needs the events from the first on, and --from leaves some out",
        "leave out --from, or --claims: nobody could work the figures out again",
      );
    }
    const [{ runExport }, { systemHost }] = await Promise.all([import("./export.ts"), import("./system-host.ts")]);
    const host = systemHost();
    const { exitCode, lines, ...document } = await runExport({ ...options, host, profileDir: profileDirOf(profile) });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
