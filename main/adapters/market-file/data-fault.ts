import { Fault } from "../../../shared/model/fault.ts";

const correctRow = "Correct the row. In a run --skip-bad leaves bad rows out; they are counted and reported.";

/** What can be wrong with a file of market data; the code says which, the message names file, line and reason. */
const remedies = {
  "DATA-FILE": "Check the path and that you may read the file.",
  "DATA-GZIP": "Download or compress the file again, or give the uncompressed CSV.",
  "DATA-ZIP": "Download the archive again; it must hold one file of market data.",
  "DATA-EMPTY": "Give a file with a header line and at least one row in the chosen period.",
  "DATA-HEADER":
    "Bars need a header naming timestamp (or time, date, datetime, start), open, high, low, close, volume; ticks need timestamp and price, or bid and ask.",
  "DATA-ROW": correctRow,
  "DATA-NAN": correctRow,
  "DATA-PRICE": correctRow,
  "DATA-VOLUME": correctRow,
  "DATA-HIGH-LOW": correctRow,
  "DATA-RANGE": correctRow,
  "DATA-CROSSED": correctRow,
  "DATA-TIME": correctRow,
  "DATA-TIME-BACK": correctRow,
} as const;
type DataFaultCode = keyof typeof remedies;

/** Why a row cannot be taken: what is wrong has a code of its own, the reason says it in words. */
export interface BadRow {
  readonly code: DataFaultCode;
  readonly reason: string;
}

/** Builds the fault a person sees: `prices.csv, line 17: high 10 is below low 11`. */
export function dataFault(
  code: DataFaultCode,
  file: string,
  line: number | null,
  reason: string,
  cause?: unknown,
): Fault {
  const where = line === null ? file : `${file}, line ${line}`;
  const category = code === "DATA-FILE" ? "storage" : "validation";
  return new Fault(code, category, `${where}: ${reason}`, remedies[code], cause === undefined ? undefined : { cause });
}

/** A file that the system does not let be read. */
export function unreadableFile(file: string, error: unknown): Fault {
  return dataFault("DATA-FILE", file, null, reasonOf(error), error);
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "this is a folder";
  if (code === "EACCES" || code === "EPERM") return "it may not be read";
  return `it cannot be read (${code ?? String(error)})`;
}
