import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { journalEventTypes } from "../../shared/model/journal-event-types.ts";

/** One row for each type of event with the folders that record it; a dash where nothing does yet. */
export function journalEventTable(root: string): string {
  const files = globSync("main/**/*.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.test\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  const rows = journalEventTypes.map((type) => {
    // Whoever records an event gives it as a type, as the first word to the recorder, or as what a report comes to;
    // readers compare or list.
    const records = new RegExp(
      `(?:\\btype\\s*(?::|=(?!=))[^,;\\n]*|\\b(?:emit|emitFact|record|write|about)\\(\\s*|\\b(?:legal|recordIfFree)\\([^;]*?)"${type.replace(".", "\\.")}"`,
    );
    const [family = "", name = ""] = type.split(".");
    const writes = (text: string): boolean =>
      records.test(text) || (text.includes(`\`${family}.\${`) && text.includes(`"${name}"`));
    const rooms = new Set(files.filter(({ text }) => writes(text)).map(({ file }) => `\`${posix.dirname(file)}\``));
    return `| \`${type}\` | ${rooms.size === 0 ? "–" : [...rooms].join(", ")} |`;
  });
  return ["| Event | Recorded by |", "|---|---|", ...rows].join("\n");
}
