import { Fault } from "../../shared/model/fault.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";

/** Deeper values are refused, so that no input can exhaust the stack. */
export const maxCanonicalDepth = 64;

function refuse(path: string, what: string): never {
  throw new Fault(
    "JOURNAL-VALUE",
    "bug",
    `the value at ${path || "/"} ${what}`,
    "Record amounts as decimal text and leave absent fields out; report this if the desk itself wrote it.",
  );
}

function quote(text: string, path: string): string {
  if (!text.isWellFormed()) refuse(path, "is text with a lone surrogate");
  return JSON.stringify(text);
}

function write(value: JournalValue | undefined, path: string, depth: number): string {
  switch (typeof value) {
    case "string":
      return quote(value, path);
    case "number":
      return Number.isSafeInteger(value) ? String(value) : refuse(path, "is a number that is not a safe integer");
    case "boolean":
      return value ? "true" : "false";
    case "object":
      break;
    default:
      return refuse(path, `is ${typeof value}, which JSON cannot carry`);
  }
  if (value === null) return "null";
  if (depth >= maxCanonicalDepth) refuse(path, `is nested deeper than ${maxCanonicalDepth} levels`);
  let text = "";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) text += `${i > 0 ? "," : ""}${write(value[i], `${path}/${i}`, depth + 1)}`;
    return `[${text}]`;
  }
  const record = value as { readonly [key: string]: JournalValue };
  for (const key of Object.keys(record).sort()) {
    const member = `${path}/${key}`;
    text += `${text === "" ? "" : ","}${quote(key, member)}:${write(record[key], member, depth + 1)}`;
  }
  return `{${text}}`;
}

/**
 * The canonical JSON text of a value (RFC 8785): keys in UTF-16 order, shortest escapes, no white space. Throws a Fault
 * `JOURNAL-VALUE` with the path for floats, lone surrogates, `undefined` and anything nested too deep.
 */
export function canonicalize(value: JournalValue): string {
  return write(value, "", 0);
}
