import { Fault } from "../../shared/model/fault.ts";
import type { JournalValue } from "../../shared/model/journal-event.ts";
import { quoted } from "../../shared/model/quoted.ts";

/** Deeper values are refused, so that no input can exhaust the stack. */
const maxCanonicalDepth = 64;

function quote(text: string): string {
  return text.isWellFormed() ? quoted(text) : refuse("is text with a lone surrogate");
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
  const members = Object.keys(record)
    .sort()
    .map((key) => `${quote(key)}:${write(record[key], depth + 1)}`);
  return `{${members.join(",")}}`;
}

/** How JSON.stringify writes a lone surrogate; a backslash before these letters looks the same. */
const escapedSurrogate = "\\ud";

function isOrdinary(value: unknown, depth: number): boolean {
  if (typeof value === "object" && value !== null) return standsInOrder(value, depth);
  return typeof value === "string" || value === null || typeof value === "boolean" || Number.isSafeInteger(value);
}

/**
 * Whether JSON.stringify writes a value as RFC 8785 does, but for lone surrogates: plain lists, and plain records whose
 * keys stand in order already.
 */
function standsInOrder(value: object, depth: number): boolean {
  if (depth >= maxCanonicalDepth) return false;
  if (Array.isArray(value)) {
    if ("toJSON" in value) return false;
    for (let i = 0; i < value.length; i++) if (!isOrdinary(value[i], depth + 1)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || "toJSON" in value) return false;
  let before: string | null = null;
  for (const key in value) {
    if (before !== null && key <= before) return false;
    before = key;
    if (!isOrdinary((value as { readonly [key: string]: unknown })[key], depth + 1)) return false;
  }
  return true;
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
    ? Array.from(value, (each, i) => [String(i), each] as const)
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
 * The canonical JSON text of a value (RFC 8785): keys in UTF-16 order, shortest escapes, no white space. A record built in
 * the order of its keys is written by the platform in one go, at a fraction of the cost. Throws a Fault `JOURNAL-VALUE`
 * with the path for floats, lone surrogates, `undefined` and anything nested too deep.
 */
export function canonicalize(value: JournalValue): string {
  if (typeof value === "object" && value !== null && standsInOrder(value, 0)) {
    const text = JSON.stringify(value);
    if (!text.includes(escapedSurrogate)) return text;
  }
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
