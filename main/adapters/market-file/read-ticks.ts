import type { TickColumns } from "../../../shared/model/market.ts";
import { middlePrice } from "../../../shared/model/middle-price.ts";
import { whyBadTime } from "./bar-row.ts";
import { requireColumns } from "./csv-columns.ts";
import { type BadRow, dataFault } from "./data-fault.ts";
import { symbolOfFile } from "./file-symbol.ts";
import { parseDecimal } from "./parse-decimal.ts";
import { parseTimestamp } from "./parse-timestamp.ts";
import { readRows, type SkippedRow } from "./read-rows.ts";
import { createTickWriter } from "./tick-columns.ts";

export interface TickFile {
  readonly ticks: TickColumns;
  /** `trades`: bid and ask equal the price. `quotes`: last is the mid price and size 0. `both`: all as the file says. */
  readonly kind: "trades" | "quotes" | "both";
  readonly symbol: string;
  readonly rows: number;
  readonly skipped: readonly SkippedRow[];
  readonly skippedRows: number;
}

/** The columns of a file of ticks, each with its names. */
export const tickColumns = {
  // The exchange's own time where a recording also carries the time of receipt.
  time: ["timestamp", "transactiontime", "datetime", "time", "date", "at"],
  price: ["price", "last"],
  size: ["size", "quantity", "qty", "amount", "volume"],
  bid: ["bid", "bid_price"],
  ask: ["ask", "ask_price"],
};

/**
 * Reads ticks from CSV or CSV.gz: a header naming the time and `price` with `size` (trades), or `bid` and `ask` (quotes),
 * or all of them, in any order and case; the time as in bars. Rows ascend, equal times are allowed.
 * Throws the same faults as reading bars.
 */
export async function readTicks(
  file: string,
  options: { readonly skipBad?: boolean; readonly symbol?: string } = {},
): Promise<TickFile> {
  const writer = createTickWriter();
  let kind: TickFile["kind"] = "trades";
  let previous = Number.NEGATIVE_INFINITY;

  const { skipped, skippedRows } = await readRows(
    file,
    {
      columns: tickColumns,
      begin(columns, headerLine) {
        const [t, p, s, b, a] = [...columns.values()] as [number, number, number, number, number];
        const quoted = b >= 0 && a >= 0;
        const traded = p >= 0 && s >= 0;
        requireColumns(
          file,
          headerLine,
          columns,
          quoted && !traded ? ["time", "bid", "ask"] : ["time", "price", "size"],
        );
        kind = quoted ? (traded ? "both" : "quotes") : "trades";
        return (bytes, { starts, ends }) => {
          const at = parseTimestamp(bytes, starts[t] as number, ends[t] as number);
          const badTime = whyBadTime(at, previous, writer.length, true);
          if (badTime !== null) return badTime;
          const price = traded ? parseDecimal(bytes, starts[p] as number, ends[p] as number) : Number.NaN;
          const size = traded ? parseDecimal(bytes, starts[s] as number, ends[s] as number) : 0;
          const bid = quoted ? parseDecimal(bytes, starts[b] as number, ends[b] as number) : price;
          const ask = quoted ? parseDecimal(bytes, starts[a] as number, ends[a] as number) : price;
          const last = traded ? price : middlePrice(bid, ask);
          const bad = whyBadTick(bid, ask, last, size);
          if (bad !== null) return bad;
          previous = at;
          writer.push(at, bid, ask, last, size);
          return null;
        };
      },
    },
    options.skipBad ?? false,
  );
  if (writer.length === 0) throw dataFault("DATA-EMPTY", file, null, "there is a header but no good row");
  const ticks = writer.finish();
  return { ticks, kind, symbol: options.symbol ?? symbolOfFile(file), rows: ticks.length, skipped, skippedRows };
}

function whyBadTick(bid: number, ask: number, last: number, size: number): BadRow | null {
  if (bid > 0 && ask >= bid && last > 0 && size >= 0 && Number.isFinite(ask + last + size)) return null;
  for (const [name, value] of Object.entries({ bid, ask, price: last, size })) {
    if (!Number.isFinite(value)) return { code: "DATA-NAN", reason: `${name} is not a number` };
  }
  if (bid <= 0 || ask <= 0 || last <= 0) {
    return { code: "DATA-PRICE", reason: `price ${Math.min(bid, ask, last)} is not above zero` };
  }
  if (size < 0) return { code: "DATA-VOLUME", reason: `size ${size} is negative` };
  return { code: "DATA-CROSSED", reason: `bid ${bid} is above ask ${ask}` };
}
