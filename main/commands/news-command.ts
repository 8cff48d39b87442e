import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineCommand } from "./command.ts";
import { profileDirOf, profileOption } from "./profile-option.ts";
import { UsageError } from "./usage-error.ts";

export const newsCommand = defineCommand({
  name: "news",
  summary: "takes the events of a calendar over as times in which nothing opens",
  positionals: [
    { name: "import", text: "what to do" },
    { name: "FILE", text: "an iCalendar file, as calendars export it" },
  ],
  options: {
    profile: profileOption,
    before: { kind: "integer", value: "MINUTES", min: 0, max: 1440, text: "how long before an event (default: 15)" },
    after: { kind: "integer", value: "MINUTES", min: 0, max: 1440, text: "how long after it (default: 15)" },
    days: { kind: "integer", value: "N", min: 1, max: 366, text: "how many days ahead are taken (default: 90)" },
    zone: { kind: "text", value: "ZONE", text: "IANA zone of whole days and of times without one (default: UTC)" },
  },
  notes: [
    "Events become windows of the setting newsWindows, in its zone; those of an earlier import are replaced, windows without",
    "a date stay. The change is a config.changed event. It needs a profile that no desk holds: on a running desk it",
    "is in Settings, Risk limits, under News windows.",
  ],
  examples: ["news import calendar.ics --profile ./p --before 10 --after 20"],
  run: async ({ options, positionals: [what = "", file = ""] }, console) => {
    if (what !== "import") throw new UsageError(`news knows no "${what}"`, "use news import FILE");
    if (options.profile !== undefined && !existsSync(options.profile)) {
      throw new UsageError(
        `--profile names a folder that does not exist: ${resolve(options.profile)}`,
        "name the folder of a profile, or begin a new one with proofdesk desk",
      );
    }
    const { json, profile, before = 15, after = 15, days = 90, zone = "UTC" } = options;
    const [{ importNews }, { systemHost }] = await Promise.all([
      import("./news-import.ts"),
      import("./system-host.ts"),
    ]);
    const padding = { beforeMs: before * 60_000, afterMs: after * 60_000 };
    const wish = { file: resolve(file), padding, days, zone };
    const { lines, ...document } = await importNews(systemHost(), profileDirOf(profile), wish);
    if (json) console.json(document);
    else for (const line of lines) console.out(line);
    return 0;
  },
});
