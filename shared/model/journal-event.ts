import { z } from "zod";
import { Actor } from "./actor.ts";
import { journalEventTypes } from "./journal-event-types.ts";
import { Rfc3339 } from "./time.ts";

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
