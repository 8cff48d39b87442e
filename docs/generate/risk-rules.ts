import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../main/risk/rules/registry.ts";

/** The sentence above each rule's code, by code: written once, beside what it describes. */
function descriptions(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("main/risk/rules/*.ts", { cwd: root })) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, code = "", comment = ""] of text.matchAll(/\/\*\*[\s*]*(RISK-\d{3}):\s*([\s\S]*?)\*\//g)) {
      found.set(code, comment.replace(/\s*\n\s*\*\s*/g, " ").trim());
    }
  }
  return found;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One row for each rule of the gate. */
export function riskRuleTable(root: string): string {
  const texts = descriptions(root);
  const rows = [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, name, setting, validity }) => {
      const kind = validity ? "validity: every order" : "limit: opening orders";
      const decides = setting === null ? "–" : `\`${setting}\``;
      return `| ${code} | ${name} | ${sentence(texts.get(code) ?? "")} | ${decides} | ${kind} |`;
    });
  return ["| Code | Rule | What it asks | Setting | Applies to |", "|---|---|---|---|---|", ...rows].join("\n");
}
