import { z } from "zod";

/** How far the desk's clock is from a clock that is asked; what could not be measured is `null`, which is not good. */
export const ClockReading = z.strictObject({
  /** Milliseconds that must be added to the desk's clock; below zero it is ahead. `null`: unknown. */
  offsetMs: z.number().nullable(),
  /** The most the offset may be wrong by, in milliseconds. */
  errorMs: z.number().nullable(),
  /** When it was measured, UTC milliseconds of the desk's clock; `null` before the first. */
  at: z.int().nullable(),
  /** Who was asked, in words. */
  source: z.string(),
  /** Why nothing is known, in words; empty when something is. */
  failure: z.string(),
});
export type ClockReading = z.infer<typeof ClockReading>;
