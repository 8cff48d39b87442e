import { z } from "zod";

/** A setting of several parts while it is typed: the shape of its schema, with anything a person may type in it. */
const WindowDraft = z.strictObject({
  from: z.string(),
  to: z.string(),
  days: z.array(z.int()).optional(),
  date: z.string().optional(),
  title: z.string().optional(),
});
export type WindowDraft = z.infer<typeof WindowDraft>;

export const WindowsDraft = z.strictObject({ zone: z.string(), windows: z.array(WindowDraft) });
export type WindowsDraft = z.infer<typeof WindowsDraft>;

export const PauseDraft = z.strictObject({ zone: z.string(), fridayFrom: z.string(), sundayTo: z.string() });
export type PauseDraft = z.infer<typeof PauseDraft>;

const GroupDraft = z.strictObject({ name: z.string(), instrumentIds: z.array(z.string()), maxExposure: z.string() });
export const GroupsDraft = z.array(GroupDraft);
export type GroupsDraft = z.infer<typeof GroupsDraft>;

const BreakerDraft = z.strictObject({
  rule: z.string(),
  limit: z.string(),
  action: z.string(),
  windowMs: z.union([z.number(), z.string()]).optional(),
  lockOutMs: z.union([z.number(), z.string()]).optional(),
});
export type BreakerDraft = z.infer<typeof BreakerDraft>;
export const BreakersDraft = z.array(BreakerDraft);

const Named = z.record(z.string(), z.record(z.string(), z.unknown())).optional();
export const ScopesDraft = z.strictObject({ traders: Named, strategies: Named, models: Named });
export type ScopesDraft = z.infer<typeof ScopesDraft>;

/** What a text holds in the shape that a form can show; `null` where it has another, `undefined` where it is empty. */
export function readDraft<T>(schema: z.ZodType<T>, text: string): T | null | undefined {
  if (text.trim() === "") return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** One name and its amount; neither need be readable yet. */
export interface PairDraft {
  readonly name: string;
  readonly amount: string;
}

/** The lines `name = amount` of a text. */
export function readPairs(text: string): PairDraft[] {
  if (text === "") return [];
  return text.split("\n").map((line) => {
    const at = line.lastIndexOf("=");
    return at < 0
      ? { name: line.trim(), amount: "" }
      : { name: line.slice(0, at).trim(), amount: line.slice(at + 1).trim() };
  });
}

export function pairsText(pairs: readonly PairDraft[]): string {
  return pairs.map(({ name, amount }) => `${name} = ${amount}`).join("\n");
}
