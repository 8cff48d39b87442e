import { Fault } from "../../../shared/model/fault.ts";
import { honestWords } from "../../../shared/model/honest-words.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { toHex } from "../../audit/byte-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import { type CsvLayout, csvLayouts, csvOf } from "../../audit/track-record/csv-layouts.ts";
import { inPeriod, type TrackRecord, trackRecord } from "../../audit/track-record/track-record.ts";
import type { TradeHistory } from "../../audit/track-record/trade.ts";
import { readTradeHistory } from "../../audit/track-record/trade-history.ts";
import { coveredEvents } from "../journal-sqlite/covered-events.ts";
import type { RowKeys } from "../journal-sqlite/mac-keys.ts";
import { openRecord } from "../journal-sqlite/open-record.ts";
import { readOrigin } from "../journal-sqlite/stored-origin.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { replaceFile } from "./replace-file.ts";

export const trackRecordFormats = ["json", "pdf", ...csvLayouts] as const;
export type TrackRecordFormat = (typeof trackRecordFormats)[number];

export interface TrackRecordRequest {
  readonly profileDir: string;
  /** What the rows' macs are checked with; without them they are not. */
  readonly keys?: RowKeys | null;
  readonly format: TrackRecordFormat;
  readonly out: string;
  /** UTC milliseconds; the last `days` days before `to` unless given. */
  readonly from?: number;
  /** The last event's time unless given. */
  readonly to?: number;
  readonly days: number;
}

/** What was written where. */
export interface TrackRecordFile {
  readonly file: string;
  readonly format: TrackRecordFormat;
  readonly period: TrackRecord["period"];
  readonly trades: number;
  readonly orders: number;
  readonly days: number;
  readonly metrics: TrackRecord["metrics"];
  /** Events behind the newest checkpoint, which the record leaves out. */
  readonly uncovered: number;
}

const dayMs = 86_400_000;
/** RFC 3339 has no year below 0. */
const earliest = Date.parse("0000-01-01T00:00:00Z");

/** What a record of one journal shows and what it cannot. */
export const trackRecordLimits = [
  "Every figure is worked out from the events of the journal that are named beside it; whoever holds the exported bundle can work it out again.",
  ...honestWords,
];

/**
 * Writes a period of a profile's trading, also while a desk holds the profile: from the events that its newest checkpoint
 * covers, each of which is held against the chain. Throws Faults, `EXPORT-EMPTY`, `EXPORT-UNSIGNED`, `STORAGE-CHAIN` among
 * them.
 */
export async function writeTrackRecord(request: TrackRecordRequest): Promise<TrackRecordFile> {
  const { profileDir, keys = null, format, out } = request;
  const { db, reader } = openRecord(profileDir, keys);
  try {
    if (reader.tip() < 0) throw nothing(profileDir);
    const origin = readOrigin(db);
    const { note, behind, events } = coveredEvents(reader, origin);
    const history = readTradeHistory(events);
    if (history.lastAt === "") throw nothingCovered(profileDir, behind);
    const to = request.to === undefined ? history.lastAt : toRfc3339(request.to);
    const from = toRfc3339(request.from ?? Math.max(earliest, Date.parse(to) - request.days * dayMs));
    const period = inPeriod(history, from, to);
    const leaf = (seq: number): string => {
      const [stored] = [...reader.read(seq, seq)];
      return stored === undefined ? "" : toHex(leafOf(nodePrimitives, stored.text));
    };
    const record = trackRecord(period, {
      origin,
      from,
      to,
      checkpoint: note,
      limits: [...trackRecordLimits, ...notCovered(behind)],
      leafOf: leaf,
    });
    replaceFile(out, await content(format, record, period, leaf));
    const { trades, daily, metrics } = record;
    const counts = { trades: trades.length, orders: period.orders.length, days: daily.length, uncovered: behind };
    return { file: out, format, period: record.period, ...counts, metrics };
  } finally {
    db.close();
  }
}

/** What a record that ends before the journal says of it, in a sentence. */
export function notCovered(events: number): string[] {
  if (events === 0) return [];
  const [came, are] = events === 1 ? ["1 event came", "it is"] : [`${events} events came`, "they are"];
  return [`${came} after the checkpoint that this record stands on: ${are} not in it.`];
}

async function content(
  format: TrackRecordFormat,
  record: TrackRecord,
  history: TradeHistory,
  leaf: (seq: number) => string,
): Promise<string | Buffer> {
  if (format === "json") return `${JSON.stringify(record, null, 2)}\n`;
  if (format === "pdf") {
    const { trackRecordPdf } = await import("../report-pdf/track-record-pdf.ts");
    return await trackRecordPdf(record);
  }
  return csvOf(history, format satisfies CsvLayout, leaf);
}

function nothingCovered(profileDir: string, behind: number): Fault {
  return new Fault(
    "EXPORT-EMPTY",
    "validation",
    `the newest checkpoint of ${profileDir} covers no trading; ${behind} events came after it`,
    "A record holds what a checkpoint covers: where the journal takes no events, mend that and start the desk again first.",
  );
}

function nothing(profileDir: string): Fault {
  return new Fault("EXPORT-EMPTY", "validation", `${profileDir} holds no events`, "Trade first, then export.");
}
