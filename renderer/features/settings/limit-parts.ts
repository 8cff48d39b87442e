import type { z } from "zod";
import { t } from "../../i18n/t.ts";
import { sentence } from "../../ui/format/sentence.ts";

/** What is wrong with the parts of a setting, by their path in it, such as `windows.0.from`. */
export type PartProblems = ReadonlyMap<string, string>;

type Issue = z.core.$ZodIssue;

const times: readonly PropertyKey[] = ["from", "to", "fridayFrom", "sundayTo"];

/** What is wrong with one part, and how to put it right, in plain words. */
export function partProblem(issue: Issue): string {
  const part = issue.path.at(-1);
  if (part !== undefined && times.includes(part)) return t("settings.part.time");
  if (part === "date") return t("settings.part.date");
  switch (issue.code) {
    case "invalid_type":
      return t("settings.part.missing");
    case "too_small":
      if (issue.origin === "array" || issue.origin === "string") return t("settings.part.empty");
      return t("settings.part.atLeast", { least: Number(issue.minimum) });
    case "too_big":
      return t(`settings.part.${issue.origin === "array" || issue.origin === "string" ? issue.origin : "atMost"}`, {
        most: Number(issue.maximum),
      });
    default:
      return sentence(issue.message);
  }
}

/** The problems of one part's own parts. */
export function partsWithin(problems: PartProblems, path: string): PartProblems {
  const inside = [...problems]
    .filter(([at]) => at === path || at.startsWith(`${path}.`))
    .map(([at, text]) => [at.slice(path.length + 1), text] as const);
  return new Map(inside);
}
