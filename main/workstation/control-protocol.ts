import { z } from "zod";
import { FaultCategory } from "../../shared/model/fault.ts";
import { TradingState } from "../../shared/model/risk.ts";

const reason = z.string().min(1).max(500);

/** What another process may ask of a running desk. */
export const ControlRequest = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("halt"), reason }),
  /** A reason is asked for where breakers have tripped. */
  z.strictObject({ op: z.literal("resume"), reason: reason.optional() }),
  z.strictObject({ op: z.literal("flatten"), reason }),
  z.strictObject({
    op: z.literal("lockout"),
    reason,
    /** UTC milliseconds, or from now on. */
    ends: z.union([z.strictObject({ until: z.int() }), z.strictObject({ forMs: z.int().min(1) })]),
  }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

/** How the desk stands after what was asked. */
export const ControlResult = z.strictObject({
  state: TradingState,
  killSwitch: z.boolean(),
  /** Breakers that have tripped. */
  breakers: z.array(z.string()),
  /** UTC milliseconds; `null` while the account is not locked out. */
  lockedOutUntil: z.int().nullable(),
  /** Whether what was done is on disk by now. */
  recorded: z.boolean(),
  /** Of a halt: from the request to the shut gate, and how many cancels were asked for. */
  gateShutMs: z.number().optional(),
  cancelsRequested: z.int().optional(),
  /** Of a flatten: how many holdings it closed, and what is left open. */
  closed: z.int().optional(),
  left: z.array(z.string()).optional(),
});
export type ControlResult = z.infer<typeof ControlResult>;

const Failure = z.strictObject({ code: z.string(), category: FaultCategory, message: z.string(), remedy: z.string() });

export const ControlAnswer = z.union([
  z.strictObject({ ok: z.literal(true), result: ControlResult }),
  z.strictObject({ ok: z.literal(false), fault: Failure }),
]);
export type ControlAnswer = z.infer<typeof ControlAnswer>;
