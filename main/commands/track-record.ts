import { writeFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { honestWords } from "../../shared/model/honest-words.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { toHex } from "../audit/byte-text.ts";
import { readEvent } from "../audit/event-text.ts";
import { leafOf } from "../audit/leaf.ts";
import { type CsvLayout, csvLayouts, csvOf } from "../audit/track-record/csv-layouts.ts";
import { inPeriod, type TrackRecord, trackRecord } from "../audit/track-record/track-record.ts";
import type { TradeHistory } from "../audit/track-record/trade.ts";
import { readTradeHistory } from "../audit/track-record/trade-history.ts";

const trackRecordFormats = ["json", "pdf", ...csvLayouts] as const;
type TrackRecordFormat = (typeof trackRecordFormats)[number];

export interface TrackRecordOptions {
  readonly profileDir: string;
  readonly format: TrackRecordFormat;
  readonly out: string;
  /** UTC milliseconds; the last `days` days before `to` unless given. */
  readonly from?: number;
  /** The last event's time unless given. */
  readonly to?: number;
  readonly days: number;
}

export interface TrackRecordResult {
  readonly exitCode: 0;
  readonly file: string;
  readonly format: TrackRecordFormat;
  readonly period: TrackRecord["period"];
  readonly trades: number;
  readonly metrics: TrackRecord["metrics"];
  /** For a person. */
  readonly lines: readonly string[];
}

const dayMs = 86_400_000;

/** What a record of one journal shows and what it cannot. */
const limits = [
  "Every figure is worked out from the events of the journal that are named beside it; whoever holds the exported bundle can work it out again.",
  ...honestWords,
];

/** The `track-record` command: writes a period of a profile's trading, also while a desk holds the profile. Throws Faults. */
export async function runTrackRecord(options: TrackRecordOptions): Promise<TrackRecordResult> {
  const { profileDir, format, out } = options;
  const { db, reader } = openRecord(profileDir);
  try {
    const history = readTradeHistory(readAll(reader));
    const [genesis] = [...reader.read(0, 0)];
    if (genesis === undefined || history.lastAt === "") throw nothing(profileDir);
    const to = options.to === undefined ? history.lastAt : toRfc3339(options.to);
    const from = toRfc3339(options.from ?? Date.parse(to) - options.days * dayMs);
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
      limits,
      leafOf: leaf,
    });
    writeFileSync(out, await content(format, record, period, leaf));
    return {
      exitCode: 0,
      file: out,
      format,
      period: record.period,
      trades: record.trades.length,
      metrics: record.metrics,
      lines: [
        `Wrote ${out}: ${record.trades.length} trades, ${record.daily.length} days, ${from} to ${to}`,
        ...record.metrics.map(({ name, value, n }) => `  ${name.padEnd(16)} ${value ?? "not defined"}  (n ${n})`),
        ...limits,
      ],
    };
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
    const { trackRecordPdf } = await import("../adapters/report-pdf/track-record-pdf.ts");
    return await trackRecordPdf(record);
  }
  return csvOf(history, format satisfies CsvLayout, "UTC", leaf);
}

function nothing(profileDir: string): Fault {
  return new Fault("EXPORT-EMPTY", "validation", `${profileDir} holds no events`, "Trade first, then export.");
}
