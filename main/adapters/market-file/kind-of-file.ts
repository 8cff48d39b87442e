import { findColumns } from "./csv-columns.ts";
import { openText } from "./open-text.ts";
import { isZip } from "./read-tick-file.ts";
import { tickColumns } from "./read-ticks.ts";
import { scanLines } from "./scan-lines.ts";

/**
 * What a file's header promises: `ticks` when it names price and size, or bid and ask, and not all of open, high, low and
 * close; else `bars`, whose reader says what is missing. A ZIP holds a day of trades. Throws `DATA-FILE`, `DATA-GZIP`.
 */
export async function kindOfFile(file: string): Promise<"bars" | "ticks"> {
  if (await isZip(file)) return "ticks";
  let kind: "bars" | "ticks" = "bars";
  await scanLines(file, openText(file), (bytes, start, end) => {
    const prices = { open: ["open"], high: ["high"], low: ["low"], close: ["close"] };
    const columns = findColumns(bytes.toString("utf8", start, end), { ...tickColumns, ...prices });
    const names = (...wanted: string[]): boolean => wanted.every((name) => (columns.get(name) ?? -1) >= 0);
    const ticks = names("price", "size") || names("bid", "ask");
    if (ticks && !names("open", "high", "low", "close")) kind = "ticks";
    return false;
  });
  return kind;
}
