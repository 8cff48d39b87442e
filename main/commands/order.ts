import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import type { RowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { toHex } from "../audit/byte-text.ts";
import { leafOf } from "../audit/leaf.ts";
import { type LifeStep, readOrderLife, unrecordedOrder } from "../audit/order-life.ts";
import { ruleRows } from "../risk/recorded-rows.ts";
import { plainLine } from "./plain-text.ts";

export interface OrderOptions {
  readonly profileDir: string;
  readonly orderId: string;
  /** What the rows' macs are checked with; without them they are not. */
  readonly keys?: RowKeys | null;
}

export interface OrderResult {
  readonly exitCode: 0;
  readonly orderId: string;
  /** `own` is `false` of events that speak of another order of the same decision. */
  readonly events: readonly (JournalEvent & { readonly depth: number; readonly own: boolean; readonly leaf: string })[];
  /** For a person: a line per event, indented under its cause, and under a verdict one per rule. */
  readonly lines: readonly string[];
}

const leaf = ({ text }: LifeStep): string => toHex(leafOf(nodePrimitives, text));

/** A verdict's rules stand under it in words; of other events all is said that they hold. */
function linesOf(step: LifeStep): readonly string[] {
  const rows = ruleRows(step.event);
  if (rows === null) return [line(step, step.event.data)];
  const { rows: _rows, clear: _clear, ...answer } = step.event.data;
  const indent = "  ".repeat(step.depth + 1);
  const rules = rows.map(
    ({ code, rule, outcome, text }) => `${" ".repeat(45)}${indent}${outcome} ${code} ${rule}: ${text}`,
  );
  return [line(step, answer), ...rules];
}

function line(step: LifeStep, data: JournalData): string {
  const { event, depth, own, sincePreviousNs } = step;
  const { seq, at, type, actor } = event;
  const since = sincePreviousNs === null ? "" : ` +${(sincePreviousNs / 1e6).toFixed(3)} ms`;
  const { orderId, ...rest } = data;
  const other = own ? "" : ` of ${String(orderId)}`;
  return `${String(seq).padStart(8)} ${leaf(step).slice(0, 8)}  ${at}  ${"  ".repeat(depth)}${type}${other} by ${actor.kind} ${actor.id}${since}  ${JSON.stringify(rest)}`;
}

/** The `order` command: one order's life, also while a desk holds the profile. Throws Faults, `ORDER-UNKNOWN` and `STORAGE-CHAIN` among them. */
export function runOrder({ profileDir, orderId, keys = null }: OrderOptions): OrderResult {
  const { db, reader } = openRecord(profileDir, keys);
  try {
    const life = readOrderLife(
      { readOrder: (id) => reader.order(id), readTrace: (trace) => reader.trace(trace) },
      orderId,
    );
    if (life.length === 0) throw unrecordedOrder(orderId);
    return {
      exitCode: 0,
      orderId,
      events: life.map((step) => ({ ...step.event, depth: step.depth, own: step.own, leaf: leaf(step) })),
      lines: life.flatMap(linesOf).map(plainLine),
    };
  } finally {
    db.close();
  }
}
