/** What moves a terminal's cursor, clears its screen or turns the order of characters round; tabs and line ends are not among it. */
const commanding = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Text for a terminal: what others wrote (a bundle, a statement, a mail) must not be able to wipe a verdict away or write
 * one of its own, so characters that command a terminal are shown as their escapes.
 */
export function plainText(text: string): string {
  return text.replace(commanding, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

/** The same of what has to stay on one line. */
export function plainLine(text: string): string {
  return text.replace(commanding, escaped);
}
