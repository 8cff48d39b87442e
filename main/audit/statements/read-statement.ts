import { Fault } from "../../../shared/model/fault.ts";
import { readDelimited } from "./delimited-text.ts";
import { type NumberedRow, type PositionalLayout, positionalLayouts } from "./positional-layouts.ts";
import { type StatementLayout, statementLayouts } from "./statement-layouts.ts";
import { readAmount, readPrice, readTime } from "./statement-values.ts";

/** One fill as a broker's statement tells it. Amounts are decimal text, `at` is UTC milliseconds. */
export interface StatementExecution {
  readonly line: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly size: string;
  readonly price: string;
  readonly at: number;
  /** Unsigned where the statement names one. */
  readonly fee: string | null;
}

export interface Statement {
  readonly layout: string;
  readonly executions: readonly StatementExecution[];
}

/**
 * Reads a broker's statement in one of the known layouts; times that name no offset are in `zone`. Throws a Fault
 * `STATEMENT-LAYOUT` for any other, and `STATEMENT-ROW` for a row that cannot be read.
 */
export function readStatement(text: string, zone = "UTC"): Statement {
  const rows = readDelimited(text);
  for (const [index, row] of rows.entries()) {
    const isSection = row[1] === "Header";
    const header = isSection ? row.slice(2) : row;
    const layout = layoutOf(header);
    if (layout === undefined) continue;
    const body = rows.slice(index + 1).map((cells, offset) => ({ cells, line: index + offset + 2 }));
    const data = isSection
      ? body.filter(({ cells }) => cells[0] === row[0] && cells[1] === "Data").map(withoutSection)
      : body;
    return {
      layout: layout.name,
      executions: data.flatMap((each) => executionsOf(layout, columnsOf(header), each, zone)),
    };
  }
  const numberedRows = rows.map((cells, index) => ({ cells, line: index + 1 }));
  for (const layout of positionalLayouts) {
    const found = layout.rowsOf(numberedRows);
    if (found.length === 0) continue;
    return { layout: layout.name, executions: found.flatMap((each) => executionsOf(layout, places, each, zone)) };
  }
  throw new Fault(
    "STATEMENT-LAYOUT",
    "validation",
    "The file is no statement of a layout that is known here.",
    `Give a CSV of ${[...new Set([...statementLayouts, ...positionalLayouts].map(({ name }) => name))].join(", ")}.`,
  );
}

function layoutOf(header: readonly string[]): StatementLayout | undefined {
  const names = new Set(header.map((name) => name.trim()));
  return statementLayouts.find(({ needs }) => needs.every((name) => names.has(name)));
}

/** Where each column is; of a name that comes again the second is `NAME 2`. */
function columnsOf(header: readonly string[]): Map<string, number> {
  const columns = new Map<string, number>();
  header.forEach((name, index) => {
    const key = name.trim();
    columns.set(columns.has(key) ? `${key} 2` : key, index);
  });
  return columns;
}

/** Columns by their places, the first one `1`. */
const places = new Map(Array.from({ length: 15 }, (_, index) => [String(index + 1), index]));

function withoutSection({ cells, line }: NumberedRow): NumberedRow {
  return { cells: cells.slice(2), line };
}

function executionsOf(
  layout: StatementLayout | PositionalLayout,
  columns: ReadonlyMap<string, number>,
  { cells, line }: NumberedRow,
  zone: string,
): StatementExecution[] {
  const row = (column: string): string | undefined => {
    const index = columns.get(column);
    return index === undefined ? undefined : cells[index];
  };
  return layout.executions(row).map((written) => {
    const size = readAmount(written.size);
    const price = readPrice(written.price);
    const at = readTime(written.time, zone, "dayFirst" in layout && layout.dayFirst === true);
    const symbol = written.symbol?.trim() ?? "";
    const side = written.side?.trim() ?? (size?.startsWith("-") ? "sell" : "buy");
    if (size === null || price === null || at === null || symbol === "" || !/^[bs]/i.test(side)) {
      throw new Fault(
        "STATEMENT-ROW",
        "validation",
        `Line ${line} of the ${layout.name} statement cannot be read: symbol "${symbol}", side "${side}", size "${written.size}", price "${written.price}", time "${written.time}".`,
        "Correct the line, or export the statement again.",
      );
    }
    const fee = readAmount(written.fee);
    return {
      line,
      symbol,
      side: /^s/i.test(side) ? ("sell" as const) : ("buy" as const),
      size: size.replace("-", ""),
      price,
      at,
      fee: fee === null ? null : fee.replace("-", ""),
    };
  });
}
