/** One row of a statement by the names of its columns. */
export type Row = (column: string) => string | undefined;

/** What a row tells of one execution, as it is written. */
export interface WrittenExecution {
  readonly symbol: string | undefined;
  /** A word that begins like `buy` or `sell`; `undefined` where the sign of the size says it, and any other is refused. */
  readonly side: string | undefined;
  readonly size: string | undefined;
  readonly price: string | undefined;
  readonly time: string | undefined;
  readonly fee?: string | undefined;
}

/** How one platform's table is read. */
export interface StatementLayout {
  readonly name: string;
  /** Columns that only this layout has together. */
  readonly needs: readonly string[];
  /** Days come before months in its dates. */
  readonly dayFirst?: boolean;
  /** The executions a row tells of; none for rows that are none. */
  executions(row: Row): readonly WrittenExecution[];
}

/** A closed trade as the two executions it was made of; where the way it went is in no word known here, they have no side. */
export function roundTrip(
  row: Row,
  columns: { symbol: string; size: string; entry: string; exit: string; entryAt: string; exitAt: string },
  way: { side: string; long: RegExp; short: RegExp },
): WrittenExecution[] {
  const said = row(way.side)?.trim() ?? "";
  const [first, second] = way.long.test(said) ? ["buy", "sell"] : way.short.test(said) ? ["sell", "buy"] : ["", ""];
  const { symbol, size, entry, exit, entryAt, exitAt } = columns;
  const one = (side: string, price: string, time: string): WrittenExecution => ({
    symbol: row(symbol),
    side,
    size: row(size) ?? "1",
    price: row(price),
    time: row(time),
  });
  return [one(first, entry, entryAt), one(second, exit, exitAt)];
}

function single(
  row: Row,
  columns: { symbol: string; side?: string; size: string; price: string; time: string; fee?: string },
): WrittenExecution {
  const { symbol, side, size, price, time, fee } = columns;
  return {
    symbol: row(symbol),
    side: side === undefined ? undefined : row(side),
    size: row(size),
    price: row(price),
    time: row(time),
    ...(fee === undefined ? {} : { fee: row(fee) }),
  };
}

const isFilled = (row: Row): boolean => /^filled$/i.test((row("Status") ?? "Filled").trim());

/** The layouts that are known; the first whose columns are all there is taken. */
export const statementLayouts: readonly StatementLayout[] = [
  {
    name: "ftmo",
    needs: ["Ticket", "Open", "Type", "Volume", "Symbol", "Swap", "Profit"],
    executions: (row) =>
      roundTrip(
        row,
        { symbol: "Symbol", size: "Volume", entry: "Price", exit: "Price 2", entryAt: "Open", exitAt: "Close" },
        { side: "Type", long: /buy/i, short: /sell/i },
      ),
  },
  {
    name: "projectx-orders",
    needs: ["ContractName", "Side", "FilledAt", "ExecutePrice"],
    executions: (row) =>
      isFilled(row)
        ? [
            {
              ...single(row, { symbol: "ContractName", size: "Size", price: "ExecutePrice", time: "FilledAt" }),
              side: /bid/i.test(row("Side") ?? "") ? "buy" : /ask/i.test(row("Side") ?? "") ? "sell" : "",
            },
          ]
        : [],
  },
  {
    name: "projectx-trades",
    needs: ["ContractName", "EnteredAt", "ExitedAt", "EntryPrice", "ExitPrice", "Type"],
    executions: (row) =>
      roundTrip(
        row,
        {
          symbol: "ContractName",
          size: "Size",
          entry: "EntryPrice",
          exit: "ExitPrice",
          entryAt: "EnteredAt",
          exitAt: "ExitedAt",
        },
        { side: "Type", long: /long/i, short: /short/i },
      ),
  },
  {
    name: "tradovate-pairs",
    needs: ["Paired Qty", "Buy Price", "Sell Price", "Bought Timestamp", "Sold Timestamp"],
    executions: (row) => [
      {
        ...single(row, { symbol: "Contract", size: "Paired Qty", price: "Buy Price", time: "Bought Timestamp" }),
        side: "buy",
      },
      {
        ...single(row, { symbol: "Contract", size: "Paired Qty", price: "Sell Price", time: "Sold Timestamp" }),
        side: "sell",
      },
    ],
  },
  {
    name: "tradovate-performance",
    needs: ["symbol", "qty", "buyPrice", "sellPrice", "boughtTimestamp", "soldTimestamp"],
    executions: (row) => [
      { ...single(row, { symbol: "symbol", size: "qty", price: "buyPrice", time: "boughtTimestamp" }), side: "buy" },
      { ...single(row, { symbol: "symbol", size: "qty", price: "sellPrice", time: "soldTimestamp" }), side: "sell" },
    ],
  },
  {
    name: "tradovate-orders",
    needs: ["B/S", "Contract", "Fill Time", "avgPrice", "filledQty"],
    executions: (row) =>
      isFilled(row)
        ? [single(row, { symbol: "Contract", side: "B/S", size: "filledQty", price: "avgPrice", time: "Fill Time" })]
        : [],
  },
  {
    name: "ninjatrader-executions",
    needs: ["Instrument", "Action", "Quantity", "Price", "Time"],
    dayFirst: true,
    executions: (row) => [
      single(row, {
        symbol: "Instrument",
        side: "Action",
        size: "Quantity",
        price: "Price",
        time: "Time",
        fee: "Commission",
      }),
    ],
  },
  {
    name: "ninjatrader-trades",
    needs: ["Market pos.", "Qty", "Entry price", "Exit price", "Entry time", "Exit time"],
    executions: (row) =>
      roundTrip(
        row,
        {
          symbol: "Instrument",
          size: "Qty",
          entry: "Entry price",
          exit: "Exit price",
          entryAt: "Entry time",
          exitAt: "Exit time",
        },
        { side: "Market pos.", long: /long/i, short: /short/i },
      ),
  },
  {
    name: "tradestation",
    needs: ["T/D", "Exec Time", "Symbol", "Side", "Qty", "Price"],
    executions: (row) => [
      {
        ...single(row, { symbol: "Symbol", side: "Side", size: "Qty", price: "Price", time: "T/D", fee: "Comm" }),
        time: `${row("T/D") ?? ""} ${row("Exec Time") ?? ""}`,
      },
    ],
  },
  {
    name: "tradingview",
    needs: ["Symbol", "Side", "Quantity", "Fill price", "Status", "Closing time"],
    executions: (row) =>
      isFilled(row)
        ? [
            single(row, {
              symbol: "Symbol",
              side: "Side",
              size: "Quantity",
              price: "Fill price",
              time: "Closing time",
              fee: "Commission",
            }),
          ]
        : [],
  },
  {
    name: "ibkr-activity",
    needs: ["DataDiscriminator", "Symbol", "Date/Time", "Quantity", "T. Price"],
    executions: (row) =>
      row("DataDiscriminator") === "Order"
        ? [single(row, { symbol: "Symbol", size: "Quantity", price: "T. Price", time: "Date/Time", fee: "Comm/Fee" })]
        : [],
  },
  {
    name: "ibkr-transactions",
    needs: ["Transaction Type", "Symbol", "Quantity", "Price", "Date"],
    executions: (row) =>
      /^(buy|sell)$/i.test(row("Transaction Type") ?? "")
        ? [
            single(row, {
              symbol: "Symbol",
              side: "Transaction Type",
              size: "Quantity",
              price: "Price",
              time: "Date",
              fee: "Commission",
            }),
          ]
        : [],
  },
  {
    name: "ibkr-executions",
    needs: ["Symbol", "Date/Time", "Quantity", "Price"],
    executions: (row) => [
      single(row, {
        symbol: "Symbol",
        side: "Buy/Sell",
        size: "Quantity",
        price: "Price",
        time: "Date/Time",
        fee: "Commission",
      }),
    ],
  },
  {
    name: "ibkr-flex",
    needs: ["Symbol", "Buy/Sell", "Quantity", "Price", "TradeDate"],
    executions: (row) => [
      single(row, {
        symbol: "Symbol",
        side: "Buy/Sell",
        size: "Quantity",
        price: "Price",
        time: "TradeDate",
        fee: "Commission",
      }),
    ],
  },
];
