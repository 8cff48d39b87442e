import { rules } from "../../main/risk/rules/registry.ts";
import { clearAnswers } from "../../shared/model/clear-answers.ts";

/** One row for each rule whose sentence a verdict may leave out. */
export function clearAnswerTable(): string {
  const validity = new Map(rules.map((rule) => [rule.code, rule.validity]));
  const rows = [...clearAnswers].map(([code, { text, observed, limit }]) => {
    const reducing = validity.get(code) === true ? "`pass`" : "`exempt`";
    return `| ${code} | ${text} | ${observed ?? "–"} | ${limit ?? "–"} | ${reducing} |`;
  });
  const head = "| Code | `text` | `observed` | `limit` | `outcome` where the order reduces |";
  return [head, "|---|---|---|---|---|", ...rows].join("\n");
}
