import { UsageError } from "./usage-error.ts";

/** Reads `--set name=value` words; the strategy's own schema reads the values. */
export function readAssignments(words: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 1)
      throw new UsageError(`--set does not take "${word}"`, "write --set name=value, for example --set fast=10");
    const name = word.slice(0, equals);
    if (Object.hasOwn(values, name)) throw new UsageError(`--set gives ${name} twice`, `keep one --set ${name}=…`);
    values[name] = word.slice(equals + 1);
  }
  return values;
}
