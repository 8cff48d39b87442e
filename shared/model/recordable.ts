import type { JournalValue } from "./journal-event.ts";

/** Deeper values are not told. */
const mostLevels = 32;

/**
 * Anything as a value that the record can hold, as near to it as it goes: half a character becomes U+FFFD, a number that is
 * no safe integer its text, and what JSON knows nothing of is left out.
 */
export function recordable(value: unknown, level = 0): JournalValue {
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "number":
      return Number.isSafeInteger(value) ? value : String(value);
    case "bigint":
      return String(value);
    case "boolean":
      return value;
    case "object":
      if (value === null || level >= mostLevels) return null;
      if (Array.isArray(value)) return value.map((each) => recordable(each, level + 1));
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => !["undefined", "function", "symbol"].includes(typeof member))
          .map(([name, member]) => [name.toWellFormed(), recordable(member, level + 1)]),
      );
    default:
      return null;
  }
}
