import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { journalEventTypes } from "../../shared/model/journal-event.ts";

/** One row for each type of event with the folders that name it; a dash where nothing does yet. */
export function journalEventTable(root: string): string {
  const files = globSync("main/**/*.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.test\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  const rows = journalEventTypes.map((type) => {
    // Readers of events compare with `case "…"` or `=== "…"`; whoever records one names it as a value.
    const records = new RegExp(`(?<!case |=== |!== )"${type.replace(".", "\\.")}"`);
    const rooms = new Set(
      files.filter(({ text }) => records.test(text)).map(({ file }) => `\`${posix.dirname(file)}\``),
    );
    return `| \`${type}\` | ${rooms.size === 0 ? "–" : [...rooms].join(", ")} |`;
  });
  return ["| Event | Named in |", "|---|---|", ...rows].join("\n");
}
