import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { refuseBackwards } from "./refuse-backwards.ts";
import { UsageError } from "./usage-error.ts";

const days = 30;

export const trackRecordCommand = defineCommand({
  name: "track-record",
  summary: "a period's trading with its figures, every row tied to the sealed events it was made of",
  positionals: [],
  options: {
    format: {
      kind: "choice",
      choices: ["json", "pdf", "trades", "orders", "topstepx", "topstepx-orders", "ftmo", "daily"],
      text: "the document, or a table in a layout that firms know (default: json)",
    },
    out: { kind: "text", value: "FILE", text: "where it goes", required: true },
    days: { kind: "integer", value: "N", min: 1, text: `how many days back from the end (default: ${days})` },
    from: { kind: "time", value: "T", text: "the beginning, UTC" },
    to: { kind: "time", value: "T", text: "the end, UTC (default: the last event)" },
    profile: profileOption,
  },
  notes: ["It only reads, so it works beside a running desk."],
  examples: [
    "track-record --profile ./p --out record.json",
    "track-record --profile ./p --format topstepx --days 90 --out trades.csv",
  ],
  run: async ({ options: { json, help: _, profile, format = "json", ...options } }, console) => {
    if (options.from !== undefined && options.days !== undefined) {
      throw new UsageError("--from and --days both say where the period begins", "give --from TIME or --days N");
    }
    refuseBackwards(options);
    const [{ runTrackRecord }, { readKeysOf }, { systemHost }] = await Promise.all([
      import("./track-record.ts"),
      import("./command-host.ts"),
      import("./system-host.ts"),
    ]);
    const profileDir = profileDirOf(profile);
    const keys = await readKeysOf(systemHost(), profileDir);
    const request = { days, ...options, format, profileDir, keys };
    const { exitCode, lines, ...document } = await runTrackRecord(request);
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return exitCode;
  },
});
