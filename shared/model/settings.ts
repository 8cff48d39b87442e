import { z } from "zod";
import { AccountTerms, usualTerms } from "./account-terms.ts";
import { AnchorSettings } from "./anchor-settings.ts";
import { ClockSettings } from "./clock-settings.ts";
import { DecimalText } from "./decimal-text.ts";
import { PaperVenueSettings } from "./paper-venue-settings.ts";
import { RiskLimits } from "./risk.ts";

/** How the desk looks; kept per profile. `timeZone` is an IANA name or `local`. */
export const Appearance = z.strictObject({
  theme: z.enum(["system", "dark", "light"]).default("system"),
  palette: z.enum(["green-up", "red-up", "blue-orange"]).default("green-up"),
  timeZone: z.string().max(64).default("UTC"),
  confirmOrders: z.boolean().default(true),
});
export type Appearance = z.infer<typeof Appearance>;

/** A docked layout as the page saved it: opaque to the desk, at most 256 KB of JSON text. */
export const SavedLayout = z.strictObject({
  name: z.string().min(1).max(60),
  version: z.int(),
  layout: z.string().max(262_144),
});
export type SavedLayout = z.infer<typeof SavedLayout>;

/** How the paper venue of a fresh profile behaves: a little latency, slippage and the fees of a usual account. */
const defaultPaperVenue: PaperVenueSettings = PaperVenueSettings.parse({
  latencyMs: 40,
  latencyJitterMs: 20,
  slippageBps: "0.5",
  makerFeeBps: "2",
  takerFeeBps: "5",
});

/** What the record and the ledger can hold exactly. */
const Cash = DecimalText.regex(
  /^\d{1,15}(\.\d{1,12})?$/,
  "an amount from zero with at most 15 whole digits and 12 decimals",
);
const Leverage = DecimalText.regex(
  /^(?=.*[1-9])\d{1,6}(\.\d{1,8})?$/,
  "a number above zero with at most 6 whole digits and 8 decimals",
);
const Currency = z
  .string()
  .min(1)
  .max(40)
  .refine((text) => text.isWellFormed(), "text without half characters");

/** The paper account a new profile starts with; an account with a history keeps its own terms. */
export const PaperAccountSettings = z.strictObject({
  currency: Currency.default("USD"),
  cash: Cash.default("100000"),
  leverage: Leverage.default("1"),
  terms: AccountTerms.default(usualTerms),
});
export type PaperAccountSettings = z.infer<typeof PaperAccountSettings>;

/** What a fresh profile allows: small enough to be safe, wide enough to trade the sandbox. */
const defaultRiskLimits: RiskLimits = {
  maxNotionalPerOrder: "25000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 5,
  staleAfterMs: 10_000,
  breakers: [
    { rule: "order-rejects", limit: "20", windowMs: 60_000, action: "halt" },
    { rule: "clock-drift", limit: "50", action: "warn" },
    { rule: "journal-slow", limit: "5000", action: "warn" },
  ],
};

/** Limits that a person has asked for and that take effect at `at`, UTC milliseconds, because locked ones are loosened. */
export const WaitingLimits = z.strictObject({
  limits: RiskLimits,
  at: z.int(),
  settings: z.array(z.string().min(1).max(100)).min(1).describe("the settings that wait"),
  isDateSure: z
    .boolean()
    .default(true)
    .describe("whether `at` follows from a measured time; otherwise it is set anew once the time is measured"),
});
export type WaitingLimits = z.infer<typeof WaitingLimits>;

/** Everything a profile remembers besides its journal. */
export const DeskSettings = z.strictObject({
  version: z.literal(1).default(1),
  risk: RiskLimits.default(defaultRiskLimits),
  waitingLimits: WaitingLimits.nullable().default(null),
  appearance: Appearance.default(() => Appearance.parse({})),
  layouts: z.array(SavedLayout).max(50).default([]),
  paper: PaperVenueSettings.default(defaultPaperVenue),
  account: PaperAccountSettings.default(() => PaperAccountSettings.parse({})),
  clock: ClockSettings.default(() => ClockSettings.parse({})),
  anchors: AnchorSettings.default(() => AnchorSettings.parse({})),
});
export type DeskSettings = z.infer<typeof DeskSettings>;
