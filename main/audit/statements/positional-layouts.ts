import { type Row, roundTrip, type WrittenExecution } from "./statement-layouts.ts";
import { readAmount } from "./statement-values.ts";

/** A row of a file by its number from 1 on. */
export interface NumberedRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** How a table is read that names its columns in the reader's language: it is known by the shape of its rows. */
export interface PositionalLayout {
  readonly name: string;
  /** The rows that are the table's; none where it is not there. */
  rowsOf(rows: readonly NumberedRow[]): readonly NumberedRow[];
  /** The executions of a row, whose columns are named by their places from 1 on. */
  executions(row: Row): readonly WrittenExecution[];
}

/**
 * FTMO's journal: `Ticket;Open;Type;Volume;Symbol;Price;SL;TP;Close;Price;Swap;Commissions;Profit;Pips;duration`. One
 * header, then trades: a row that is none is not passed over, it is refused where it is read.
 */
const ftmo: PositionalLayout = {
  name: "ftmo",
  rowsOf: (rows) => (rows.some(({ cells }) => isFtmoTrade(cells)) ? rows.filter(isNotHeader) : []),
  executions: (row) =>
    roundTrip(
      row,
      { symbol: "5", size: "4", entry: "6", exit: "10", entryAt: "2", exitAt: "9" },
      { side: "3", long: /^buy$/i, short: /^sell$/i },
    ),
};

const ftmoTime = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

function isFtmoTrade(cells: readonly string[]): boolean {
  const [ticket = "", openedAt = "", type = "", volume, , entry, , , closedAt = "", exit] = cells;
  return (
    cells.length === 15 &&
    /^\d+$/.test(ticket) &&
    /^(buy|sell)$/i.test(type) &&
    [openedAt, closedAt].every((time) => ftmoTime.test(time)) &&
    [volume, entry, exit].every((amount) => readAmount(amount) !== null)
  );
}

function isNotHeader({ cells, line }: NumberedRow): boolean {
  return line > 1 || isFtmoTrade(cells);
}

/** The positions of MetaTrader 5 stand among other tables of the same file. */
const metaTrader: PositionalLayout = {
  name: "metatrader-positions",
  rowsOf: (rows) => rows.filter(({ cells }) => isMetaTraderPosition(cells)),
  executions: (row) =>
    roundTrip(
      row,
      { symbol: "3", size: "5", entry: "6", exit: "10", entryAt: "1", exitAt: "9" },
      { side: "4", long: /^buy$/i, short: /^sell$/i },
    ),
};

const metaTraderTime = /^\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}:\d{2}$/;

function isMetaTraderPosition(row: readonly string[]): boolean {
  return row.length >= 13 && metaTraderTime.test(row[0] ?? "") && metaTraderTime.test(row[8] ?? "");
}

export const positionalLayouts: readonly PositionalLayout[] = [ftmo, metaTrader];
