import { readFileSync } from "node:fs";
import { join } from "node:path";
import { honestWords } from "../../shared/model/honest-words.ts";
import { breakerTable } from "./breakers.ts";
import { clearAnswerTable } from "./clear-answers.ts";
import { commandReference } from "./command-reference.ts";
import { faultCodeTables } from "./fault-codes.ts";
import { journalEventTable } from "./journal-events.ts";
import { riskRuleTable } from "./risk-rules.ts";
import { riskSettingsTable } from "./risk-settings.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";
import { venueSettingsTable } from "./venue-settings.ts";

const notices = "THIRD_PARTY_NOTICES.txt";

type Block = readonly [name: string, write: (root: string) => string];

const blocks: Readonly<Record<string, readonly Block[]>> = {
  "docs/formats/bundle.md": [["clear-answers", clearAnswerTable]],
  "docs/guide/breakers.md": [["breakers", breakerTable]],
  "docs/guide/command-line.md": [["commands", commandReference]],
  "docs/guide/compliance.md": [["honest-words", () => honestWords.map((words) => `- ${words}`).join("\n")]],
  "docs/guide/paper-venue.md": [["venue-settings", venueSettingsTable]],
  "docs/guide/risk-gate.md": [
    ["risk-rules", riskRuleTable],
    ["risk-settings", riskSettingsTable],
  ],
  "docs/reference/error-codes.md": [["error-codes", faultCodeTables]],
  "docs/reference/journal-events.md": [["journal-events", journalEventTable]],
};

/** Puts a text between its two markers. Throws when the page has none, so that a table cannot vanish in silence. */
export function replaceBlock(page: string, name: string, text: string): string {
  const start = `<!-- generated: ${name} -->`;
  const end = "<!-- /generated -->";
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the page lacks the markers of "${name}"`);
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`;
}

export interface GeneratedFile {
  readonly file: string;
  readonly now: string;
  readonly wanted: string;
}

/** Every file with a generated part, as it is and as it should be. */
export function generatedFiles(root: string): GeneratedFile[] {
  const read = (file: string): string => readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n");
  const pages = Object.entries(blocks).map(([file, parts]) => {
    const now = read(file);
    const wanted = parts.reduce((page, [name, write]) => replaceBlock(page, name, write(root)), now);
    return { file, now, wanted };
  });
  const before = read(notices);
  return [...pages, { file: notices, now: before, wanted: thirdPartyNotices(root, before) }];
}
