/** The rows of delimited text by RFC 4180, whatever ends its lines; the separator is the one that the first line has most of. */
export function readDelimited(text: string): string[][] {
  // Spreadsheets on a Mac may end a line with CR alone.
  const body = (text.startsWith("\uFEFF") ? text.slice(1) : text).replace(/\r\n?/g, "\n");
  const first = body.slice(0, body.indexOf("\n") >>> 0);
  const count = (mark: string): number => first.split(mark).length;
  const separator = [";", "\t", ","].reduce((most, mark) => (count(mark) > count(most) ? mark : most), ",");
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < body.length; i++) {
    const char = body[i] as string;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (body[i + 1] === '"') cell += body[++i];
      else quoted = false;
    } else if (char === '"' && cell === "") {
      quoted = true;
    } else if (char === separator) {
      row.push(cell);
      cell = "";
    } else if (char === "\n") {
      row.push(cell);
      rows.push(row);
      row = [];
      cell = "";
    } else {
      cell += char;
    }
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows.filter((each) => each.some((value) => value.trim() !== "")).map(unwrapped);
}

/** Some platforms quote a whole row as one cell. */
function unwrapped(row: string[]): string[] {
  const [only] = row;
  return row.length === 1 && only?.includes(",") ? only.split(",").map((value) => value.trim()) : row;
}
