import { RiskLimits } from "../../../shared/model/risk.ts";

export const limitFields = [
  "maxNotionalPerOrder",
  "priceBandAtr",
  "atrPeriod",
  "maxOrdersPerSecond",
  "staleAfterMs",
] as const satisfies readonly (keyof RiskLimits)[];
export type LimitField = (typeof limitFields)[number];
/** The risk limits as typed; an empty `maxNotionalPerOrder` means no limit. */
export type LimitsForm = Readonly<Record<LimitField, string>>;

export function limitsToForm(limits: RiskLimits): LimitsForm {
  return {
    maxNotionalPerOrder: limits.maxNotionalPerOrder ?? "",
    priceBandAtr: limits.priceBandAtr,
    atrPeriod: String(limits.atrPeriod),
    maxOrdersPerSecond: String(limits.maxOrdersPerSecond),
    staleAfterMs: String(limits.staleAfterMs),
  };
}

export type LimitProblem = "settings.problem.decimal" | "settings.problem.integer" | "settings.problem.range";
export type LimitsReading =
  | { readonly ok: true; readonly limits: RiskLimits }
  | { readonly ok: false; readonly problems: ReadonlyMap<LimitField, LimitProblem> };

const positiveDecimal = (text: string): boolean => /^(0|[1-9]\d*)(\.\d+)?$/.test(text) && /[1-9]/.test(text);
const wholeNumber = (text: string): boolean => /^\d{1,9}$/.test(text);

/** Reads the form into limits the contract accepts, or says what is wrong where. Limits that the form does not show stay as in `base`. */
export function readLimits(form: LimitsForm, base?: RiskLimits): LimitsReading {
  const problems = new Map<LimitField, LimitProblem>();
  const notional = form.maxNotionalPerOrder.trim();
  if (notional !== "" && !positiveDecimal(notional)) problems.set("maxNotionalPerOrder", "settings.problem.decimal");
  if (!positiveDecimal(form.priceBandAtr.trim())) problems.set("priceBandAtr", "settings.problem.decimal");
  for (const field of ["atrPeriod", "maxOrdersPerSecond", "staleAfterMs"] as const)
    if (!wholeNumber(form[field].trim())) problems.set(field, "settings.problem.integer");
  if (problems.size > 0) return { ok: false, problems };
  const { maxNotionalPerOrder: _, ...kept } = base ?? {};
  const read = RiskLimits.safeParse({
    ...kept,
    ...(notional === "" ? {} : { maxNotionalPerOrder: notional }),
    priceBandAtr: form.priceBandAtr.trim(),
    atrPeriod: Number(form.atrPeriod),
    maxOrdersPerSecond: Number(form.maxOrdersPerSecond),
    staleAfterMs: Number(form.staleAfterMs),
  });
  if (read.success) return { ok: true, limits: read.data };
  for (const issue of read.error.issues) {
    const field = limitFields.find((candidate) => candidate === issue.path[0]);
    if (field) problems.set(field, "settings.problem.range");
  }
  return { ok: false, problems };
}

/** The fields in which two sets of limits differ, old value first; empty text means no limit. */
export function changedLimits(
  before: RiskLimits,
  after: RiskLimits,
): readonly { readonly field: LimitField; readonly from: string; readonly to: string }[] {
  const from = limitsToForm(before);
  const to = limitsToForm(after);
  return limitFields
    .filter((field) => from[field] !== to[field])
    .map((field) => ({ field, from: from[field], to: to[field] }));
}
