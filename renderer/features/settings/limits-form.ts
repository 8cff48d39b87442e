import type { z } from "zod";
import { RiskLimits } from "../../../shared/model/risk.ts";
import { type LimitField, type LimitKey, limitFields } from "./limit-fields.ts";
import { type PartProblems, partProblem } from "./limit-parts.ts";

/** The risk limits as typed; an empty text means that the limit is not set. */
export type LimitsForm = Readonly<Record<LimitKey, string>>;

export function limitsToForm(limits: RiskLimits): LimitsForm {
  return Object.fromEntries(limitFields.map((field) => [field.key, toText(field, limits[field.key])])) as LimitsForm;
}

function toText({ kind }: LimitField, value: unknown): string {
  if (value === undefined) return "";
  if (kind === "lines") return (value as string[]).join("\n");
  if (kind === "pairs")
    return Object.entries(value as Record<string, string>)
      .map(([name, amount]) => `${name} = ${amount}`)
      .join("\n");
  return kind === "json" ? jsonText(value) : String(value);
}

/** A limit of a scope as its field shows it, also one that cannot be read. */
export function draftText(field: LimitField, value: unknown): string {
  return typeof value === "string" ? value : toText(field, value);
}

/** What a field's text stands for; a text that cannot be read stands for itself, and the schema refuses it. */
export function draftValue(field: LimitField, text: string): unknown {
  const read = readText(field, text.trim());
  return "problem" in read ? text : read.value;
}

/** A list with one entry a line, anything else spread out. */
export function jsonText(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value, null, 2);
  return `[\n${value.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]`;
}

export type LimitProblemId =
  | "settings.problem.required"
  | "settings.problem.integer"
  | "settings.problem.pairs"
  | "settings.problem.json"
  | "settings.problem.part"
  | "settings.problem.range";

/** What is wrong with one limit; `why` are the schema's words for the first of its parts that it refuses. */
export interface LimitProblem {
  readonly id: LimitProblemId;
  readonly why: string;
  /** In plain words, by part. */
  readonly parts: PartProblems;
}

const noParts: PartProblems = new Map();

export type LimitsReading =
  | { readonly ok: true; readonly limits: RiskLimits }
  | { readonly ok: false; readonly problems: ReadonlyMap<LimitKey, LimitProblem> };

/** Reads the form into limits the desk accepts, or says what is wrong where. */
export function readLimits(form: LimitsForm): LimitsReading {
  const problems = new Map<LimitKey, LimitProblem>();
  const values: Record<string, unknown> = {};
  for (const field of limitFields) {
    const text = form[field.key].trim();
    if (text === "") {
      if (field.required) problems.set(field.key, { id: "settings.problem.required", why: "", parts: noParts });
      continue;
    }
    const read = readText(field, text);
    if ("problem" in read) problems.set(field.key, { id: read.problem, why: "", parts: noParts });
    else values[field.key] = read.value;
  }
  const read = RiskLimits.safeParse(values);
  if (!read.success) {
    for (const [key, issues] of Map.groupBy(read.error.issues, ({ path }) => path[0] as LimitKey)) {
      if (problems.has(key)) continue;
      const parts = new Map(
        issues.map((issue) => [issue.path.slice(1).join("."), partProblem(issue)] as const).toReversed(),
      );
      problems.set(key, { id: "settings.problem.range", why: whyOf(issues), parts });
    }
  }
  return read.success && problems.size === 0 ? { ok: true, limits: read.data } : { ok: false, problems };
}

/** The schema's words for the first thing it refuses, and where that is. */
function whyOf([first]: readonly z.core.$ZodIssue[]): string {
  if (first === undefined) return "";
  const where = first.path.slice(1).join(".");
  return where === "" ? first.message : `${where}: ${first.message}`;
}

function readText(
  { kind }: LimitField,
  text: string,
): { readonly value: unknown } | { readonly problem: LimitProblemId } {
  switch (kind) {
    case "amount":
      return { value: text };
    case "boolean":
      return { value: text === "true" };
    case "integer":
      return /^\d{1,15}$/.test(text) ? { value: Number(text) } : { problem: "settings.problem.integer" };
    case "lines":
      return { value: linesOf(text) };
    case "pairs": {
      const pairs = linesOf(text).map((line) => /^(.+?)\s*=\s*(\S+)$/.exec(line));
      const names = new Set(pairs.map((pair) => pair?.[1]));
      if (pairs.includes(null) || names.size < pairs.length) return { problem: "settings.problem.pairs" };
      return { value: Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""])) };
    }
    case "json":
      try {
        return { value: JSON.parse(text) as unknown };
      } catch {
        return { problem: "settings.problem.json" };
      }
  }
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The limits in which two sets differ, old value first; empty text means not set. */
export function changedLimits(
  before: RiskLimits,
  after: RiskLimits,
): readonly { readonly key: LimitKey; readonly from: string; readonly to: string }[] {
  const from = limitsToForm(before);
  const to = limitsToForm(after);
  return limitFields
    .filter(({ key }) => from[key] !== to[key])
    .map(({ key }) => ({ key, from: from[key], to: to[key] }));
}
