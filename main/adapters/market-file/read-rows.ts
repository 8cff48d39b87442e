import { createFieldReader, type FieldReader, findColumns } from "./csv-columns.ts";
import { type BadRow, dataFault } from "./data-fault.ts";
import { openText } from "./open-text.ts";
import { scanLines } from "./scan-lines.ts";

export interface SkippedRow {
  readonly line: number;
  readonly reason: string;
}

/** The first bad rows of a file with their reasons; all of them are counted. */
export interface SkippedRows {
  readonly skipped: readonly SkippedRow[];
  readonly skippedRows: number;
}

/** Reasons kept; a file of ten million bad rows must not fill the memory with words. */
const maxReasons = 1000;

/** Takes one row: what is wrong when it is bad, `null` when it was taken, `"done"` when nothing further is wanted. */
type RowHandler = (bytes: Buffer, fields: FieldReader, count: number) => BadRow | null | "done";

const cutShort: BadRow = { code: "DATA-ROW", reason: "the row is cut short" };

export interface RowLayout {
  /** Columns wanted, each with the header names it may have, all lower case. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Looks at the columns found, throws what is missing, and gives the way to take rows. */
  begin(columns: Map<string, number>, headerLine: number): RowHandler;
}

/** Reads a headed CSV row by row; a bad row ends it with its code unless `skipBad`. */
export async function readRows(file: string, layout: RowLayout, skipBad: boolean): Promise<SkippedRows> {
  const skipped: SkippedRow[] = [];
  let skippedRows = 0;
  let take: RowHandler | null = null;
  let fields = createFieldReader(0);

  await scanLines(file, openText(file), (bytes, start, end, line) => {
    if (take === null) {
      const columns = findColumns(bytes.toString("utf8", start, end), layout.columns);
      take = layout.begin(columns, line);
      fields = createFieldReader(Math.max(...columns.values()) + 1);
      return true;
    }
    const count = fields.split(bytes, start, end);
    const bad = count < fields.starts.length ? cutShort : take(bytes, fields, count);
    if (bad === null) return true;
    if (bad === "done") return false;
    if (!skipBad) throw dataFault(bad.code, file, line, bad.reason);
    skippedRows += 1;
    if (skipped.length < maxReasons) skipped.push({ line, reason: bad.reason });
    return true;
  });
  if (take === null) throw dataFault("DATA-EMPTY", file, null, "the file is empty");
  return { skipped, skippedRows };
}
