import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { journalEventTypes } from "../../shared/model/journal-event.ts";

/** One row for each type of event with the files that record it; a dash where nothing does yet. */
export function journalEventTable(root: string): string {
  const files = globSync("main/**/*.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.test\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  const rows = journalEventTypes.map((type) => {
    // Readers of events compare with `case "…"` or `=== "…"`; whoever records one names it as a value.
    const records = new RegExp(`(?<!case |=== |!== )"${type.replace(".", "\\.")}"`);
    const writers = files.filter(({ text }) => records.test(text)).map(({ file }) => `\`${file}\``);
    return `| \`${type}\` | ${writers.length === 0 ? "–" : writers.join(", ")} |`;
  });
  return ["| Event | Named in |", "|---|---|", ...rows].join("\n");
}
