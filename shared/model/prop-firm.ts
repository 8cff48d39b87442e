import { z } from "zod";
import { fitsRecord } from "./fits-record.ts";
import {
  MoneyAboveZero,
  MoneyFromZero,
  namesRealDays,
  PresetDays,
  PresetPercent,
  PresetTime,
  PresetZone,
} from "./preset-values.ts";
import { LossRules } from "./prop-firm-loss.ts";
import {
  AutomationPolicy,
  Consistency,
  Holding,
  News,
  PayoutGate,
  PositionLimit,
  RequiredDays,
} from "./prop-firm-terms.ts";

/** Where a number comes from and how old that page is; firms change rules, so the date stands beside every number. */
const PresetSource = z.strictObject({
  id: z.string().min(1),
  url: z.string().min(1),
  /** `official`, a `copy-of-official`, a dataset that cites official pages, or a secondary page. */
  kind: z.enum([
    "official",
    "copy-of-official",
    "dataset-citing-official",
    "dataset-secondary",
    "secondary-citing-official",
    "secondary",
  ]),
  /** What is known of the page's date, in words where it carries none. */
  as_of: z.string().min(1),
  licence: z.string().optional(),
});

/** When the firm's day ends: its daily limits restart, end-of-day floors move and days are counted. */
const FirmDay = z.strictObject({
  /** Local time of the reset, `HH:MM`. A day that begins in the evening carries the date of the morning after. */
  resetAt: PresetTime,
  zone: PresetZone,
  /** `assumed`: no source states it; it is listed under `unverified` and to be read from the firm's own pages. */
  basis: z.enum(["stated", "assumed"]),
  note: z.string().nullable(),
});

/** A closed balance that has to be reached, above the starting balance. */
const ProfitTarget = z.strictObject({ amount: MoneyAboveZero, pct: PresetPercent.nullable() });

/** What a preset says, field by field. */
export const PresetFields = z.strictObject({
  format: z.literal("proofdesk-prop-firm/1"),
  id: z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/, "words in lower case, joined by dots"),
  firm: z.string().min(1),
  program: z.string().min(1),
  phase: z.enum(["evaluation", "challenge", "verification", "step1", "step2", "funded"]),
  /** What a firm sells in variants under one name, such as `standard` and `swing`, or the platform that decides a rule. */
  variant: z.string().nullable(),
  market: z.enum(["cfd", "futures"]),
  /** What the account is called by, for example `100000`; the initial balance of every "% of initial". */
  size: MoneyAboveZero,
  /** The balance an account of this phase opens with: the size, and zero where a funded account starts at nothing. */
  startingBalance: MoneyFromZero,
  currency: z.string().length(3),
  /** The most that positions may be worth, in multiples of the equity; `null` where no source states it. */
  leverage: z.int().positive().nullable(),
  status: z.enum(["current", "current-unconfirmed", "legacy"]),
  /** `high`: an official page or a dataset citing it, read within the year; `medium`: one dated page; `low`: undated or in conflict. */
  confidence: z.enum(["high", "medium", "low"]),
  as_of: z.string().regex(/^(\d{4}-\d\d-\d\d|undated)$/, "a date, or undated"),
  sources: z.array(PresetSource).min(1),
  conflicts: z.array(z.string().min(1)),
  unverified: z.array(z.string().min(1)),
  inexpressible: z.array(z.string().min(1)),
  day: FirmDay,
  profitTarget: ProfitTarget.nullable(),
  ...LossRules.shape,
  consistency: Consistency.nullable(),
  requiredDays: RequiredDays,
  timeLimitDays: PresetDays.nullable(),
  positionLimit: PositionLimit,
  news: News,
  holding: Holding,
  automation: AutomationPolicy,
  payout: PayoutGate.nullable(),
});

/** A preset as records hold it: in one applied before days were checked, a date may be of no day of the calendar. */
export const RecordedPreset = PresetFields.refine(
  ({ phase, startingBalance }) => phase === "funded" || MoneyAboveZero.safeParse(startingBalance).success,
  { path: ["startingBalance"], message: "above zero, unless the phase is funded" },
).refine(fitsRecord, "at most 250,000 characters, so that the record can hold it");

/**
 * The rules of one prop firm's account: one firm, program, phase and size, as its public pages stated them at `as_of`.
 * Every rule is a set of independent axes, and what they cannot say stands in `inexpressible`, never dropped.
 */
export const PropFirmPreset = RecordedPreset.superRefine(({ as_of, sources }, context) => {
  const check = (text: string, path: (string | number)[]): void => {
    if (!namesRealDays(text))
      context.addIssue({ code: "custom", path, message: "a day that the calendar does not have" });
  };
  check(as_of, ["as_of"]);
  for (const [at, source] of sources.entries()) check(source.as_of, ["sources", at, "as_of"]);
});
export type PropFirmPreset = z.infer<typeof PropFirmPreset>;
