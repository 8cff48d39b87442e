import { z } from "zod";
import { Breakers } from "./breaker-settings.ts";
import { DecimalText } from "./decimal-text.ts";
import { AssetClass } from "./instrument.ts";
import { TimeWindows, WeekendPause } from "./time-windows.ts";

/** Above zero, and short enough for the gate to calculate with exactly: 15 whole digits, 12 decimals. */
export const Amount = DecimalText.regex(
  /^(?=.*[1-9])\d{1,15}(\.\d{1,12})?$/,
  "a number above zero with at most 15 whole digits and 12 decimals",
);
/** The bound stands in the JSON Schema too, where a check has no place. */
const percent = (most: number) =>
  Amount.refine((text) => Number(text) <= most, `at most ${most}`).meta({ "x-maximum": `${most}` });
const count = (most: number) => z.int().min(1).max(most);
const dayMs = 86_400_000;
const InstrumentIds = z.array(z.string().min(1)).min(1).max(1000);

/** How many groups there may be. */
export const mostGroups = 100;

/** Instruments that move together, and what they may be worth together. */
const CorrelatedGroup = z.strictObject({
  name: z.string().min(1).max(100),
  instrumentIds: InstrumentIds,
  maxExposure: Amount,
});

/** Limits that hold only when they are set; money is in the account's currency. */
export const optionalLimits = {
  maxSizePerOrder: z
    .record(z.string().min(1), Amount)
    .optional()
    .describe("the most units one order may have, by instrument id; `*` stands for every instrument that is not named"),
  maxNotionalPerInstrument: Amount.optional().describe(
    "the most an instrument's position and working orders may be worth together",
  ),
  maxNotionalPerDay: Amount.optional().describe(
    "the most that may be traded in a trading day: today's fills, working orders that could open, and the order itself",
  ),
  maxOpenPositions: count(10_000).optional().describe("the most positions that are open, or may be by working orders"),
  maxGrossExposure: Amount.optional().describe("the most all positions may be worth together, long and short added up"),
  maxNetExposure: Amount.optional().describe("the most longs may be worth above shorts, or shorts above longs"),
  maxExposurePerAssetClass: z
    .partialRecord(AssetClass, Amount)
    .optional()
    .describe("the most the positions of an asset class may be worth together, by asset class"),
  correlatedGroups: z
    .array(CorrelatedGroup)
    .max(mostGroups)
    .optional()
    .describe(
      "instruments that move together: for each group a `name`, its `instrumentIds` and `maxExposure`, the most they may be worth together",
    ),
  maxLeverage: percent(1000).optional().describe("the most all positions may be worth, as a multiple of equity"),
  minFreeMarginPercent: percent(99)
    .optional()
    .describe("the share of buying power that must stay free in the worst case, in percent; at most 99"),
  priceBandPercent: percent(100)
    .optional()
    .describe("how far a limit or trigger price may lie from the last price, in percent of it; at most 100"),
  maxCancelsPerMinute: count(100_000)
    .optional()
    .describe("with more cancels in the last minute nothing opens; a cancel itself is never held up"),
  duplicateWithinMs: count(60_000)
    .optional()
    .describe("an order like one that passed so many milliseconds before is a duplicate; at most 60000"),
  blockSelfCross: z
    .boolean()
    .optional()
    .describe("whether an order that could trade with a working order of the account is refused"),
  stopRequired: z.boolean().optional().describe("whether an order that opens must bring its stop-loss"),
  maxLossPerTrade: Amount.optional().describe("the most an order may lose at its stop, fees included; demands a stop"),
  maxRiskPerTradePercent: percent(100)
    .optional()
    .describe("the most an order may lose at its stop, in percent of equity; demands a stop"),
  minRewardToRisk: percent(1000)
    .optional()
    .describe("what the take-profit must bring at least for each unit lost at the stop; demands both"),
  maxDailyLoss: Amount.optional().describe("nothing opens when equity is so much below the day's start"),
  maxDailyLossPercent: percent(100)
    .optional()
    .describe("nothing opens when equity is so many percent below the day's start"),
  maxDrawdown: Amount.optional().describe("nothing opens when equity is so much below its peak"),
  maxDrawdownPercent: percent(100).optional().describe("nothing opens when equity is so many percent below its peak"),
  worstCaseSlippagePercent: percent(50)
    .optional()
    .describe(
      "with it the daily loss and drawdown limits must hold even if every stop hits, each so many percent worse than it says; demands stops; at most 50",
    ),
  maxLossStreak: count(1000).optional().describe("nothing opens after so many losing trades in a row"),
  lossStreakPauseMs: count(30 * dayMs)
    .optional()
    .describe("how long a streak of losses keeps the gate shut; absent: to the end of the trading day"),
  pauseAfterLossMs: count(30 * dayMs)
    .optional()
    .describe("how long nothing opens after a losing trade; at most 30 days"),
  maxTradesPerDay: count(100_000).optional().describe("the most trades that may begin in a trading day"),
  tradingWindows: TimeWindows.optional().describe(
    "times of the day in which orders may open, as a `zone` and `windows` with `from`, `to` and maybe `days`",
  ),
  newsWindows: TimeWindows.optional().describe(
    "times in which nothing opens, like `tradingWindows`; with a `date` and a `title` for an event of the calendar",
  ),
  weekendPause: WeekendPause.optional().describe(
    "nothing opens from `fridayFrom` to `sundayTo` in `zone`, so that nothing new is held over the weekend",
  ),
  maxSpreadBps: percent(10_000)
    .optional()
    .describe("the widest spread between bid and ask that orders may open in, in basis points; needs quotes"),
  breakers: Breakers.optional().describe(
    "circuit breakers: each a `rule`, the `limit` that trips it, the `action` it takes, and maybe `windowMs` and `lockOutMs`",
  ),
  maxClockOffsetMs: count(60_000)
    .optional()
    .describe(
      "with the clock further off than so many milliseconds, or with an offset that nobody could measure, nothing opens; needs `clock.servers` or a venue that tells its time",
    ),
  allowedInstruments: InstrumentIds.optional().describe("the only instruments that orders may open in, by id"),
  automationAllowed: z.boolean().optional().describe("whether traders and models may open; absent: they may"),
};
