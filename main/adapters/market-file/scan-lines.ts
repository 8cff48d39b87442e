import { dataFault } from "./data-fault.ts";

const maxLineBytes = 64 * 1024;
const newline = 0x0a;

/** Takes one line, `bytes[start, end)` without its line end, numbered from 1. `false` stops the scan. */
export type LineHandler = (bytes: Buffer, start: number, end: number, line: number) => boolean;

/** Cuts chunks into lines (LF or CRLF), a UTF-8 byte order mark left out and blank lines passed over. */
export async function scanLines(file: string, chunks: AsyncIterable<Buffer>, onLine: LineHandler): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let first = true;

  const take = (bytes: Buffer, start: number, end: number): boolean => {
    line += 1;
    const stop = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
    return stop === start || onLine(bytes, start, stop, line);
  };

  for await (const chunk of chunks) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (first && bytes.length >= 3) {
      first = false;
      refuseBinary(file, bytes);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(newline, start);
      if (end === -1) break;
      if (!take(bytes, start, end)) return;
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maxLineBytes) {
      throw dataFault(
        "DATA-ROW",
        file,
        line + 1,
        `longer than ${maxLineBytes} bytes, so this is not a CSV of market data`,
      );
    }
  }
  if (rest.length > 0) take(rest, 0, rest.length);
}

function refuseBinary(file: string, bytes: Buffer): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw dataFault("DATA-HEADER", file, 1, "the file is UTF-16; save it as UTF-8");
  }
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) throw dataFault("DATA-HEADER", file, 1, "the file is binary, not CSV text");
}
