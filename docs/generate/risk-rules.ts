import { rules } from "../../main/risk/rules/registry.ts";

/** One row for each rule of the gate. */
export function riskRuleTable(): string {
  const rows = [...rules]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, name, text, setting, alsoSettings = [], validity }) => {
      const kind = validity ? "validity: every order" : "limit: opening orders";
      const decides = setting === null ? "–" : [setting, ...alsoSettings].map((path) => `\`${path}\``).join(", ");
      return `| ${code} | ${name} | ${text} | ${decides} | ${kind} |`;
    });
  return ["| Code | Rule | What it asks | Setting | Applies to |", "|---|---|---|---|---|", ...rows].join("\n");
}
