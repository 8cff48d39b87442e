const numeric = /^[+−-]?[\d.,]+%?$/;

/** Quotes a field and disarms text that a spreadsheet would run as a formula (OWASP, CSV injection). */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !numeric.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 with a header line and CRLF ends. */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((fields) => `${fields.map(csvField).join(",")}\r\n`).join("");
}
