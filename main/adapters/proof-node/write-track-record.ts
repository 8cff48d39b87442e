import { writeFileSync } from "node:fs";
import { Fault } from "../../../shared/model/fault.ts";
import { honestWords } from "../../../shared/model/honest-words.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { toHex } from "../../audit/byte-text.ts";
import { readEvent } from "../../audit/event-text.ts";
import { leafOf } from "../../audit/leaf.ts";
import { type CsvLayout, csvLayouts, csvOf } from "../../audit/track-record/csv-layouts.ts";
import { inPeriod, type TrackRecord, trackRecord } from "../../audit/track-record/track-record.ts";
import type { TradeHistory } from "../../audit/track-record/trade.ts";
import { readTradeHistory } from "../../audit/track-record/trade-history.ts";
import { openRecord } from "../journal-sqlite/open-record.ts";
import { nodePrimitives } from "./node-primitives.ts";

export const trackRecordFormats = ["json", "pdf", ...csvLayouts] as const;
export type TrackRecordFormat = (typeof trackRecordFormats)[number];

export interface TrackRecordRequest {
  readonly profileDir: string;
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
  readonly days: number;
  readonly metrics: TrackRecord["metrics"];
}

const dayMs = 86_400_000;

/** What a record of one journal shows and what it cannot. */
export const trackRecordLimits = [
  "Every figure is worked out from the events of the journal that are named beside it; whoever holds the exported bundle can work it out again.",
  ...honestWords,
];

/** Writes a period of a profile's trading, also while a desk holds the profile. Throws Faults, `EXPORT-EMPTY` among them. */
export async function writeTrackRecord(request: TrackRecordRequest): Promise<TrackRecordFile> {
  const { profileDir, format, out } = request;
  const { db, reader } = openRecord(profileDir);
  try {
    const history = readTradeHistory(readAll(reader));
    const [genesis] = [...reader.read(0, 0)];
    if (genesis === undefined || history.lastAt === "") throw nothing(profileDir);
    const to = request.to === undefined ? history.lastAt : toRfc3339(request.to);
    const from = toRfc3339(request.from ?? Date.parse(to) - request.days * dayMs);
    const period = inPeriod(history, from, to);
    const leaf = (seq: number): string => {
      const [stored] = [...reader.read(seq, seq)];
      return stored === undefined ? "" : toHex(leafOf(nodePrimitives, stored.text));
    };
    const record = trackRecord(period, {
      origin: String(readEvent(genesis.text).data["origin"]),
      from,
      to,
      checkpoint: reader.checkpoints().at(-1)?.note ?? null,
      limits: trackRecordLimits,
      leafOf: leaf,
    });
    writeFileSync(out, await content(format, record, period, leaf));
    const { trades, daily, metrics } = record;
    return { file: out, format, period: record.period, trades: trades.length, days: daily.length, metrics };
  } finally {
    db.close();
  }
}

function* readAll(reader: ReturnType<typeof openRecord>["reader"]) {
  for (const { text } of reader.read(0, Number.MAX_SAFE_INTEGER)) yield readEvent(text);
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
  return csvOf(history, format satisfies CsvLayout, "UTC", leaf);
}

function nothing(profileDir: string): Fault {
  return new Fault("EXPORT-EMPTY", "validation", `${profileDir} holds no events`, "Trade first, then export.");
}
