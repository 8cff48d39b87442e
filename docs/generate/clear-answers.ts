import { clearAnswers } from "../../shared/model/clear-answers.ts";

/** One row for each rule whose sentence a verdict may leave out. */
export function clearAnswerTable(): string {
  const rows = [...clearAnswers].map(
    ([code, { text, observed, limit }]) => `| ${code} | ${text} | ${observed ?? "–"} | ${limit ?? "–"} |`,
  );
  return ["| Code | `text` | `observed` | `limit` |", "|---|---|---|---|", ...rows].join("\n");
}
