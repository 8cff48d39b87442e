import { z } from "zod";
import { Actor } from "./actor.ts";
import { Rfc3339 } from "./time.ts";

/** Every type of event a journal may hold, past tense and dotted. */
export const journalEventTypes = [
  "journal.genesis",
  "session.opened",
  "session.closed",
  "session.recovered",
  "clock.synced",
  "clock.jumped",
  "config.changed",
  "preset.applied",
  "trader.started",
  "trader.stopped",
  "trader.failed",
  "heartbeat.lost",
  "heartbeat.restored",
  "signal.raised",
  "plan.proposed",
  "plan.refused",
  "order.intended",
  "risk.judged",
  "order.denied",
  "order.submitted",
  "order.accepted",
  "order.rejected",
  "order.triggered",
  "order.partially_filled",
  "order.filled",
  "order.cancel_requested",
  "order.canceled",
  "order.replace_requested",
  "order.replaced",
  "order.expired",
  "order.unknown",
  "order.reconciled",
  "fill.corrected",
  "fill.busted",
  "position.reconciled",
  "account.snapshotted",
  "account.day_rolled",
  "account.funded",
  "risk.breached",
  "risk.breaker_tripped",
  "risk.state_changed",
  "risk.locked_out",
  "kill_switch.engaged",
  "kill_switch.released",
  "link.up",
  "link.down",
  "link.gap",
  "export.created",
  "backup.created",
  "backup.restored",
  "anchor.received",
  "key.rotated",
  "key.revoked",
  "integrity.checked",
  "note.added",
] as const;
export const JournalEventType = z.enum(journalEventTypes);
export type JournalEventType = z.infer<typeof JournalEventType>;

/** JSON without floats: numbers are integers of at most 2^53 - 1, everything finer is decimal text. */
export type JournalValue =
  | string
  | number
  | boolean
  | null
  | readonly JournalValue[]
  | { readonly [key: string]: JournalValue };
export type JournalData = { readonly [key: string]: JournalValue };

/** The stored form of one event; `prev` is the leaf hash of the event before it. */
export const JournalEvent = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(0),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  type: JournalEventType,
  at: Rfc3339,
  /** Nanoseconds of a monotonic clock, as text. */
  mono: z.string().regex(/^\d+$/),
  session: z.string().min(1),
  actor: Actor,
  /** One id for the whole chain of one decision. */
  trace: z.string().min(1),
  /** The seq of the event that led to this one. */
  cause: z.int().min(0).nullable(),
  data: z.record(z.string(), z.json()),
});
export type JournalEvent = Omit<z.infer<typeof JournalEvent>, "data"> & { readonly data: JournalData };

/** An event as a room records it: the journal adds version, seq, prev, monotonic time and session. */
export interface NewJournalEvent {
  readonly type: JournalEventType;
  /** UTC milliseconds: the desk's clock, or the market's in a command-line run. */
  readonly at: number;
  readonly actor: Actor;
  readonly trace: string;
  readonly cause: number | null;
  readonly data: JournalData;
  /** `data` as canonical JSON where whoever records the event writes that itself: `data` is then not read. */
  readonly dataText?: string | null;
  /** The order that `data` speaks of; absent: `data` is asked. */
  readonly orderId?: string;
}
