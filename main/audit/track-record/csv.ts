/** A cell: text, a number as decimal text, or nothing. */
export type Cell = string | number | null;

/** What a spreadsheet would run as a formula. A minus begins one too, unless the whole cell is a number. */
const formula = /^[=+@\t\r\n]|^-(?!\d+(?:\.\d+)?$)/;
const special = /[",;\r\n]/;

/**
 * One table as CSV: RFC 4180 quoting, lines ended by CR LF, text that a spreadsheet would take for a formula made harmless
 * by a leading apostrophe. `header` is written as it is given.
 */
export function csvText(header: string, rows: Iterable<readonly Cell[]>, separator: "," | ";" = ","): string {
  const lines = [header];
  for (const row of rows) lines.push(row.map((cell) => cellText(cell)).join(separator));
  return `${lines.join("\r\n")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  const plain = String(cell);
  const text = formula.test(plain) ? `'${plain}` : plain;
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
