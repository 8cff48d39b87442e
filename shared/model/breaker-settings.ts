import { z } from "zod";
import { BreakerAction } from "./breaker.ts";
import { DecimalText } from "./decimal-text.ts";

/** What a breaker's limit counts. */
export type BreakerUnit = "money" | "percent" | "count" | "milliseconds" | "basis points";

interface BreakerKind {
  readonly unit: BreakerUnit;
  /** The most the limit may be. */
  readonly most: number;
  /** What `windowMs` is: the time that is counted, or how long it must last. */
  readonly window: "counts" | "lasts";
  /** Whether `windowMs` must be given. */
  readonly windowNeeded: boolean;
  /** When it trips, with `{limit}` for the limit. */
  readonly text: string;
}

const money = { unit: "money", most: 1e15, window: "lasts", windowNeeded: false } as const;
const percent = { unit: "percent", most: 100, window: "lasts", windowNeeded: false } as const;
const rate = { unit: "count", most: 10_000, window: "counts", windowNeeded: true } as const;
const age = { unit: "milliseconds", most: 86_400_000, window: "lasts", windowNeeded: false } as const;

/** Every circuit breaker the desk has facts for. */
export const breakerKinds = {
  "daily-loss": { ...money, text: "equity is {limit} or more below the start of the trading day" },
  "daily-loss-percent": { ...percent, text: "equity is {limit} % or more below the start of the trading day" },
  drawdown: { ...money, text: "equity is {limit} or more below its peak" },
  "drawdown-percent": { ...percent, text: "equity is {limit} % or more below its peak" },
  "loss-streak": {
    unit: "count",
    most: 1000,
    window: "counts",
    windowNeeded: false,
    text: "{limit} trades in a row lost",
  },
  "order-rejects": { ...rate, text: "the venue rejected {limit} orders within the window" },
  "order-denials": { ...rate, text: "the gate denied {limit} orders within the window" },
  "order-rate": { ...rate, text: "{limit} orders were decided within the window" },
  "orders-unknown": { ...age, text: "it is unknown for {limit} ms whether the venue has an order" },
  "stale-data": { ...age, text: "the price of something held or working is {limit} ms old" },
  spread: {
    unit: "basis points",
    most: 10_000,
    window: "lasts",
    windowNeeded: false,
    text: "the spread of something held is wider than {limit} basis points, or its bid is above its ask",
  },
  "clock-drift": { ...age, text: "the clock is {limit} ms or more off, or its offset is unknown" },
  "journal-slow": { ...age, text: "the oldest event waits {limit} ms for the disk" },
  "journal-failed": { ...age, text: "the journal takes no events for {limit} ms" },
  "feed-down": { ...age, text: "the market data is not live for {limit} ms" },
} as const satisfies Readonly<Record<string, BreakerKind>>;
export type BreakerRule = keyof typeof breakerKinds;

export const breakerRules = Object.keys(breakerKinds) as [BreakerRule, ...BreakerRule[]];

const dayMs = 86_400_000;
/** The longest time that a breaker may count. */
export const longestWindowMs = dayMs;
const Limit = DecimalText.regex(
  /^(?=.*[1-9])\d{1,15}(\.\d{1,12})?$/,
  "a number above zero with at most 15 whole digits and 12 decimals",
);

/** One circuit breaker as the settings have it: a rule, the number that trips it, and what follows. */
export const BreakerSetting = z
  .strictObject({
    rule: z.enum(breakerRules),
    limit: Limit,
    action: BreakerAction,
    /** Of a count: the time that is counted. Of a level: how long it must last before it trips. */
    windowMs: z.int().min(1).max(longestWindowMs).optional(),
    /** Of `lock_out`: how long; absent: to the end of the trading day. */
    lockOutMs: z
      .int()
      .min(60_000)
      .max(366 * dayMs)
      .optional(),
  })
  .superRefine(({ rule, limit, action, windowMs, lockOutMs }, context) => {
    const kind: BreakerKind = breakerKinds[rule];
    const say = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (Number(limit) > kind.most) say("limit", `at most ${kind.most}`);
    const whole = kind.unit === "count" || kind.unit === "milliseconds";
    if (whole && !Number.isInteger(Number(limit))) say("limit", "a whole number");
    if (kind.windowNeeded && windowMs === undefined) say("windowMs", "says what time is counted");
    if (rule === "loss-streak" && windowMs !== undefined) say("windowMs", "a streak has no window");
    if (lockOutMs !== undefined && action !== "lock_out") say("lockOutMs", "belongs to lock_out");
  });
export type BreakerSetting = z.infer<typeof BreakerSetting>;

/** How many breakers a desk has at most. */
export const mostBreakers = 64;

/** The desk's circuit breakers: of one rule one breaker per action. */
export const Breakers = z
  .array(BreakerSetting)
  .max(mostBreakers)
  .superRefine((list, context) => {
    const seen = new Set<string>();
    list.forEach(({ rule, action }, index) => {
      const name = `${rule} ${action}`;
      if (seen.has(name)) context.addIssue({ code: "custom", path: [index, "action"], message: `a second ${name}` });
      seen.add(name);
    });
  });
export type Breakers = z.infer<typeof Breakers>;
