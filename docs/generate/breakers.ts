import { breakerKinds, breakerRules } from "../../shared/model/breaker-settings.ts";

const windows = {
  counts: "the time that is counted",
  lasts: "how long it must last before it trips; absent: at once",
} as const;

/** One row for each circuit breaker, in the settings' order. */
export function breakerTable(): string {
  const rows = breakerRules.map((rule) => {
    const { unit, most, window, windowNeeded, text } = breakerKinds[rule];
    const needs = windowNeeded ? `${windows[window]} (needed)` : rule === "loss-streak" ? "–" : windows[window];
    return `| \`${rule}\` | ${text.replace("{limit}", "`limit`")} | ${unit}, at most ${most} | ${needs} |`;
  });
  return ["| `rule` | Trips when | `limit` | `windowMs` |", "|---|---|---|---|", ...rows].join("\n");
}
