import { z } from "zod";
import { ScopedLimits } from "../../../shared/model/limit-scopes.ts";
import { RiskLimits } from "../../../shared/model/risk.ts";
import { sentence } from "../../ui/format/sentence.ts";

export type LimitKey = keyof RiskLimits & string;

/** How a limit is typed: `lines` one entry a line, `pairs` one `name = amount` a line, `json` as the settings file holds it. */
export type LimitKind = "amount" | "integer" | "boolean" | "lines" | "pairs" | "json";

/** One limit as the form draws it, read from its schema. */
export interface LimitField {
  readonly key: LimitKey;
  readonly kind: LimitKind;
  /** Never absent from the settings. */
  readonly required: boolean;
  /** Bounds of a whole number; an amount says its own when it is out of them. */
  readonly min: number | null;
  readonly max: number | null;
  /** The schema's own words, as a sentence. */
  readonly doc: string;
}

export const limitGroups = [
  "losses",
  "trade",
  "orders",
  "exposure",
  "pace",
  "times",
  "market",
  "guards",
  "other",
] as const;
export type LimitGroup = (typeof limitGroups)[number];

const groupOf: Partial<Record<LimitKey, LimitGroup>> = {
  maxDailyLoss: "losses",
  maxDailyLossPercent: "losses",
  maxDrawdown: "losses",
  maxDrawdownPercent: "losses",
  worstCaseSlippagePercent: "losses",
  maxLossStreak: "losses",
  lossStreakPauseMs: "losses",
  breakers: "guards",
  pauseAfterLossMs: "losses",
  stopRequired: "trade",
  maxLossPerTrade: "trade",
  maxRiskPerTradePercent: "trade",
  minRewardToRisk: "trade",
  maxNotionalPerOrder: "orders",
  maxSizePerOrder: "orders",
  priceBandAtr: "orders",
  atrPeriod: "orders",
  priceBandPercent: "orders",
  duplicateWithinMs: "orders",
  blockSelfCross: "orders",
  maxNotionalPerInstrument: "exposure",
  maxOpenPositions: "exposure",
  maxGrossExposure: "exposure",
  maxNetExposure: "exposure",
  maxExposurePerAssetClass: "exposure",
  correlatedGroups: "exposure",
  maxLeverage: "exposure",
  minFreeMarginPercent: "exposure",
  maxOrdersPerSecond: "pace",
  maxCancelsPerMinute: "pace",
  maxNotionalPerDay: "pace",
  maxTradesPerDay: "pace",
  tradingWindows: "times",
  newsWindows: "times",
  weekendPause: "times",
  staleAfterMs: "market",
  maxSpreadBps: "market",
  maxClockOffsetMs: "guards",
  allowedInstruments: "market",
  automationAllowed: "market",
  scopes: "other",
  locked: "other",
};

/** What a schema is beneath its optional and its checks. */
function core(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return core(schema.unwrap());
  return schema;
}

function kindOf(schema: unknown): LimitKind {
  if (schema instanceof z.ZodNumber) return "integer";
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodString) return "amount";
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodString) return "lines";
  if (schema instanceof z.ZodRecord && schema.valueType instanceof z.ZodString) return "pairs";
  return "json";
}

/** A schema's own bound of whole numbers says nothing to a person. */
const bound = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isSafeInteger(value) || Math.abs(value) === Number.MAX_SAFE_INTEGER
    ? null
    : value;

function fieldOf(key: LimitKey): LimitField {
  const schema: z.ZodType = RiskLimits.shape[key];
  const inner = core(schema);
  const number = inner instanceof z.ZodNumber ? inner : null;
  return {
    key,
    kind: kindOf(inner),
    required: !schema.isOptional(),
    min: bound(number?.minValue),
    max: bound(number?.maxValue),
    doc: sentence(schema.description ?? ""),
  };
}

/** Every limit there is, in the schema's order. */
export const limitFields: readonly LimitField[] = (Object.keys(RiskLimits.shape) as LimitKey[]).map(fieldOf);

/** The limits that a trader, strategy or model may have of its own. */
export const scopedFields: readonly LimitField[] = limitFields
  .filter(({ key }) => key in ScopedLimits.shape)
  .map((field) => ({ ...field, required: false }));

/** The limits of each group, in the groups' order; a limit that no group names is among the others. */
export const groupedLimits: readonly (readonly [LimitGroup, readonly LimitField[]])[] = limitGroups
  .map((group) => [group, limitFields.filter(({ key }) => (groupOf[key] ?? "other") === group)] as const)
  .filter(([, fields]) => fields.length > 0);
