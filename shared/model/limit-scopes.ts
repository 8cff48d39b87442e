import { z } from "zod";
import { Amount, optionalLimits } from "./optional-limits.ts";

/** What has no meaning for a part of the orders alone: it is about the account, the market, the clock or all orders. */
const accountOnly = {
  minFreeMarginPercent: true,
  priceBandPercent: true,
  maxCancelsPerMinute: true,
  duplicateWithinMs: true,
  blockSelfCross: true,
  maxDrawdown: true,
  maxDrawdownPercent: true,
  worstCaseSlippagePercent: true,
  breakers: true,
  maxClockOffsetMs: true,
  automationAllowed: true,
} as const satisfies Partial<Record<keyof typeof optionalLimits, true>>;

/** The limits that one trader, strategy or model may have beside those of the account. */
export const ScopedLimits = z
  .strictObject({
    maxNotionalPerOrder: Amount.optional(),
    maxOrdersPerSecond: z.int().min(1).max(1000).optional(),
    ...optionalLimits,
  })
  .omit(accountOnly);
export type ScopedLimits = z.infer<typeof ScopedLimits>;

const byName = z.record(z.string().min(1).max(100), ScopedLimits).optional();

/** Limits by trader name, strategy name and model id. */
export const LimitScopes = z.strictObject({ traders: byName, strategies: byName, models: byName });
export type LimitScopes = z.infer<typeof LimitScopes>;

/** The trader, strategy and model that an actor's orders belong to; `null` where they belong to none. */
export type Membership = Readonly<Record<keyof LimitScopes, string | null>>;
