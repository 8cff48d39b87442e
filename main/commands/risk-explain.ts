import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { RecordedVerdict, type RuleRow } from "../../shared/model/risk.ts";
import type { RowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { readEvent } from "../audit/event-text.ts";
import { unrecordedOrder } from "../audit/order-life.ts";
import { recordedRows } from "../risk/recorded-rows.ts";

/** A verdict with every rule's row, refusals first. */
export interface ExplainedOrder {
  readonly orderId: string;
  /** When it was judged, and under which number the record holds it. */
  readonly at: string;
  readonly seq: number;
  readonly outcome: string;
  readonly reducing: boolean;
  readonly maxPassingSize: string;
  readonly rows: readonly RuleRow[];
  /** How often it was judged: amendments, and triggers that released it, are judged anew. */
  readonly judged: number;
}

interface Explanation {
  readonly exitCode: 0;
  readonly document: ExplainedOrder;
  readonly lines: readonly string[];
}

/**
 * The `risk explain` command: what the record says of an order's last judgement, also while a desk holds the profile. `keys`
 * check the rows' macs. Throws Faults, `ORDER-UNKNOWN` and `STORAGE-CHAIN` among them.
 */
export function explainOrder(profileDir: string, orderId: string, keys: RowKeys | null = null): Explanation {
  const { db, reader } = openRecord(profileDir, keys);
  try {
    const verdicts: { readonly event: JournalEvent; readonly verdict: RecordedVerdict }[] = [];
    for (const { text } of reader.order(orderId)) {
      const event = readEvent(text);
      if (event.type !== "risk.judged" || event.data["orderId"] !== orderId) continue;
      verdicts.push({ event, verdict: RecordedVerdict.parse(event.data) });
    }
    const last = verdicts.at(-1);
    if (last === undefined) {
      const message = `The journal knows no verdict on an order ${orderId}.`;
      throw new Fault("ORDER-UNKNOWN", "validation", message, unrecordedOrder(orderId).remedy);
    }
    const { event, verdict } = last;
    const { outcome, reducing, maxPassingSize } = verdict;
    const rows = refusedFirst(recordedRows(verdict));
    const { at, seq } = event;
    const document = { orderId, at, seq, outcome, reducing, maxPassingSize, rows, judged: verdicts.length };
    return { exitCode: 0, document, lines: linesOf(document) };
  } finally {
    db.close();
  }
}

const ranks = { fail: 0, exempt: 1, pass: 2 } as const;

function refusedFirst(rows: readonly RuleRow[]): readonly RuleRow[] {
  return rows.toSorted((a, b) => ranks[a.outcome] - ranks[b.outcome]);
}

function linesOf({ orderId, at, seq, outcome, reducing, maxPassingSize, rows }: ExplainedOrder): string[] {
  const head = ["", "rule", "observed", "limit", "headroom", "largest size", "setting"];
  const cells = rows.map((row) => [
    row.outcome,
    `${row.code} ${row.rule}`,
    row.observed ?? "",
    row.limit ?? "",
    row.headroom ?? "",
    row.maxPassingSize ?? "",
    row.setting ?? "",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ");
  const about = `${orderId} was ${outcome} at ${at} (event ${seq})${reducing ? "; it only shrinks a position" : ""}. Largest size that passes: ${maxPassingSize}`;
  const table = rows.map((row, index) => `${line(cells[index] ?? [])}  ${row.text}`.trimEnd());
  return [about, "", line(head).trimEnd(), ...table];
}
