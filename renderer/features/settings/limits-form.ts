import { RiskLimits } from "../../../shared/model/risk.ts";
import { type LimitField, type LimitKey, limitFields } from "./limit-fields.ts";

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

/** A list with one entry a line, anything else spread out. */
function jsonText(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value, null, 2);
  return `[\n${value.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]`;
}

export type LimitProblemId =
  | "settings.problem.required"
  | "settings.problem.integer"
  | "settings.problem.pairs"
  | "settings.problem.json"
  | "settings.problem.range";

/** What is wrong with one limit; `why` are the schema's words. */
export interface LimitProblem {
  readonly id: LimitProblemId;
  readonly why: string;
}

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
      if (field.required) problems.set(field.key, { id: "settings.problem.required", why: "" });
      continue;
    }
    const read = readText(field, text);
    if ("problem" in read) problems.set(field.key, { id: read.problem, why: "" });
    else values[field.key] = read.value;
  }
  const read = RiskLimits.safeParse(values);
  if (!read.success) {
    for (const { path, message } of read.error.issues) {
      const field = limitFields.find(({ key }) => key === path[0]);
      if (field && !problems.has(field.key)) problems.set(field.key, { id: "settings.problem.range", why: message });
    }
  }
  return read.success && problems.size === 0 ? { ok: true, limits: read.data } : { ok: false, problems };
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
      if (pairs.includes(null)) return { problem: "settings.problem.pairs" };
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
