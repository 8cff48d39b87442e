import { z } from "zod";
import { Actor } from "./actor.ts";
import type { JournalData } from "./journal-event.ts";

/** What a circuit breaker does when it trips, mildest first. */
export const breakerActions = ["warn", "block_entries", "reducing", "halt", "flatten_and_halt", "lock_out"] as const;
export const BreakerAction = z.enum(breakerActions);
export type BreakerAction = z.infer<typeof BreakerAction>;

/** Text as the rule words it; `null` where there is none. */
const Figure = z.string().nullable();

/** Why a breaker has tripped: the number it saw, the limit it crossed, and what the number counts from. */
export const BreakerTrip = z.strictObject({
  /** Names the breaker; one of a firm begins with `prop-firm.`. */
  rule: z.string().min(1).max(100),
  action: BreakerAction,
  /** In plain words. */
  reason: z.string().min(1),
  observed: Figure,
  limit: Figure,
  basis: Figure,
  /** Of `lock_out`: when it ends, UTC milliseconds; absent: with the trading day. */
  until: z.int().optional(),
});
export type BreakerTrip = z.infer<typeof BreakerTrip>;

/** A breaker that has tripped and stays so until someone re-arms it. */
export const LatchedBreaker = z.strictObject({ ...BreakerTrip.shape, at: z.int() });
export type LatchedBreaker = z.infer<typeof LatchedBreaker>;

/** The account is locked until a moment that nothing can bring forward. */
export const Lockout = z.strictObject({ until: z.int(), reason: z.string(), since: z.int() });
export type Lockout = z.infer<typeof Lockout>;

/**
 * What a `risk.state_changed` says where the state itself stays: a breaker is re-armed, someone asks for a flat
 * account, or how far the way to it has come; `null` where the state changes.
 */
export function stateNote(data: JournalData): "rearmed" | "flattening" | "flattened" | null {
  if (data["rearmed"] === true) return "rearmed";
  if (data["flattening"] === true) return "flattening";
  return Array.isArray(data["left"]) ? "flattened" : null;
}

/** One line of the breaker log, as the journal tells it. */
export const BreakerLogEntry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("tripped"), seq: z.int(), at: z.int(), trip: BreakerTrip }),
  z.strictObject({
    kind: z.literal("rearmed"),
    seq: z.int(),
    at: z.int(),
    actor: Actor,
    rule: z.string(),
    reason: z.string(),
  }),
  z.strictObject({
    kind: z.literal("locked_out"),
    seq: z.int(),
    at: z.int(),
    actor: Actor,
    until: z.int(),
    reason: z.string(),
  }),
  z.strictObject({
    kind: z.literal("flattened"),
    seq: z.int(),
    at: z.int(),
    actor: Actor,
    reason: z.string(),
    /** What is still open, in plain words; empty when the account is flat. */
    left: z.array(z.string()),
  }),
]);
export type BreakerLogEntry = z.infer<typeof BreakerLogEntry>;
