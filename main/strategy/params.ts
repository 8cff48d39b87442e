import type { z } from "zod";
import { Fault } from "../../shared/model/fault.ts";

/** Parameters as they travel: by name, plain values. */
export type StrategyParams = Readonly<Record<string, string | number | boolean>>;

/** Reads `"10"` as 10 and `"true"` as true where the schema asks for a number or a boolean. */
function readText(schema: z.ZodObject, name: string, value: string | number | boolean): string | number | boolean {
  if (typeof value !== "string") return value;
  const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
  if (field === undefined || field.safeParse(value).success) return value;
  if (value === "true" || value === "false") return value === "true";
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) ? number : value;
}

/** Checks parameters against a strategy's schema. Throws `STRATEGY-PARAMS` naming each one that is wrong and what fits. */
export function parseParams<Schema extends z.ZodObject>(
  strategy: string,
  schema: Schema,
  given: StrategyParams,
): z.infer<Schema> {
  const values = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, readText(schema, name, value)]),
  );
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || strategy}: ${issue.message}`);
  throw new Fault(
    "STRATEGY-PARAMS",
    "validation",
    `Strategy "${strategy}" cannot run with these parameters: ${problems.join("; ")}.`,
    `Its parameters are ${Object.keys(schema.shape).join(", ")}.`,
  );
}
