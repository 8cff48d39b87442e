import { Fault } from "../../shared/model/fault.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { shapeOf } from "./record-shape.ts";

/** Deeper values are refused, so that no input can exhaust the stack. */
const maxCanonicalDepth = 64;

/** Printable ASCII without quote and backslash: its own escape, and most of what is ever written. */
const plain = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : refuse("is text with a lone surrogate");
}

function write(value: JournalValue | undefined, depth: number): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Number.isSafeInteger(value) ? String(value) : refuse("is a number that is not a safe integer");
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeNested(value, depth);
    default:
      return refuse(`is ${typeof value}, which JSON cannot carry`);
  }
}

/** Texts of frozen records without nested values: they can never read otherwise, and some are in every decision. */
const lasting = new WeakMap<object, string>();

function isFlat(record: object): boolean {
  return Object.values(record).every((each) => typeof each !== "object" || each === null);
}

function writeNested(value: Exclude<JournalValue, string | number | boolean | null>, depth: number): string {
  if (depth >= maxCanonicalDepth) refuse(`is nested deeper than ${maxCanonicalDepth} levels`);
  if (Array.isArray(value)) {
    let list = "[";
    for (let i = 0; i < value.length; i++) {
      if (i > 0) list += ",";
      list += write(value[i], depth + 1);
    }
    return `${list}]`;
  }
  const record = value as { readonly [key: string]: JournalValue };
  const isFrozen = Object.isFrozen(record);
  const known = isFrozen ? lasting.get(record) : undefined;
  if (known !== undefined) return known;
  const { keys, labels } = shapeOf(record, quote);
  let text = "{";
  for (let i = 0; i < keys.length; i++) {
    text += labels[i] as string;
    text += write(record[keys[i] as string], depth + 1);
  }
  text += "}";
  if (isFrozen && isFlat(record)) lasting.set(record, text);
  return text;
}

/** Thrown on the way up; the place is looked for only then. */
class Refusal extends Error {}

function refuse(what: string): never {
  throw new Refusal(what);
}

/** The first place in a refused value that cannot be written, in the order of writing. */
function placeOf(value: JournalValue, depth: number): string {
  if (typeof value !== "object" || value === null || depth >= maxCanonicalDepth) return "";
  const members = Array.isArray(value)
    ? value.map((each, i) => [String(i), each] as const)
    : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, member] of members) {
    try {
      if (!Array.isArray(value)) quote(key);
      write(member, depth + 1);
    } catch {
      return `/${key}${placeOf(member, depth + 1)}`;
    }
  }
  return "";
}

/**
 * The canonical JSON text of a value (RFC 8785): keys in UTF-16 order, shortest escapes, no white space. Throws a Fault
 * `JOURNAL-VALUE` with the path for floats, lone surrogates, `undefined` and anything nested too deep.
 */
export function canonicalize(value: JournalValue): string {
  try {
    return write(value, 0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Fault(
      "JOURNAL-VALUE",
      "bug",
      `the value at ${placeOf(value, 0) || "/"} ${error.message}`,
      "Record amounts as decimal text and leave absent fields out; report this if the desk itself wrote it.",
    );
  }
}
