import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { type LifeStep, readOrderLife } from "../audit/order-life.ts";

export interface OrderOptions {
  readonly profileDir: string;
  readonly orderId: string;
}

export interface OrderResult {
  readonly exitCode: 0 | 1;
  readonly orderId: string;
  readonly events: readonly (JournalEvent & { readonly depth: number })[];
  /** For a person: a line per event, indented under its cause. */
  readonly lines: readonly string[];
}

function line({ event, depth, sincePreviousNs }: LifeStep): string {
  const { seq, at, type, actor, data } = event;
  const since = sincePreviousNs === null ? "" : ` +${(sincePreviousNs / 1e6).toFixed(3)} ms`;
  const { orderId: _, ...rest } = data;
  return `${String(seq).padStart(8)}  ${at}  ${"  ".repeat(depth)}${type} by ${actor.kind} ${actor.id}${since}  ${JSON.stringify(rest)}`;
}

/** The `order` command: one order's life, also while a desk holds the profile. Exit code 1 when the journal knows no such order. */
export function runOrder({ profileDir, orderId }: OrderOptions): OrderResult {
  const { db, reader } = openRecord(profileDir);
  try {
    const life = readOrderLife(
      { readOrder: (id) => reader.order(id), readTrace: (trace) => reader.trace(trace) },
      orderId,
    );
    return {
      exitCode: life.length > 0 ? 0 : 1,
      orderId,
      events: life.map(({ event, depth }) => ({ ...event, depth })),
      lines: life.length > 0 ? life.map(line) : [`The journal knows no order ${orderId}.`],
    };
  } finally {
    db.close();
  }
}
