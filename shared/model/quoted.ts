/** Printable ASCII without quote and backslash: its own escape, and most of what is ever written. */
const plain = /^[ !#-[\]-~]*$/;

/** Text as canonical JSON writes it (RFC 8785 §3.2.2.2). Throws a RangeError for a lone surrogate, which has no such form. */
export function quoted(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new RangeError("text with a lone surrogate has no canonical form");
  return JSON.stringify(text);
}

/** The same, and `null` where there is no text. */
export function quotedOrNull(text: string | null): string {
  return text === null ? "null" : quoted(text);
}
