import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";

export const exportCommand = defineCommand({
  name: "export",
  summary: "writes the journal as a signed bundle that a stranger can check",
  positionals: [],
  options: {
    out: { kind: "text", value: "FILE", text: "where the bundle goes", required: true },
    from: { kind: "integer", value: "SEQ", min: 0, text: "the first event (default: 0)" },
    to: { kind: "integer", value: "SEQ", min: 0, text: "the last event, included (default: the newest)" },
    profile: profileOption,
  },
  notes: ["A running desk holds its profile: export from its Compliance room instead."],
  examples: ["export --profile ./p --out bundle.json", "export --from 100 --to 250 --out part.json"],
  run: async ({ options: { json, help: _, profile, ...options } }, console) => {
    const [{ runExport }, { systemHost }] = await Promise.all([import("./export.ts"), import("./system-host.ts")]);
    const host = systemHost();
    const { exitCode, lines, ...document } = await runExport({ ...options, host, profileDir: profileDirOf(profile) });
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
