import { UsageError } from "./usage-error.ts";

/** Reads `--set name=value` words; the strategy's own schema reads the values. */
export function readAssignments(words: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 1)
      throw new UsageError(`--set does not take "${word}"`, "write --set name=value, for example --set fast=10");
    const name = word.slice(0, equals);
    if (values.has(name)) throw new UsageError(`--set gives ${name} twice`, `keep one --set ${name}=…`);
    values.set(name, word.slice(equals + 1));
  }
  // Whatever the name is, it is a property of its own that the schema sees.
  return Object.fromEntries(values);
}
