import { Fault } from "../../shared/model/fault.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";

/** Deeper values are refused, so that no input can exhaust the stack. */
const maxCanonicalDepth = 64;

/** Where the writer stands, so that a refusal can name the place; a stack costs less than a path per value. */
const place: (string | number)[] = [];

function refuse(what: string): never {
  throw new Fault(
    "JOURNAL-VALUE",
    "bug",
    `the value at /${place.join("/")} ${what}`,
    "Record amounts as decimal text and leave absent fields out; report this if the desk itself wrote it.",
  );
}

/** Printable ASCII without quote and backslash: its own escape, and most of what is ever written. */
const plain = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) refuse("is text with a lone surrogate");
  return JSON.stringify(text);
}

function write(value: JournalValue | undefined): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Number.isSafeInteger(value) ? String(value) : refuse("is a number that is not a safe integer");
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeNested(value);
    default:
      return refuse(`is ${typeof value}, which JSON cannot carry`);
  }
}

function writeNested(value: Exclude<JournalValue, string | number | boolean | null>): string {
  const depth = place.length;
  if (depth >= maxCanonicalDepth) refuse(`is nested deeper than ${maxCanonicalDepth} levels`);
  let text = "";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      place[depth] = i;
      text += `${i > 0 ? "," : ""}${write(value[i])}`;
      place.length = depth;
    }
    return `[${text}]`;
  }
  const record = value as { readonly [key: string]: JournalValue };
  for (const key of Object.keys(record).sort()) {
    place[depth] = key;
    text += `${text === "" ? "" : ","}${quote(key)}:${write(record[key])}`;
    place.length = depth;
  }
  return `{${text}}`;
}

/**
 * The canonical JSON text of a value (RFC 8785): keys in UTF-16 order, shortest escapes, no white space. Throws a Fault
 * `JOURNAL-VALUE` with the path for floats, lone surrogates, `undefined` and anything nested too deep.
 */
export function canonicalize(value: JournalValue): string {
  place.length = 0;
  return write(value);
}
